"""Measures of the letter format (信函格式) of GB/T 9704-2012, and of the type area that all formats share.

Clause 5.2 and 5.2.2: A4, top 37 mm, left 28 mm, type area 156 x 225 mm. 10.1: the issuer's name 30 mm below the paper's
edge, a red double line (thick above thin, 170 mm) 4 mm below it, another (thin above thick) 20 mm above the lower edge.
"""

from __future__ import annotations

from collections.abc import Sequence

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # mm
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0  # mm
TYPE_WIDTH = 156.0  # mm
FLAG_TOP, FOOT_LINE = 30.0, 20.0  # mm from the paper's upper and lower edge
LINE_WIDTH, LINE_GAP = 170.0, 4.0  # mm
LINE_PITCH = 28.95  # pt: 225 mm / 22 lines, rounded down so that 22 lines fit
RED = "FF0000"
# 28 characters of 三号 (16 pt) on 156 mm need 15.79 pt each, so each is set a little closer.
TIGHTEN = -0.25  # pt

SIZE_TITLE, SIZE_BODY, SIZE_SMALL = 22.0, 16.0, 14.0  # 二号, 三号, 四号 in pt
SIZE_TABLE = 10.5  # 五号
SIZE_FLAG = 26.0  # 一号; a long name is set smaller so that it stays on one line

# Official names: the office's own licensed fonts render them. PDF stand-ins are listed in takedown/pdf.py.
SONG_TITLE, FANG, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN = "Times New Roman"

MOST_TITLE = 20  # characters of 二号 on a line of 156 mm


def flag_size(name: str) -> float:
    """Return the size (pt) at which the issuer's name fits the red line."""
    return min(SIZE_FLAG, LINE_WIDTH / 25.4 * 72 / max(1, len(name)))


def title_lines(title: str) -> list[str]:
    """Break a title at the places (``|``) that its sense allows, into the fewest lines that fit; balanced."""
    pieces = [piece for piece in title.split("|") if piece]
    best: list[str] = []
    for count in range(1, len(pieces) + 1):
        best = min(_splits(pieces, count), key=_unevenness)
        if max(len(line) for line in best) <= MOST_TITLE:
            break
    return [part for line in best for part in _hard(line)]


def _splits(pieces: Sequence[str], count: int) -> list[list[str]]:
    """Return every way to join neighbouring pieces into so many lines."""
    if count == 1:
        return [["".join(pieces)]]
    return [
        ["".join(pieces[:cut]), *rest]
        for cut in range(1, len(pieces) - count + 2)
        for rest in _splits(pieces[cut:], count - 1)
    ]


def _unevenness(lines: Sequence[str]) -> int:
    return max(len(line) for line in lines) - min(len(line) for line in lines)


def _hard(line: str) -> list[str]:
    """Cut what is too long even alone into even parts."""
    parts = -(-len(line) // MOST_TITLE)
    size = -(-len(line) // parts)
    return [line[start : start + size] for start in range(0, len(line), size)]


def signature_indents(sender: str, day: str) -> tuple[float, float]:
    """Return the right indents (characters) of issuer and date: date 4 in, issuer centred over it (7.3.5.1)."""
    width = _width(day)
    return max(0.0, 4 + (width - _width(sender)) / 2), 4.0


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)
