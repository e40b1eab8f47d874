"""Any long number, mail address or handle in a text for the public.

Coarser than takedown/scanner.py: in a public text nothing of the kind has a place, whether its check digit is right or
not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHAPES = re.compile(
    # Telephone, identity card, bank card: seven digits or more, with or without separators.
    r"(?<![0-9A-Za-z])[0-9０-９](?:[ \-.·*]?[0-9０-９]){6,}[Xx]?(?![0-9A-Za-z])|"
    r"[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9.-]+|"
    r"(?:微信|薇信|威信|QQ|扣扣|[Vv][Xx])号?\s*[:：是为]?\s*[A-Za-z0-9][\w-]{4,}"
)
_DAY = re.compile(r"(?:19|20)\d\d[-.](?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])")


def any_number(text: str) -> Iterator[str]:
    """Yield what looks like one; a day is none."""
    return (match[0] for match in _SHAPES.finditer(text) if not _DAY.fullmatch(match[0]))
