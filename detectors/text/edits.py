"""Where folded characters come from: the pieces in which a text was changed, with the way back through them.

A text of 12 000 characters has a few dozen pieces, so they are kept instead of two numbers for each character.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Change(NamedTuple):
    """``text[start:end]`` is to be replaced by ``new``."""

    start: int
    end: int
    new: str


class Piece(NamedTuple):
    """Folded characters ``start:end`` (none if they are equal) that stand for ``old_start:old_end`` as a whole."""

    start: int
    end: int
    old_start: int
    old_end: int


def changed(pattern: re.Pattern[str], text: str, word: Callable[[re.Match[str]], str | None]) -> list[Change]:
    """Return what to replace: every non-empty match for which ``word`` answers something else (None: leave it)."""
    found = []
    for match in pattern.finditer(text):
        first, last = match.span()
        new = word(match)
        if new is not None and first < last and new != match[0]:
            found.append(Change(first, last, new))
    return found


class Edited:
    """A text under change: its present form and its pieces. Changes of one step are ordered and do not overlap."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[Piece] = []

    def apply(self, changes: Sequence[Change]) -> None:
        """Make one step's changes. Linear in the text and in the pieces so far."""
        if not changes:
            return
        parts: list[str] = []
        at, text = 0, self.text
        for start, end, new in changes:
            parts += (text[at:start], new)
            at = end
        self.text = "".join(parts) + text[at:]
        self.pieces = _composed(self.pieces, changes) if self.pieces else _first(changes)


def _first(changes: Iterable[Change]) -> list[Piece]:
    drift = 0
    found: list[Piece] = []
    for start, end, new in changes:
        place = start + drift
        drift += len(new) - (end - start)
        found.append(Piece(place, end + drift, start, end))
    return found


def _composed(pieces: Sequence[Piece], changes: Iterable[Change]) -> list[Piece]:
    """Return the pieces after changes to a text that already has pieces. A piece that a change cuts keeps its rest."""
    found: list[Piece] = []
    waiting = iter(pieces)
    piece = next(waiting, None)
    drift = 0  # how far places have moved by the changes so far
    behind = 0  # original minus present place, after the last piece passed
    for start, end, new in changes:
        while piece is not None and piece.end <= start:
            found.append(_moved(piece, drift))
            behind = piece.old_end - piece.end
            piece = next(waiting, None)
        left = start + behind
        if piece is not None and piece.start <= start:
            left = piece.old_start
            if piece.start < start:
                found.append(_moved(piece._replace(end=start), drift))
        right = end + behind
        while piece is not None and piece.start < end:
            right = max(piece.old_end, end + piece.old_end - piece.end)
            if piece.end > end:
                right = piece.old_end
                piece = piece._replace(start=end)
                break
            behind = piece.old_end - piece.end
            piece = next(waiting, None)
        found.append(Piece(start + drift, start + drift + len(new), left, right))
        drift += len(new) - (end - start)
    while piece is not None:
        found.append(_moved(piece, drift))
        piece = next(waiting, None)
    return found


def _moved(piece: Piece, drift: int) -> Piece:
    return Piece(piece.start + drift, piece.end + drift, piece.old_start, piece.old_end)


class Origins:
    """The way back from places of a folded text to the original. ``length``: of the folded text."""

    def __init__(self, pieces: Sequence[Piece], length: int) -> None:
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        self._length = length

    def start(self, place: int) -> int:
        """Return where in the original the folded character at a place begins."""
        at = bisect_right(self._starts, place) - 1
        if at < 0:
            return place
        piece = self._pieces[at]
        return piece.old_start if place < piece.end else piece.old_end + place - piece.end

    def end(self, place: int) -> int:
        """Return where in the original the folded character at a place ends."""
        at = bisect_right(self._starts, place) - 1
        if at < 0:
            return place + 1
        piece = self._pieces[at]
        return piece.old_end if place < piece.end else piece.old_end + place - piece.end + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of a span that is not empty."""
        at = bisect_right(self._starts, start) - 1
        shift, behind = 0, at < 0
        if not behind:
            piece = self._pieces[at]
            shift, behind = piece.old_end - piece.end, start >= piece.end
        if behind and (at + 1 == len(self._starts) or self._starts[at + 1] >= end):
            return start + shift, end + shift  # as it was in the original
        return self.start(start), max(self.end(start), self.end(end - 1))

    def starts(self) -> tuple[int, ...]:
        """Return for every folded place where it begins in the original."""
        found: list[int] = []
        shift = 0
        for piece in self._pieces:
            found += range(len(found) + shift, piece.start + shift)
            found += [piece.old_start] * (piece.end - piece.start)
            shift = piece.old_end - piece.end
        return (*found, *range(len(found) + shift, self._length + shift))

    def place(self, offset: int) -> int:
        """Return the first folded place that begins at an offset of the original or later."""
        return bisect_left(range(self._length), offset, key=self.start)
