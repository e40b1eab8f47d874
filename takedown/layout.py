"""Measures of GB/T 9704-2012: the type area that all formats share, the letter format (10.1), the ordinary one (7).

Both builders (DOCX, PDF) read them here. Lengths are millimetres unless a name or comment says points. docs/layout.md
says for each measure which clause it is from and which test holds it.
"""

from __future__ import annotations

from itertools import pairwise

from takedown.titles import MOST_TITLE, title_lines

__all__ = ["MOST_TITLE", "title_lines"]


def pt(mm: float) -> float:
    """Return millimetres in points."""
    return mm / 25.4 * 72


# 5.2.1: A4, 天头 37, 订口 28, type area 156 x 225.
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
TYPE_WIDTH, TYPE_HEIGHT = 156.0, 225.0

# 5.2.3: 22 lines of 28 characters fill the type area: 28.99 pt a line, 15.79 pt a character. Word processors count in
# twentieths of a point, so both builders set 29.0 and 15.8 and the area comes out 0.07 mm larger.
LINES, CHARACTERS = 22, 28
SET_OFF = 0.2  # of the size, between Chinese and Latin letters or digits, as word processors add it
LINE_PITCH = 29.0  # pt
ADVANCE = 15.8  # pt, of a full character of 三号
TIGHTEN = -0.2  # pt, between characters: 15.8 - 16
BODY_WIDTH = ADVANCE * CHARACTERS + 0.3  # pt: the last character of a line is not set closer
BODY_HEIGHT = LINE_PITCH * LINES  # pt

SIZE_TITLE, SIZE_BODY, SIZE_SMALL = 22.0, 16.0, 14.0  # 二号, 三号, 四号 in pt
SIZE_TABLE, SIZE_NOTE = 10.5, 12.0  # 五号, 小四: tables and remarks of annexes
TITLE_PITCH, NOTE_PITCH, TABLE_PITCH = 33.0, 20.0, 15.0  # pt

# 7.2.4, 10.1: red issuer's name. Its size is the office's choice ("醒目、美观、庄重"): as large as one line holds.
FLAG_TOP = 30.0  # letter: from the paper's upper edge
FLAG_DOWN = 35.0  # ordinary: from the type area's upper edge
SIZE_FLAG, LEAST_FLAG = 42.0, 22.0  # pt; below the least one the characters are set narrower instead
# 10.1: red double lines 170 long: the upper 4 below the name (thick above thin), the lower 20 above the paper's edge.
LINE_WIDTH, LINE_GAP, FOOT_LINE = 170.0, 4.0, 20.0
THICK, THIN = 2.25, 0.75  # pt; between them as much as the thin one
BELOW_LINE = 7 / 8 * SIZE_BODY  # pt, 10.1: 文号 below the red line at 7/8 of a 三号 character
RULE_DOWN, RULE = 4.0, 1.5  # 7.2.8: mm below the number; pt thick
RED = "FF0000"

NUMBER_DOWN = 7.0  # 7.5: page number below the type area
# 7.4.1: lines of 版记 as wide as the type area, the first and last 0.35, those between 0.25.
IMPRINT_THICK, IMPRINT_THIN = 0.35, 0.25
IMPRINT_PITCH = 24.0  # pt, a line of 四号

SIGN_BLANKS = 2  # lines above the issuer: a seal of 42 mm over it then ends within one line of the text (7.3.5.1)
DATE_RIGHT, UNSEALED_RIGHT = 4.0, 2.0  # characters from the right: date under a seal, issuer without one (7.3.5)

# Official names: the office's own licensed fonts render them. PDF stand-ins are listed in takedown/paper/places.py.
SONG_TITLE, FANG, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LATIN = "Times New Roman"

# 避头尾: what does not begin a line, what does not end one. The DOCX carries them, the PDF is broken by them.
NOT_FIRST = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…—‰′″›℃∶、。〃〉》」』】〕〗〞﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
NOT_LAST = "$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"


def flag_size(name: str, width: float = LINE_WIDTH) -> float:
    """Return the size (pt, whole) at which the issuer's name fits a line of so many millimetres, or the least."""
    return max(LEAST_FLAG, float(int(min(SIZE_FLAG, pt(width - 6) / max(1, len(name))))))


def flag_scale(name: str, width: float = LINE_WIDTH) -> int:
    """Return how wide (percent) the characters of a very long name are set so that it stays on one line."""
    return min(100, int(pt(width - 6) / (flag_size(name, width) * max(1, len(name))) * 100))


def signature_indents(sender: str, day: str, sealed: bool = True) -> tuple[float, float]:
    """Return the right indents (characters) of issuer and date.

    7.3.5.1 (with a seal): the date 4 in, the issuer centred over it; an issuer too long for that stands at the margin
    and the date centred under it. 7.3.5.2 (without): the issuer 2 in and the date begins 2 to the right of it; a date
    that is the longer one stands 2 in.
    """
    return indents(text_width(sender), text_width(day), sealed)


def indents(issuer: float, dated: float, sealed: bool = True) -> tuple[float, float]:
    """Return the same for the widths (characters) of issuer and date."""
    if sealed:
        name = DATE_RIGHT + (dated - issuer) / 2
        return (name, DATE_RIGHT) if name >= 0 else (0.0, min(12.0, (issuer - dated) / 2))
    date = UNSEALED_RIGHT + issuer - 2 - dated
    return (
        (UNSEALED_RIGHT, date) if date >= UNSEALED_RIGHT else (UNSEALED_RIGHT + UNSEALED_RIGHT - date, UNSEALED_RIGHT)
    )


def text_width(text: str) -> float:
    """Return a width in characters: ASCII counts half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def set_width(text: str) -> float:
    """Return a width in characters as it is set: digits and letters stand off from Chinese text."""
    changes = sum(a.isascii() != b.isascii() and a.isalnum() and b.isalnum() for a, b in pairwise(text))
    return text_width(text) + SET_OFF * changes
