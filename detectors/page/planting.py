"""Whether an offer was planted into a page that lives from something else."""

from __future__ import annotations

from detectors.page.document import Document
from detectors.text.offers import Reading

# What must be left of a page without its offer for it to have a life of its own, in folded characters.
OWN_LIFE = 160
_MOST = 0.4
_CORE = ("skip_exam", "forging", "pay_later", "forging_hint", "verifiable", "trade")


def offer_lines(reading: Reading) -> list[tuple[int, int]]:
    """Return the spans of the lines that hold offered words or a contact beside them."""
    text = reading.folded.text
    spans = []
    places = sorted({h.start for g in _CORE for h in reading.offered[g]})
    for place in places:
        start = text.rfind("\n", 0, place) + 1
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        spans.append((max(start, place - 200), min(end, place + 200)))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 30:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def own_life(doc: Document) -> int:
    """Return how many characters the visible page says besides offers; 0 if its title is an offer."""
    reading = doc.reading
    taken = sum(end - start for start, end in offer_lines(reading))
    return max(0, len(reading.folded.text) - taken)


def speaks_lawfully(doc: Document) -> bool:
    """True if the page speaks as news, school, authority or firm outside of any offer."""
    reading = doc.reading
    return (
        len(reading.words("strong_reported")) >= 2
        or len(reading.words("lawful_school")) >= 3
        or reading.folded.text.count("。") >= 3
    )


def spliced(doc: Document) -> float:
    """Return the share of the visible text that the offer takes if it looks planted, else 0."""
    reading = doc.reading
    if not any(reading.offered[g] for g in ("skip_exam", "forging", "pay_later")):
        return 0.0
    total = len(reading.folded.text)
    spans = offer_lines(reading)
    share = sum(end - start for start, end in spans) / max(total, 1)
    if total < OWN_LIFE + 80 or share > _MOST or len(spans) > 3:
        return 0.0
    at_edge = spans[0][1] < total * 0.4 or spans[-1][0] > total * 0.6
    return share if at_edge and speaks_lawfully(doc) else 0.0
