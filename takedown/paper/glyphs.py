"""Characters to glyphs: which face draws a character for a role, and how wide it is set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import uharfbuzz

from takedown import layout
from takedown.paper.places import Source, chain, files
from zhenwei.errors import BadInput

# Always a full character wide in Chinese text, though fonts that serve Latin text too draw them narrower.
FULL = frozenset("“”‘’—…·×÷±°§℃→←↑↓■□●○★☆△▲◆◇※①②③④⑤⑥⑦⑧⑨⑩")
# Advances of Times New Roman for U+0020 to U+007E, in 1/1000 of the size; the DOCX names that font.
WIDE = re.compile("[\u3000-\u303f\uff01-\uff5e]")
_TIMES = (
    *(250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278),
    *(500,) * 10,
    *(278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333),
    *(389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722),
    *(611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278),
    *(278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500),
    *(444, 480, 200, 480, 541),
)


class NoGlyph(BadInput):
    """A hanzi that no font on this machine has: a person must add a font, or the name would be printed as a box."""

    def __init__(self, character: str) -> None:
        super().__init__(f"没有字体含有字符“{character}”（U+{ord(character):04X}），请安装含有该字的字体后重试")


@dataclass(slots=True)
class Face:
    """A font file, opened. Glyphs are numbered as in the file."""

    source: Source
    path: Path
    face: uharfbuzz.Face
    font: uharfbuzz.Font
    known: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, source: Source, path: Path) -> Face:
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), source.index)
        return cls(source, path, face, uharfbuzz.Font(face))

    def glyph(self, character: str) -> int:
        """Return the glyph of a character, 0 if there is none."""
        found = self.known.get(character)
        if found is None:
            found = self.known[character] = self.font.get_nominal_glyph(ord(character)) or 0
        return found

    def advance(self, glyph: int) -> float:
        """Return how far a glyph goes on, in parts of the size."""
        return float(self.font.get_glyph_h_advance(glyph)) / float(self.face.upem)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph to draw: ``width`` is the room it gets, ``offset`` where in it, both in parts of the size."""

    face: Face
    glyph: int
    width: float
    offset: float = 0.0
    squeeze: float = 1.0


class Faces:
    """The fonts of a machine. Glyphs are looked up once a role and character."""

    def __init__(self, available: Mapping[str, Path]) -> None:
        self._available = available
        self._open: dict[tuple[str, int, bool], Face] = {}
        self._chains: dict[str, list[Face]] = {}
        self._seen: dict[str, dict[str, Glyph]] = {role: {} for role in (*_ROLES, layout.LATIN)}

    def glyph(self, role: str, character: str) -> Glyph:
        """Return how a character is drawn. Raises NoGlyph for a hanzi that no font has."""
        seen = self._seen[role]
        found = seen.get(character)
        if found is None:
            found = seen[character] = (
                self._latin(role, character) if is_latin(character) else self._chinese(role, character)
            )
        return found

    def has(self, role: str, character: str) -> bool:
        """Whether some font draws this character for a role."""
        return any(face.glyph(character) for face in self._chain(role)) or character in " \u3000"

    def known(self, role: str) -> Mapping[str, Glyph]:
        """Return what has been looked up for a role."""
        return self._seen[role]

    def first(self, role: str) -> Source:
        """Return the font that a role is set in unless it lacks a glyph."""
        return self._chain(role)[0].source

    def _chain(self, role: str) -> Sequence[Face]:
        if role not in self._chains:
            self._chains[role] = [self._face(source) for source in chain(role, self._available)]
        return self._chains[role]

    def _face(self, source: Source) -> Face:
        key = (source.file, source.index, source.bold)
        if key not in self._open:
            self._open[key] = Face.open(source, self._available[source.file])
        return self._open[key]

    def _latin(self, role: str, character: str) -> Glyph:
        """Digits of a page number are 半角宋体 (7.5); all else in the Latin font by its own widths."""
        width = 0.5 if role == layout.SONG else _TIMES[ord(character) - 32] / 1000
        for face in self._chain(drawn_for(role, character)):
            if number := face.glyph(character):
                own = face.advance(number)
                return Glyph(face, number, width, squeeze=width / own if own else 1.0)
        raise NoGlyph(character)

    def _chinese(self, role: str, character: str) -> Glyph:
        narrow: Glyph | None = None
        for face in (*self._chain(role), *self._chain(layout.LATIN)):
            if not (number := face.glyph(character)):
                continue
            own = face.advance(number)
            if not is_full(character):
                return Glyph(face, number, own)
            found = Glyph(face, number, 1.0, (1.0 - own) / 2)
            if own > 0.8:  # a quotation mark of a Latin design would float in the middle of its place
                return found
            narrow = narrow or found
        if narrow is None:
            raise NoGlyph(character)
        return narrow


_ROLES = (layout.FANG, layout.KAI, layout.HEI, layout.SONG, layout.SONG_TITLE)


def drawn_for(role: str, character: str) -> str:
    """Return whose font draws a character: the Latin one's, but digits of a page number stay in 宋体 (7.5)."""
    return layout.LATIN if is_latin(character) and role != layout.SONG else role


def is_latin(character: str) -> bool:
    """Whether a character is set in the Latin font, by its own width."""
    return " " <= character <= "~"


def is_full(character: str) -> bool:
    """Whether a character takes a full place of the grid."""
    return (
        character in FULL
        or is_hanzi(character)
        or "\u3000" <= character <= "\u303f"
        or "\uff01" <= character <= "\uff5e"
    )


def is_hanzi(character: str) -> bool:
    """Whether a character is a hanzi of any plane."""
    point = ord(character)
    return 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or 0x20000 <= point <= 0x3FFFF or point == 0x3007


@cache
def faces() -> Faces:
    """Return the fonts of this machine: looked for once."""
    return Faces(files())


def spelled(text: str, role: str, among: Faces) -> str:
    """Return text with what no font draws spelled out: ［U+1F389］ for a picture sign, never a box.

    Signs that only change the one before them (variation selectors, joiners) are left out. A hanzi stays: that no font
    has it is an error that names it.
    """
    if text.isascii():
        return text
    return "".join(c if c in among.known(role) else _spell(c, role, among) for c in text)


def _spell(character: str, role: str, among: Faces) -> str:
    if is_latin(character) or is_hanzi(character) or among.has(role, character):
        return character
    if "\ufe00" <= character <= "\ufe0f" or character in "\u200d\u20e3":
        return ""
    return f"［U+{ord(character):04X}］"
