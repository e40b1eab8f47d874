"""Masking: a letter's body never shows a whole contact or a person's number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from takedown.facts import ContactFacts

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
# Seven or more digits, with the separators people put between them: telephone, QQ, bank card, identity card.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d(?:[ \-.·]?\d){5,}[Xx]?(?![0-9A-Za-z])")
# A day is a fact of the case and nobody's number.
_DAY = re.compile(r"(?:19|20)\d\d[-.](?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])")
_HANDLE = re.compile(r"((?:微信|薇信|威信|V信|[Vv][Xx]|QQ|扣扣|[Tt]elegram|TG)[号]?\s*[:：]?\s*)([A-Za-z0-9][\w-]{4,})")


def mask(value: str) -> str:
    """Return a value with its middle hidden: at most the first three and the last two characters stay."""
    if len(value) <= 4:
        return "*" * len(value)
    head, tail = (3, 2) if len(value) >= 8 else (1, 1)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def mask_text(text: str, contacts: Iterable[ContactFacts] = ()) -> str:
    """Return a quotation with every known contact and everything that looks like one masked."""
    for contact in contacts:
        for spelling in sorted({contact.quote, contact.value}, key=len, reverse=True):
            if len(spelling) >= 4:
                text = text.replace(spelling, contact.masked)
    text = _MAIL.sub(lambda m: mask(m[0]), text)
    text = _HANDLE.sub(lambda m: m[1] + mask(m[2]), text)
    return _NUMBER.sub(lambda m: m[0] if _DAY.fullmatch(m[0]) else mask(m[0]), text)
