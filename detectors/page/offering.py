"""Which words of a page offer, and the lines that they stand in."""

from __future__ import annotations

from detectors.page.document import Document
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading
from detectors.text.spans import merged

CORE = ("skip_exam", "forging", "pay_later", "fast_issue", "kit")
_OFFERING = (*CORE, "forging_hint", "verifiable", "trade")
_LONGEST_QUOTE = 400
# Lines of an offer this near belong together.
_APART = 30


def core(reading: Reading) -> tuple[Hit, ...]:
    """Return the offered words that only a seller speaks."""
    return tuple(h for group in CORE for h in reading.offered[group])


def shows_offer(doc: Document) -> bool:
    """True if the page offers in what readers see or search engines show."""
    return any(core(reading) for where, reading in doc.readings if where != "hidden")


def shows_any(doc: Document) -> bool:
    """True if the page offers anywhere, in hidden parts too."""
    return any(core(reading) for _, reading in doc.readings)


def offer_lines(reading: Reading) -> list[tuple[int, int]]:
    """Return the spans of the lines that hold offered words or a contact beside them."""
    text = reading.folded.text
    spans = []
    places = sorted({h.start for g in _OFFERING for h in reading.offered[g]})
    for place in places:
        start = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        spans.append((max(start, place - 200), min(end, place + 200)))
    return merged(sorted(spans), _APART)


def passage(reading: Reading, hit: Hit) -> Hit:
    """Return the planted lines that hold an offered word, as one hit under the word's name, at most 400 characters."""
    start, end = next(((a, b) for a, b in offer_lines(reading) if a <= hit.start < b), (hit.start, hit.end))
    text = reading.folded.text
    while start < hit.start and text[start].isspace():
        start += 1
    end = min(end, start + _LONGEST_QUOTE) if hit.end <= start + _LONGEST_QUOTE else hit.end
    while end > hit.end and text[end - 1].isspace():
        end -= 1
    return Hit(hit.group, hit.word, start, end)
