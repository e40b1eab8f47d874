"""Folding: text without its disguises, with a way back to the original for every character.

Order (each step keeps offsets): escapes, invisible and compatibility characters, circled digits, simplified
characters, separators between hanzi, disguised words. Work is linear in the length of the text.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from detectors.text.characters import ESCAPES, is_hanzi, is_separator, plain, simplified
from detectors.text.disguise import DISGUISES, meaning

# A longer run of signs between hanzi is a rule or a table line, not a disguise.
_LONGEST_GAP = 3


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
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _unescaped(text):
        for char in piece:
            for out in plain(char) if not char.isascii() else char.lower():
                chars.append(out)
                starts.append(start)
                ends.append(end)
    chars = list(simplified("".join(chars)))
    return _undisguised(text, *_closed(chars, starts, ends))


def _unescaped(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield decoded pieces; a plain piece has the span of its first character and is walked one by one."""
    at = 0
    for match in ESCAPES.finditer(text):
        decoded = _decoded(match[0])
        if decoded == match[0]:
            continue
        yield from _plain_piece(text, at, match.start())
        yield decoded, match.start(), match.end()
        at = match.end()
    yield from _plain_piece(text, at, len(text))


def _plain_piece(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for index in range(start, end):
        yield text[index], index, index + 1


def _decoded(escape: str) -> str:
    if escape.startswith("&"):
        return html.unescape(escape)
    if escape.startswith("\\"):
        code = int(escape[2:], 16)
        return escape if 0xD800 <= code <= 0xDFFF else chr(code)
    return unquote(escape, errors="replace") if "\ufffd" not in unquote(escape, errors="replace") else escape


def _closed(chars: list[str], starts: list[int], ends: list[int]) -> tuple[str, list[int], list[int]]:
    """Drop short runs of separators between two hanzi."""
    kept: list[int] = []
    gap: list[int] = []
    for index, char in enumerate(chars):
        if is_hanzi(char):
            if gap and not (len(gap) <= _LONGEST_GAP and kept and is_hanzi(chars[kept[-1]])):
                kept += gap
            gap = []
            kept.append(index)
        elif not char.isalnum() and is_separator(char):
            gap.append(index)
        else:
            kept += gap
            gap = []
            kept.append(index)
    kept += gap
    return "".join(chars[i] for i in kept), [starts[i] for i in kept], [ends[i] for i in kept]


def _undisguised(original: str, text: str, starts: list[int], ends: list[int]) -> Folded:
    out: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    at = 0
    for match in DISGUISES.finditer(text):
        first, last = match.start(), match.end()
        if first == last:
            continue
        out.append(text[at:first])
        new_starts += starts[at:first]
        new_ends += ends[at:first]
        word = meaning(match)
        out.append(word)
        new_starts += [starts[first]] * len(word)
        new_ends += [ends[last - 1]] * len(word)
        at = last
    out.append(text[at:])
    return Folded(original, "".join(out), tuple(new_starts + starts[at:]), tuple(new_ends + ends[at:]))
