"""Words to be read downwards: lines of one or few characters, or a grid that a seller asks to read from the top.

Tables and menus of short words stand in lines, too; so a reading downwards counts only if words of certificate selling
(or a telephone number) come of it that stand in none of the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise, zip_longest

from detectors.text.characters import HANZI
from detectors.text.edits import Change
from detectors.text.vocabulary import PAIRED, PAIRS

_WIDEST = 6
_CHAR = f"[{HANZI}a-z0-9:,!。]"
# Lines of one or two characters, or of more that are all hanzi; at least three of them. Longer blocks are tables.
_EVEN = "|".join(rf"[{HANZI}]{{{n}}}(?=\n)(?:\n[{HANZI}]{{{n}}}(?=\n|$)){{2,30}}" for n in range(3, _WIDEST + 1))
_LINES = re.compile(rf"\n(?:{_CHAR}{{1,2}}(?=\n)(?:\n{_CHAR}{{1,2}}(?=\n|$)){{2,60}}|{_EVEN})")
_TELLING = re.compile(f"[{PAIRED}]")
_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
# A seller who says how to read.
_SAYS = ("竖", "往下")
_HOW = re.compile(r"(?:竖[着直]?(?:往下|向下)?[看读念排]|往下[看读念])[法吧哦]?")
_GRID = re.compile(rf"[\s:,。!.]{{0,6}}((?:[{HANZI}]\s?){{6,80}})")
_ENOUGH = 2
_MOST = 3


def downwards(text: str) -> Iterator[Change]:
    """Yield what makes words of what stands downwards. Characters read by columns stand for the whole block."""
    for match in _LINES.finditer("\n" + text):
        if len(set(_TELLING.findall(match[0]))) > 1 or _NUMBER.search(match[0].replace("\n", "")):
            lines = match[0][1:].split("\n")
            word = max(_readings(lines), key=lambda reading: gain(reading, lines))
            if gain(word, lines) >= (_ENOUGH if len(lines[0]) > 2 else 1):
                yield from _rewritten(text, match.start(), match.end() - 1, word)
    if _SAYS[0] in text or _SAYS[1] in text:
        yield from _announced(text)


def _rewritten(text: str, start: int, end: int, word: str) -> Iterator[Change]:
    """Yield the change of a block; of lines that only go on, nothing but their ends, so that each place is exact."""
    if "\n" in word or word != text[start:end].replace("\n", ""):
        yield Change(start, end, word)
        return
    at = text.find("\n", start, end)
    while at >= 0:
        yield Change(at, at + 1, "")
        at = text.find("\n", at + 1, end)


def _announced(text: str) -> Iterator[Change]:
    for said in islice(_HOW.finditer(text), _MOST):
        match = _GRID.match(text, said.end())
        if match is None:
            continue
        places = [at for at in range(*match.span(1)) if not text[at].isspace()]
        written = "".join(text[at] for at in places)
        grids = [(k, rows) for k in range(2, _WIDEST + 1) for rows in range(2, len(written) // k + 1)]
        best = max(grids, key=lambda grid: (gain(_columns(written, *grid), [written]), -grid[0] * grid[1]))
        word = _columns(written, *best)
        if gain(word, [written]) >= _ENOUGH:
            yield Change(places[0], places[best[0] * best[1] - 1] + 1, word + ",")


def _columns(written: str, width: int, rows: int) -> str:
    return ",".join(written[column : width * rows : width] for column in range(width))


def _readings(lines: list[str]) -> Iterator[str]:
    """Yield lines read on as one, then as columns from the left and, as old books are, from the right."""
    if len(lines[0]) <= 2:
        yield "".join(lines)
    columns = ["".join(column) for column in zip_longest(*lines, fillvalue="")]
    if len(columns) > 1:
        yield "\n".join(columns)
        yield "\n".join(reversed(columns))


def gain(word: str, parts: list[str]) -> int:
    """Return how many pairs of certificate selling, and numbers, come of a reading beyond those in its parts."""
    found = pairs(word)
    new = sum(not any(pair in part for part in parts) for pair in found)
    return new + 2 * bool(_NUMBER.search(word))


def pairs(word: str) -> set[str]:
    """Return the pairs of certificate selling in a text."""
    return {pair for pair in map("".join, pairwise(word)) if pair in PAIRS}
