"""Text from hostile pages, made inert before it goes into a letter, a table or a file name."""

from __future__ import annotations

import re

# What XML 1.0 (2.2 Characters) forbids, line ends, and marks that reorder or hide text for the reader.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]+"
)


def inert(text: str) -> str:
    """Return text that any XML file can hold, spaces as they are."""
    return _FORBIDDEN.sub(" ", text)


def plain(text: str, longest: int = 0) -> str:
    """Return text on one line, without control, hidden or reordering characters; ``longest`` cuts it."""
    line = re.sub(r"\s+", " ", _FORBIDDEN.sub(" ", text)).strip()
    return f"{line[: longest - 1]}…" if longest and len(line) > longest else line
