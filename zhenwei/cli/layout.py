"""Text in lines for a terminal, where a Chinese character fills two columns and has no spaces around it."""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Sequence

LEFT = 30  # columns of the left side of a list, at most
CLOSING = "、。，；：？！）］〕」』》”…"
TOKEN = re.compile(rf"[!-~]+[{CLOSING}]*|\s+|[^\s!-~][{CLOSING}]*")


def columns(text: str) -> int:
    """Return how many columns of a terminal a text fills."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, width: int, hanging: str = "") -> list[str]:
    """Break a text into lines of at most ``width`` columns: between characters or words, never before a comma."""
    lines, line = [], ""
    for token in TOKEN.findall(text):
        if line.strip() and columns(line + token.rstrip()) > width:
            lines.append(line.rstrip())
            line = hanging
        line += token if line.strip() else token.lstrip()
    return [*lines, line.rstrip()]


def listed(rows: Sequence[tuple[str, str]], width: int) -> list[str]:
    """Return the lines of a list of names, each with its explanation beside it."""
    left = min(max(columns(name) for name, _ in rows), LEFT) + 2
    lines = []
    for name, text in rows:
        parts = wrapped(text, max(width - left - 2, 20))
        room = left - columns(name)
        lines.append(f"  {name}{' ' * room}{parts.pop(0)}" if room >= 2 else f"  {name}")
        lines += [" " * (left + 2) + part for part in parts]
    return [line.rstrip() for line in lines]


def paragraphs(text: str) -> list[list[str]]:
    """Split a text at empty lines into paragraphs; an example (例：) begins a line, other breaks are undone."""
    found: list[list[str]] = []
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        lines: list[str] = []
        for line in paragraph.splitlines():
            if lines and not line.startswith("例："):
                lines[-1] += line.strip()
            else:
                lines.append(line.strip())
        found += [lines] if any(lines) else []
    return found
