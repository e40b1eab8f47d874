"""Folding: text without its disguises, with a way back to the original for every character.

Order (each step keeps offsets): escapes, invisible and compatibility characters, circled digits, simplified
characters, separators between hanzi, disguised words. Work is linear in the length of the text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from detectors.text.characters import GAPS, SAME_LENGTH, SPACED, SPECIAL, plain, simplified
from detectors.text.disguise import DISGUISES, meaning


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded ``text``; character ``i`` of it came from ``original[starts[i]:ends[i]]``. Both rise monotonically."""

    original: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of a non-empty span of the folded text."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.original)
            return at, at
        return self.starts[start], max(self.ends[start], self.ends[end - 1])

    def quote(self, start: int, end: int) -> str:
        """Return the original characters behind a span of the folded text."""
        left, right = self.span(start, end)
        return self.original[left:right]


def fold(text: str) -> Folded:
    """Fold a text. Pure ASCII comes back lower-cased; nothing is ever longer than a constant times the input."""
    cells = _Cells(text.translate(SAME_LENGTH))
    cells.replace(SPECIAL, _meant)
    cells.text = simplified(cells.text)
    cells.replace(SPACED, lambda match: match[0].replace(" ", ""))
    cells.replace(GAPS, lambda match: "")
    cells.replace(DISGUISES, lambda match: meaning(match) if match[0] else "")
    return Folded(text, cells.text, tuple(cells.starts), tuple(cells.ends))


class _Cells:
    """A text whose characters each know their span in the original."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = list(range(len(text)))
        self.ends = list(range(1, len(text) + 1))

    def replace(self, pattern: re.Pattern[str], word: Callable[[re.Match[str]], str]) -> None:
        """Replace every match; each character that comes in has the span of all that went out."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for match in pattern.finditer(self.text):
            first, last = match.span()
            new = word(match)
            if first == last or new == match[0]:
                continue
            pieces += (self.text[at:first], new)
            starts += self.starts[at:first] + [self.starts[first]] * len(new)
            ends += self.ends[at:first] + [self.ends[last - 1]] * len(new)
            at = last
        if at:
            self.text = "".join(pieces) + self.text[at:]
            self.starts = starts + self.starts[at:]
            self.ends = ends + self.ends[at:]


def _meant(match: re.Match[str]) -> str:
    return plain(match[0]) if len(match[0]) == 1 else "".join(plain(char) for char in _decoded(match[0]))


def _decoded(escape: str) -> str:
    if escape.startswith("&"):
        return html.unescape(escape)
    if escape.startswith("\\"):
        code = int(escape[2:], 16)
        return escape if 0xD800 <= code <= 0xDFFF else chr(code)
    decoded = unquote(escape, errors="replace")
    return escape if "\ufffd" in decoded else decoded
