"""A quotation in its context, with personal data masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detectors.text.solid import Solid
from review.masking import SHORTEST, mask, stars

AROUND = 60  # code points of context on either side
LONGEST_QUOTE = 400
NOWHERE = Solid("")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``before`` and ``after`` are empty when the quotation was not found in the page's text (drawn, say).

    ``where``: "title" or "head" (description, keywords) if it is taken from there, else "".
    """

    before: str
    quote: str
    after: str
    where: str = ""


def excerpt(
    passage: Solid,
    quote: str,
    start: int,
    contacts: Sequence[Mapping[str, Any]],
    where: str = "",
    around: int = AROUND,
) -> Excerpt | None:
    """Return the quotation as it stands in a passage; alone if it is not there, None if there is no quotation."""
    folded = " ".join(quote.split())
    if not folded:
        return None
    place = passage.find(quote, start)
    if place is None:
        return Excerpt("", _masked(folded, contacts)[:LONGEST_QUOTE], "", where)
    at, end = place
    low, high = max(0, at - around), min(len(passage.text), end + around)
    # Masked over a wider stretch, so that a number cut by the edge of the excerpt is still known as a number.
    wide = max(0, low - AROUND)
    masked = _masked(passage.text[wide : high + AROUND], contacts)
    return Excerpt(
        ("…" if low else "") + masked[low - wide : at - wide],
        masked[at - wide : end - wide][:LONGEST_QUOTE],
        masked[end - wide : high - wide] + ("…" if high < len(passage.text) else ""),
        where,
    )


def _masked(text: str, contacts: Sequence[Mapping[str, Any]]) -> str:
    """Return a text with everything personal starred; a contact also where other white space stands in it."""
    text = mask(text, contacts)
    for contact in contacts:
        value, quote = str(contact.get("value", "")), str(contact.get("quote", ""))
        sought = value if value in "".join(quote.split()) else quote
        while len(sought) >= SHORTEST and (place := Solid(text).find(sought)):
            start, end = place
            starred = stars(text[start:end])
            if starred == text[start:end]:
                break
            text = text[:start] + starred + text[end:]
    return text
