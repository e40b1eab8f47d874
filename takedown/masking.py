"""Masking: a letter's body never shows a whole contact or a person's number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from takedown.clean import plain
from takedown.facts import ContactFacts
from takedown.scanner import personal_data
from takedown.spared import blanked

# Whatever else is six digits or more, with the separators people put between them: what a seller's page says may be
# anybody's number, so of what is not known to be something else nothing stays.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d(?:[ \-.·]?\d){5,}[Xx]?(?![0-9A-Za-z])")
_HANDLE = re.compile(r"((?:[Tt]elegram|TG|电报|抖音号?|快手号?|小红书号?)\s*[:：]?\s*@?)([A-Za-z0-9][\w-]{4,})")


def mask(value: str) -> str:
    """Return a value with its middle hidden: at most the first three and the last two characters stay."""
    if len(value) <= 4:
        return "*" * len(value)
    head, tail = (3, 2) if len(value) >= 8 else (1, 1)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def mask_text(text: str, contacts: Iterable[ContactFacts] = ()) -> str:
    """Return a text of a page with every known contact and everything that looks like one masked."""
    for contact in contacts:
        for spelling in sorted({contact.quote, contact.value}, key=len, reverse=True):
            if len(spelling) >= 4:
                text = text.replace(spelling, contact.masked)
    text = _covered(text, [(one.start, one.end) for one in personal_data(text)])
    text = _HANDLE.sub(lambda m: m[1] + mask(m[2]), text)
    return _covered(text, [match.span() for match in _NUMBER.finditer(blanked(text))])


def printable(text: str, longest: int, contacts: Iterable[ContactFacts] = ()) -> str:
    """Return somebody else's text as a letter may print it: one line, nothing hidden, nobody's number, cut."""
    return plain(mask_text(plain(text), contacts), longest)


def _covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + mask(text[start:end]) + text[end:]
    return text
