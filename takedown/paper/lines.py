"""A paragraph to lines: greedy, as word processors do it, with 避头尾 and Latin words and numbers kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from takedown import layout
from takedown.paper.glyphs import Faces, is_latin
from takedown.paper.inking import Inked, inked
from takedown.paper.story import Para

NOT_FIRST, NOT_LAST = frozenset(layout.NOT_FIRST), frozenset(layout.NOT_LAST)
# LibreOffice breaks no line between the first and a Latin letter or digit after them, nor between one and the last (its
# own reading of UAX 14, LB30), so the PDF does not either: the two must have the same lines.
CLINGING, QUOTES = frozenset("，。、）》〕〉】」』”’·"), frozenset("”’·")
OPENING = frozenset("（《〔〈【「『“‘")
SLACK = 0.05  # pt: what rounding may add to a full line
LOOSEST = 3.5  # characters: a paragraph with a line shorter than this by so much is not justified


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its characters, where it begins (pt from the left edge of its column) and its natural width."""

    inked: tuple[Inked, ...]
    x: float
    width: float
    room: float
    last: bool = False
    stretched: bool = False


@lru_cache(maxsize=4096)
def break_lines(para: Para, width: float, faces: Faces) -> tuple[Line, ...]:
    """Return the lines of a paragraph in a column of so many points; an empty one has one line.

    Kept for a while: DOCX and PDF ask for the same, and letters share most of what their annexes say.
    """
    characters = inked(para.runs, faces)
    lines: list[Line] = []
    start = 0
    while start < len(characters) or not lines:
        indent = para.left + (para.first if not lines else 0.0)
        room = width - indent - para.right
        end = _end(characters, start, room)
        piece = characters[start:end]
        while piece and piece[-1].character == " ":
            piece.pop()
        if piece and piece[-1].extra:
            piece[-1] = piece[-1]._replace(width=piece[-1].width - piece[-1].extra, extra=0.0)
        natural = sum(one.width for one in piece)
        shift = {"center": (room - natural) / 2, "right": room - natural}.get(para.align, 0.0)
        lines.append(Line(tuple(piece), indent + shift, natural, room, end >= len(characters)))
        start = end
    return tuple(lines)


def joined(before: str, after: str) -> bool:
    """Whether two neighbours belong to one Latin word or number, which is neither broken nor stretched."""
    return is_latin(before) and is_latin(after) and " " not in (before, after)


def loose(lines: Sequence[Line]) -> bool:
    """Whether justifying would tear a line apart (a long address went to the next one whole)."""
    return any(not line.last and line.room - line.width > LOOSEST * layout.SIZE_BODY for line in lines)


def _end(characters: Sequence[Inked], start: int, room: float) -> int:
    """Return where the line that begins at ``start`` ends."""
    used, end = 0.0, start
    while end < len(characters):
        used += characters[end].width
        if used - characters[end].extra > room + SLACK and characters[end].character != " ":
            break
        end += 1
    if end >= len(characters):
        return len(characters)
    place = end
    while place > start and not _may_break(characters, place):
        place -= 1
    return place if place > start else max(end, start + 1)


def _may_break(characters: Sequence[Inked], place: int) -> bool:
    """Whether a line may begin with the character at ``place``."""
    before, after = characters[place - 1].character, characters[place].character
    if after in NOT_FIRST or before in NOT_LAST or after == " ":
        return False
    if characters[place].long or characters[place - 1].long:
        return True
    if before in CLINGING and is_latin(after) and (after.isalnum() or before in QUOTES):
        return False
    if is_latin(before) and before != " " and after in OPENING:
        return False
    return _inner_break(before, after) if joined(before, after) else after not in "-/"


def _inner_break(before: str, after: str) -> bool:
    """Whether a Latin word may be broken here: an address after a slash, a hyphen (UAX 14: SY, HY, EX, BA)."""
    if after in "-/":
        return False
    return before in "-/?!|}"
