"""Personal data picked up by the way is masked on screen. Masks keep the length, so that offsets stay true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

# Mobile numbers with the separators people put in, mail addresses, identity numbers (GB 11643: 18 characters).
_PERSONAL = (
    re.compile(r"(?<!\d)1[3-9]\d(?:[ \-\u3000]?\d){8}(?!\d)"),
    re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])"),
    re.compile(r"[A-Za-z0-9._%+-]{3,}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"),
)
SHORTEST = 3


def mask(text: str, contacts: Iterable[Mapping[str, Any]] = ()) -> str:
    """Return text of the same length in which contacts (rows of ``assessment.contacts``) and numbers are starred."""
    for contact in contacts:
        value, quote = str(contact.get("value", "")), str(contact.get("quote", ""))
        if len(value) >= SHORTEST:
            text = text.replace(value, stars(value))
        if len(quote) >= SHORTEST and value not in quote:
            text = text.replace(quote, stars(quote))
    for pattern in _PERSONAL:
        text = pattern.sub(lambda match: stars(match[0]), text)
    return text


def stars(value: str) -> str:
    """Return a value with only its ends left: ``19******01``; what is too short is starred whole."""
    shown = len(value) // 4
    head, tail = min(shown, 3), min(shown, 4)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]
