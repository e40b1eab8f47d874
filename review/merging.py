"""Two people's changes of one text, by paragraph: what only one changed is kept, what both did is asked.

Pure: a text is the sequence of its paragraphs; ``base`` is the one that both began with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

from rapidfuzz.distance import Indel

LEFT_OUT = 0.5  # what a paragraph without partner costs; two of them never less than a pair that has nothing in common
Paragraphs = tuple[str, ...]


class Whose(StrEnum):
    """Who changed a part. ``SAME``: nobody, or both alike."""

    SAME = "same"
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the base with what became of it, or (``base`` empty) what was put in between two."""

    base: Paragraphs
    theirs: Paragraphs
    mine: Paragraphs

    @property
    def whose(self) -> Whose:
        """Say who changed it."""
        if self.theirs == self.mine:
            return Whose.SAME
        if self.theirs == self.base:
            return Whose.MINE
        return Whose.THEIRS if self.mine == self.base else Whose.BOTH

    @property
    def choices(self) -> tuple[Whose, ...]:
        """What may be chosen where both changed it; of two additions both may stay."""
        if self.whose is not Whose.BOTH:
            return ()
        return (Whose.THEIRS, Whose.MINE) if self.base else (Whose.THEIRS, Whose.MINE, Whose.BOTH)

    def taken(self, choice: str) -> Paragraphs:
        """Return its paragraphs once settled."""
        whose = choice if self.choices else self.whose
        if whose == Whose.BOTH:
            return self.theirs + self.mine
        return self.theirs if whose == Whose.THEIRS else self.mine


def merge(base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]) -> list[Part]:
    """Return the parts of two texts that were made from one, in order."""
    (their_kept, their_new), (my_kept, my_new) = _aligned(base, theirs), _aligned(base, mine)
    parts = []
    for number, paragraph in enumerate(base):
        parts += _put_in(their_new[number], my_new[number])
        parts.append(Part((paragraph,), their_kept[number], my_kept[number]))
    return parts + _put_in(their_new[-1], my_new[-1])


def settled(parts: Sequence[Part], choices: Mapping[int, str]) -> list[str] | None:
    """Return the paragraphs with each choice (by the part's place) made; None if one is missing or cannot be had."""
    if any(part.choices and choices.get(number) not in part.choices for number, part in enumerate(parts)):
        return None
    return [one for number, part in enumerate(parts) for one in part.taken(choices.get(number, ""))]


def _put_in(theirs: Sequence[str], mine: Sequence[str]) -> list[Part]:
    """Return what was put in at one place; what both put in alike, before or after the rest, stands there once."""
    head = _common(theirs, mine)
    tail = _common(theirs[head:][::-1], mine[head:][::-1])
    ends = (len(theirs) - tail, len(mine) - tail)
    parts = [Part((), (one,), (one,)) for one in theirs[:head]]
    if theirs[head : ends[0]] or mine[head : ends[1]]:
        parts.append(Part((), tuple(theirs[head : ends[0]]), tuple(mine[head : ends[1]])))
    return parts + [Part((), (one,), (one,)) for one in theirs[ends[0] :]]


def _common(some: Sequence[str], others: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def _aligned(base: Sequence[str], text: Sequence[str]) -> tuple[list[Paragraphs], list[list[str]]]:
    """Return what became of each paragraph of the base (empty: it went), and what came before each and at the end."""
    kept: list[Paragraphs] = [() for _ in base]
    new: list[list[str]] = [[] for _ in range(len(base) + 1)]
    for _, first, last, start, end in SequenceMatcher(None, base, text, autojunk=False).get_opcodes():
        at = first
        for old, now in _pairs(base[first:last], text[start:end]):
            if old is None and now is not None:
                new[at].append(now)
            elif old is not None:
                kept[at] = () if now is None else (now,)
                at += 1
    return kept, new


def _pairs(old: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Pair paragraphs in order, the more alike the rather (as Needleman and Wunsch 1970)."""
    if list(old) == list(now):
        yield from zip(old, now, strict=True)
        return
    # best[i][j]: the least cost of pairing what comes from i and j on.
    best = [[LEFT_OUT * (len(old) - i + len(now) - j) for j in range(len(now) + 1)] for i in range(len(old) + 1)]
    apart = [[Indel.normalized_distance(one, other) for other in now] for one in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(now))):
            out = LEFT_OUT + min(best[i + 1][j], best[i][j + 1])
            best[i][j] = min(apart[i][j] + best[i + 1][j + 1], out)
    i = j = 0
    while i < len(old) and j < len(now):
        if best[i][j] == apart[i][j] + best[i + 1][j + 1]:
            yield old[i], now[j]
            i, j = i + 1, j + 1
        elif best[i][j] == LEFT_OUT + best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, now[j]
            j += 1
    yield from ((one, None) for one in old[i:])
    yield from ((None, one) for one in now[j:])
