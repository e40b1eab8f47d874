"""Markup within the bounds in which the parser's work stays linear.

libxml2 compares each attribute of an element with those before it: ten thousand make a second, a million a day.
"""

from __future__ import annotations

import re

# Shorter sources cannot hold enough attributes to matter.
_MATTERS = 64_000
_LONG = 3000
_MOST = 256
# Comments, scripts and tags with quoted values; what is never closed goes to the end of the source.
_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|"
    r"<[a-z](?:[^>\"']++|\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))*+",
    re.S | re.I,
)
_ATTRIBUTE = re.compile(r"[^\s=/>\"']++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?|[\"'=]")


def bounded(source: str) -> str:
    """Return the source with at most 256 attributes an element. Linear in its length."""
    if len(source) < _MATTERS:
        return source
    return _PIECE.sub(_cut, source)


def _cut(match: re.Match[str]) -> str:
    piece = match[0]
    if len(piece) < _LONG or match[1] or piece.startswith("<!--"):
        return piece
    for count, attribute in enumerate(_ATTRIBUTE.finditer(piece)):
        if count > _MOST:
            return piece[: attribute.start()]
    return piece
