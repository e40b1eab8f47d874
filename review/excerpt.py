"""A quotation in its context, with personal data masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from review.masking import mask

AROUND = 60  # code points of context on either side
LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``before`` and ``after`` are empty when the quotation was not found in the page's text (drawn, say)."""

    before: str
    quote: str
    after: str


class Passage:
    """A text in which quotations are found whatever white space stands in either.

    The desk's reading of a page and the detectors' differ in where they put spaces, so none of them counts.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._places = [place for place, char in enumerate(text) if not char.isspace()]
        self._solid = "".join(text.split())

    def find(self, quote: str, near: int = 0) -> tuple[int, int] | None:
        """Return where a quotation stands (start, end), preferring the place nearest to an offset; None if nowhere."""
        solid = "".join(quote.split())
        found = -1
        best: tuple[int, int] | None = None
        while solid and (found := self._solid.find(solid, found + 1)) >= 0:
            here = (self._places[found], self._places[found + len(solid) - 1] + 1)
            if best is not None and abs(here[0] - near) >= abs(best[0] - near):
                break
            best = here
        return best


NOWHERE = Passage("")


def excerpt(passage: Passage, quote: str, start: int, contacts: Sequence[Mapping[str, Any]]) -> Excerpt | None:
    """Return the quotation as it stands in a passage; alone if it is not there, None if there is no quotation."""
    folded = " ".join(quote.split())
    if not folded:
        return None
    place = passage.find(quote, start)
    if place is None:
        return Excerpt("", mask(folded, contacts)[:LONGEST_QUOTE], "")
    at, end = place
    low, high = max(0, at - AROUND), min(len(passage.text), end + AROUND)
    # Masked over a wider stretch, so that a number cut by the edge of the excerpt is still known as a number.
    wide = max(0, low - AROUND)
    masked = mask(passage.text[wide : high + AROUND], contacts)
    return Excerpt(
        ("…" if low else "") + masked[low - wide : at - wide],
        masked[at - wide : end - wide][:LONGEST_QUOTE],
        masked[end - wide : high - wide] + ("…" if high < len(passage.text) else ""),
    )
