"""The line of a TOML file on which a faulty value stands: the parser keeps no places, people look for a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

_KEY = r"^\s*[\"']?{}[\"']?\s*="
_ANY_KEY = re.compile(_KEY.format(r"[\w.-]+") + r"|^\s*\[\[?[\w.\s-]+\]\]?\s*(#.*)?$")


def line_of(text: str, loc: Sequence[int | str], value: object, row: str = "", number: int = 0) -> int:
    """Return the line, counted from 1, of a key's value; of its key or its row where that is not found; else 0.

    ``loc``: where pydantic met it; ``row`` and ``number``: below which ``[[row]]``, counted from 0.
    """
    lines = text.splitlines()
    first = _start(lines, row, number) if row else 0
    if first is None or not loc:
        return 0
    opened = re.compile(_KEY.format(re.escape(str(loc[0]))))
    place = next((at for at in range(first, _end(lines, row, first)) if opened.match(lines[at])), None)
    if place is None:
        return first + 1 if row else 0
    return 1 + place + (_within(lines[place:], value) if isinstance(value, str) and value else 0)


def _start(lines: Sequence[str], row: str, number: int) -> int | None:
    head = re.compile(rf"^\s*\[\[\s*{re.escape(row)}\s*\]\]")
    starts = [place for place, line in enumerate(lines) if head.match(line)]
    return starts[number] if number < len(starts) else None


def _end(lines: Sequence[str], row: str, first: int) -> int:
    heads = (at for at in range(first + 1, len(lines)) if lines[at].lstrip().startswith("[["))
    return next(heads, len(lines)) if row else len(lines)


def _within(lines: Sequence[str], value: str) -> int:
    """Return how many lines below its key a value stands, 0 if it is not seen before the next key."""
    for place, line in enumerate(lines):
        if place and _ANY_KEY.match(line):
            return 0
        if f'"{value}"' in line or f"'{value}'" in line:
            return place
    return 0
