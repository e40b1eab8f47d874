"""Titles broken by sense (GB/T 9704-2012, 7.3.1): 词意完整、排列对称、长短适宜, a trapezium or a diamond.

A title comes with marks (``|``) where it may break. Where those do not suffice, a line may also end after a word that
closes a phrase, never inside a name, before 的 or 和, or so that a line of one character is left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

MOST_TITLE = 20  # characters of 二号 on a line of 156 mm
FEWEST = 4  # characters: a shorter line looks like a remnant
# Where a piece that is too long alone may be broken: before these words, after these.
BEFORE = re.compile(r"(?=关于|涉嫌|疑似|及其?|以及|有关|是否)|(?<=[、，”》])")
NEVER_FIRST = "的和与及、，。）”》〉】〕等之了函"
_MARKS = re.compile(r"\|+")


def title_lines(title: str) -> list[str]:
    """Break a title into the fewest lines that fit, of a pleasing shape."""
    pieces = [piece for piece in _MARKS.split(title) if piece]
    if not pieces:
        return []
    for count in range(1, len(pieces) + 1):
        best = min(_splits(pieces, count), key=_ugliness)
        if max(map(_width, best)) <= MOST_TITLE:
            return best
    finer = [part for piece in pieces for part in _finer(piece)]
    if len(finer) > len(pieces):
        return title_lines("|".join(finer))
    return [part for piece in best for part in _hard(piece)]


def _splits(pieces: Sequence[str], count: int) -> Iterator[list[str]]:
    """Return every way to join neighbouring pieces into so many lines."""
    for cuts in combinations(range(1, len(pieces)), count - 1):
        ends = (0, *cuts, len(pieces))
        yield ["".join(pieces[a:b]) for a, b in pairwise(ends)]


def _ugliness(lines: Sequence[str]) -> tuple[int, float, float]:
    """Too long or remnants first; then the shape; then evenness."""
    widths = [_width(line) for line in lines]
    bad = sum(w > MOST_TITLE for w in widths) * 4 + sum(w < FEWEST for w in widths) * 2
    bad += sum(line[0] in NEVER_FIRST for line in lines[1:]) * 2
    return bad, 0 if shapely(widths) else 1, max(widths) - min(widths)


def shapely(widths: Sequence[float]) -> bool:
    """Whether lines make a trapezium (growing or shrinking evenly) or a diamond (widest within)."""
    if len(widths) < 2:
        return True
    steps = [b - a for a, b in pairwise(widths)]
    turned = [step > 0 for step in steps if step]
    rises_then_falls = turned == sorted(turned, reverse=True)
    return rises_then_falls and bool(turned)


def _width(line: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in line)


def _finer(piece: str) -> list[str]:
    """Cut a piece that is too long alone at words that begin or end a phrase."""
    if _width(piece) <= MOST_TITLE:
        return [piece]
    parts = [part for part in BEFORE.split(piece) if part]
    joined: list[str] = []
    for part in parts:
        if joined and (part[0] in NEVER_FIRST or _width(part) < 2):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _hard(line: str) -> list[str]:
    """Cut what has no place to break into even parts: not before 的, not within a word or number."""
    parts = math.ceil(_width(line) / MOST_TITLE)
    size = _width(line) / parts
    out: list[str] = []
    while _width(line) > MOST_TITLE:
        end = next(n for n in range(1, len(line) + 1) if _width(line[: n + 1]) > math.ceil(size))
        while end > 1 and (line[end] in NEVER_FIRST or line[end - 1 : end + 1].isascii()):
            end -= 1
        out.append(line[:end])
        line = line[end:]
    return [*out, line]
