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


def excerpt(text: str, quote: str, start: int, contacts: Sequence[Mapping[str, Any]]) -> Excerpt | None:
    """Return the quotation as it stands in the text, preferring the place nearest to ``start``; None without a quote.

    White space of both is folded: the desk's reading of a page and the detectors' may differ in it.
    """
    folded = " ".join(quote.split())
    if not folded:
        return None
    at = _nearest(text, folded, start)
    if at < 0:
        return Excerpt("", mask(folded, contacts)[:LONGEST_QUOTE], "")
    end = at + len(folded)
    low, high = max(0, at - AROUND), min(len(text), end + AROUND)
    # Masked over a wider stretch, so that a number cut by the edge of the excerpt is still known as a number.
    wide = max(0, low - AROUND)
    masked = mask(text[wide : high + AROUND], contacts)
    return Excerpt(
        ("…" if low else "") + masked[low - wide : at - wide],
        masked[at - wide : end - wide][:LONGEST_QUOTE],
        masked[end - wide : high - wide] + ("…" if high < len(text) else ""),
    )


def _nearest(text: str, quote: str, start: int) -> int:
    later, earlier = text.find(quote, max(0, start)), text.rfind(quote, 0, max(0, start) + len(quote))
    if later < 0 or earlier < 0:
        return max(later, earlier)
    return later if later - start <= start - earlier else earlier
