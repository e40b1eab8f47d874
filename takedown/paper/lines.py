"""A paragraph to lines: greedy, as word processors do it, with 避头尾 and Latin words and numbers kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from takedown import layout
from takedown.clean import inert
from takedown.paper.glyphs import Faces, Glyph, is_hanzi, is_latin, spelled
from takedown.paper.story import LONG_WORD, Para, Run

NOT_FIRST, NOT_LAST = frozenset(layout.NOT_FIRST), frozenset(layout.NOT_LAST)
# LibreOffice breaks no line between the first and a Latin letter or digit after them, nor between one and the last (its
# own reading of UAX 14, LB30), so the PDF does not either: the two must have the same lines.
CLINGING, QUOTES = frozenset("，。、）》〕〉】」』”’·"), frozenset("”’·")
OPENING = frozenset("（《〔〈【「『“‘")
SLACK = 0.05  # pt: what rounding may add to a full line
LOOSEST = 1.6  # characters: a paragraph with a line shorter than this by so much is not justified


@dataclass(frozen=True, slots=True)
class Inked:
    """A character with its run, glyph and room (pt)."""

    character: str
    run: Run
    glyph: Glyph
    width: float
    long: bool = False  # within an address or digest
    extra: float = 0.0  # what of the width is not wanted at the end of a line


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its characters, where it begins (pt from the left edge of its column) and its natural width."""

    inked: tuple[Inked, ...]
    x: float
    width: float
    room: float
    last: bool = False
    stretched: bool = False


def inked(runs: Sequence[Run], faces: Faces) -> list[Inked]:
    """Return each character with the room that it takes. Raises NoGlyph."""
    out = []
    for run in runs:
        factor = run.size * run.scale / 100
        text = spelled(inert(run.text), run.font, faces)
        long = {place for word in LONG_WORD.finditer(text) for place in range(*word.span())}
        for place, character in enumerate(text):
            glyph = faces.glyph(run.font, character)
            out.append(Inked(character, run, glyph, glyph.width * factor, long=place in long))
    return [_spaced(one, after) for one, after in zip_longest(out, out[1:])]


def _spaced(one: Inked, after: Inked | None) -> Inked:
    """Set 三号 a little closer, and Latin words and numbers off from the Chinese text around them.

    Both as word processors do: the last character before a change of script is not set closer.
    """
    if after is None:
        return one
    if is_latin(one.character) == is_latin(after.character):
        tight = layout.TIGHTEN if one.run.size == layout.SIZE_BODY else 0.0
        return replace(one, width=one.width + tight, extra=tight) if tight else one
    if not (_letter(one.character) and _letter(after.character)):
        return one
    off = layout.SET_OFF * one.run.size
    return replace(one, width=one.width + off, extra=off)


def _letter(character: str) -> bool:
    return is_hanzi(character) or (character.isascii() and character.isalnum())


def break_lines(para: Para, width: float, faces: Faces) -> list[Line]:
    """Return the lines of a paragraph in a column of so many points; an empty one has one line."""
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
            piece[-1] = replace(piece[-1], width=piece[-1].width - piece[-1].extra, extra=0.0)
        natural = sum(one.width for one in piece)
        shift = {"center": (room - natural) / 2, "right": room - natural}.get(para.align, 0.0)
        lines.append(Line(tuple(piece), indent + shift, natural, room, end >= len(characters)))
        start = end
    return lines


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
