"""Two edits of one letter as a page shows them: what either changed, and what differs where both did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rapidfuzz.distance import Indel

from review.letterform import Field, fields_of, lines_of
from review.merging import Part, Whose, merge

Marked = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A paragraph with its mark; of its text each piece with whether it differs."""

    mark: str
    text: Marked


@dataclass(frozen=True, slots=True)
class Change:
    """A part that somebody changed; ``place`` among all parts. Empty sides were taken out, or are not there yet.

    What differs is marked: of what one changed, against the base; of what both did, against each other.
    """

    place: int
    whose: Whose
    base: list[Shown]
    theirs: list[Shown]
    mine: list[Shown]
    choices: tuple[Whose, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """``mine`` is the text that was sent, made on version ``opened``; ``newest``: the one that it is compared with."""

    opened: int
    newest: int
    mine: list[Field]
    parts: list[Part]
    changes: list[Change]
    alike: int


def compare(opened: int, newest: int, base: str, theirs: str, mine: str) -> Compared:
    """Compare marked texts."""
    parts = merge(lines_of(base), lines_of(theirs), lines_of(mine))
    changes = [_change(place, part) for place, part in enumerate(parts) if part.whose is not Whose.SAME]
    return Compared(opened, newest, fields_of(mine), parts, changes, len(parts) - len(changes))


def _change(place: int, part: Part) -> Change:
    base, theirs, mine = part.base, part.theirs, part.mine
    against = {Whose.THEIRS: (theirs, base), Whose.MINE: (mine, base), Whose.BOTH: (theirs, mine)}[part.whose]
    first, second = _differing(*against)
    if part.whose is Whose.BOTH:
        return Change(place, part.whose, _plain(base), first, second, part.choices)
    return Change(place, part.whose, second, first, first, ())


def _plain(lines: Sequence[str]) -> list[Shown]:
    return [Shown(mark, [(text, False)]) for mark, _, text in (line.partition(" ") for line in lines)]


def _differing(some: Sequence[str], others: Sequence[str]) -> tuple[list[Shown], list[Shown]]:
    """Mark in each paragraph what its counterpart lacks; one without a counterpart needs no mark."""
    if not some or not others:
        return _plain(some), _plain(others)
    pairs = [_pieces(*pair) for pair in zip_longest(_plain(some), _plain(others))]
    return [one for one, _ in pairs if one], [other for _, other in pairs if other]


def _pieces(one: Shown | None, other: Shown | None) -> tuple[Shown | None, Shown | None]:
    if one is None or other is None:
        return one, other
    first, second = one.text[0][0], other.text[0][0]
    mine: Marked = []
    theirs: Marked = []
    for step in Indel.opcodes(first, second):
        same = step.tag == "equal"
        mine.append((first[step.src_start : step.src_end], not same))
        theirs.append((second[step.dest_start : step.dest_end], not same))
    return Shown(one.mark, mine), Shown(other.mark, theirs)
