"""Whether an offer was planted into a page that lives from something else."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.page.document import Document
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading
from zhenwei.types import Profile

# What must be left of a page without its offer for it to have a life of its own, in folded characters.
OWN_LIFE = 80
_MOST = 0.4
CORE = ("skip_exam", "forging", "pay_later", "fast_issue")
_OFFERING = (*CORE, "forging_hint", "verifiable", "trade")


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


def speaks_lawfully(doc: Document, *, clearly: bool = False) -> bool:
    """True if the page speaks as news, school or authority; unless ``clearly``, any running text will do."""
    reading = doc.reading
    if len(reading.words("strong_reported")) >= 2 or len(reading.words("lawful_school")) >= 3:
        return True
    return not clearly and reading.folded.text.count("。") >= 3


def sells_openly(doc: Document) -> bool:
    """True if the page offers in what readers see or search engines show."""
    return any(core(reading) for where, reading in doc.readings if where != "hidden")


def core(reading: Reading) -> tuple[Hit, ...]:
    """Return the offered words that only a seller speaks."""
    return tuple(h for group in CORE for h in reading.offered[group])


def is_planted(documents: Sequence[Document]) -> bool:
    """True if an offer stands in a site that lives from something else: hidden, spliced, or for search engines alone.

    A page that shows its offer to phones or WeChat and a decoy to others is a seller's own, unless the other page
    clearly speaks as news or school.
    """
    selling = [d for d in documents if sells_openly(d)]
    clean = [d for d in documents if d not in selling and own_life(d) >= OWN_LIFE]
    if any(spliced(d) for d in selling):
        return True
    if any(core(r) for d in clean for _, r in d.hidden) and all(d in clean for d in documents):
        return any(speaks_lawfully(d) for d in clean)
    for_search = all(d.page.profile in (Profile.SPIDER, Profile.FROM_SEARCH) for d in selling)
    return bool(selling) and any(speaks_lawfully(d, clearly=not for_search) for d in clean)


def spliced(doc: Document) -> float:
    """Return the share of the visible text that the offer takes if it looks planted, else 0."""
    reading = doc.reading
    if not core(reading):
        return 0.0
    total = len(reading.folded.text)
    spans = offer_lines(reading)
    share = sum(end - start for start, end in spans) / max(total, 1)
    if total < OWN_LIFE + 80 or share > _MOST or len(spans) > 3:
        return 0.0
    at_edge = spans[0][1] < total * 0.4 or spans[-1][0] > total * 0.6
    return share if at_edge and speaks_lawfully(doc) else 0.0
