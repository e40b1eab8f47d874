"""Folding: text without its disguises, with a way back to the original for every character.

Order: reversed runs, case and full-width forms, escapes, strange and invisible characters, simplified characters,
signs between hanzi, words set downwards or parted by punctuation, disguised words. A step that finds nothing costs one
search; a step that keeps the length is done for a whole text at once. Work is linear in the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from detectors.text import characters, disguise, escapes, layout
from detectors.text.edits import Change, Edited, Origins, Piece


@dataclass(frozen=True)
class Folded:
    """Folded ``text`` of an ``original``; ``pieces`` tell which parts of it stand for something else."""

    original: str
    text: str
    pieces: tuple[Piece, ...]

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.pieces, len(self.text))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of a span of the folded text; of an empty one where it would stand."""
        if start >= end:
            at = self._origins.start(start) if start < len(self.text) else len(self.original)
            return at, at
        return self._origins.span(start, end)

    def quote(self, start: int, end: int) -> str:
        """Return the original characters behind a span of the folded text."""
        left, right = self.span(start, end)
        return self.original[left:right]

    def place(self, offset: int) -> int:
        """Return the first place of the folded text that comes from an offset of the original or from later."""
        return self._origins.place(offset)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each folded character begins in the original; rises monotonically. Made on demand: it is long."""
        return self._origins.starts()

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Where each folded character ends in the original; rises monotonically. Made on demand: it is long."""
        return tuple(map(self._origins.end, range(len(self.text))))


def fold(text: str) -> Folded:
    """Fold a text. Pure ASCII comes back lower-cased; nothing is ever longer than a constant times the input."""
    edited = Edited(text)
    if not characters.is_plain(text):
        _unveil(edited)
    edited.apply(disguise.undone(edited.text))
    return Folded(text, edited.text, tuple(edited.pieces))


def _unveil(edited: Edited) -> None:
    edited.apply(layout.reversed_runs(edited.text))
    edited.text = characters.even(edited.text)
    edited.apply(escapes.decoded(edited.text))
    edited.text, strange = characters.usual(edited.text)
    edited.apply(strange)
    edited.apply([Change(*m.span(), m[0].replace(" ", "")) for m in characters.SPACED.finditer(edited.text)])
    edited.apply([Change(*match.span(), "") for match in characters.GAPS.finditer(edited.text)])
    edited.apply(layout.rejoined(edited.text))
