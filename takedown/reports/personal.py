"""Personal data by its shape, for the gate of public texts: any long number, mail address or handle.

Coarser than a letter needs: in a public text nothing of the kind has a place, whether its check digit is right or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHAPES = {
    # Telephone, identity card, bank card: seven digits or more, with or without separators.
    "number": r"(?<![0-9A-Za-z])[0-9０-９](?:[ \-.·*]?[0-9０-９]){6,}[Xx]?(?![0-9A-Za-z])",
    "mail": r"[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9.-]+",
    "handle": r"(?:微信|薇信|威信|QQ|扣扣|[Vv][Xx])号?\s*[:：是为]?\s*[A-Za-z0-9][\w-]{4,}",
}
_COMPILED = tuple((kind, re.compile(shape)) for kind, shape in _SHAPES.items())
_DAY = re.compile(r"(?:19|20)\d\d[-.](?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Found:
    """Something personal: its kind, and the text at ``start:end`` as it is written there."""

    kind: str
    value: str
    start: int
    end: int


def personal_data(text: str) -> tuple[Found, ...]:
    """Return what is personal in a text."""
    return tuple(
        Found(kind, match[0], *match.span())
        for kind, shape in _COMPILED
        for match in shape.finditer(text)
        if not _DAY.fullmatch(match[0])
    )
