"""Which of millions of variants are asked tonight: a budget over three rounds that each go on where they stopped.

The near round goes through the most plausible names again and again, the middle round through ten times as many, the
far round through all of them. So every name has its turn, and a plausible one has it often.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Round:
    """``reach``: how many of the most plausible names it goes through (None: all); ``share``: names a night."""

    name: str
    reach: int | None
    share: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round goes on: the index of its next name, and how often it has been through ``of`` before.

    ``of`` tells one list from another: with a changed watchlist nothing was asked before.
    """

    next: int = 0
    times: int = 0
    of: str = ""


@dataclass(frozen=True, slots=True)
class Asked(Generic[T]):
    """A name to ask tonight. ``again``: this round had asked it before."""

    item: T
    again: bool


@dataclass
class _Turn(Generic[T]):
    round: Round
    place: Place
    taken: list[Asked[T]] = field(default_factory=list)
    position: int = 0

    @property
    def wants(self) -> bool:
        return len(self.taken) < self.round.share

    def reaches(self, index: int) -> bool:
        return self.round.reach is None or index < self.round.reach


def rounds(budget: int) -> tuple[Round, ...]:
    """Return the rounds of a night's budget; their shares add up to it."""
    quarter = budget // 4
    return (
        Round("near", budget, quarter),
        Round("middle", budget * 10, quarter),
        Round("far", None, budget - 2 * quarter),
    )


def tonight(
    stream: Iterable[T],
    plan: Iterable[Round],
    places: Mapping[str, Place],
    *,
    of: str = "",
    key: Callable[[T], str] = str,
    skip: Container[str] = frozenset(),
) -> tuple[list[Asked[T]], dict[str, Place]]:
    """Return tonight's names and where each round stands afterwards, in one pass over the stream.

    A name that another round takes tonight, or that is in ``skip`` (watched apart), is passed over and costs nothing.
    The stream is read no further than needed; a round at its end begins again at the first name.
    """
    turns: list[_Turn[T]] = [_Turn(one, _place(places.get(one.name), of)) for one in plan]
    for turn in turns:
        turn.position = turn.place.next
    most = sum(turn.round.share for turn in turns)
    head: list[T] = []
    taken: set[int] = set()
    for index, item in enumerate(stream):
        # Enough is kept of the beginning to begin again with, whatever of it is taken or skipped already.
        if len(head) < 2 * most:
            head.append(item)
        _offer(turns, taken, index, item, skipped=key(item) in skip)
        if len(head) >= 2 * most and not any(_goes_on(turn, index + 1) for turn in turns):
            break
    for turn in turns:
        _begin_again(turn, taken, head, key, skip)
    found = [asked for turn in turns for asked in turn.taken]
    return found, {turn.round.name: Place(turn.position, turn.place.times, of) for turn in turns}


def _place(known: Place | None, of: str) -> Place:
    if known is None:
        return Place(of=of)
    return known if known.of == of else Place(known.next, 0, of)


def _goes_on(turn: _Turn[T], index: int) -> bool:
    return turn.wants and turn.reaches(index)


def _offer(turns: list[_Turn[T]], taken: set[int], index: int, item: T, *, skipped: bool) -> None:
    """Give an item to the first round that stands at it; the others that stand there pass it by."""
    free = not skipped
    for turn in turns:
        if turn.position == index and turn.wants and turn.reaches(index):
            turn.position += 1
            if free:
                turn.taken.append(Asked(item, turn.place.times > 0))
                taken.add(index)
                free = False


def _begin_again(turn: _Turn[T], taken: set[int], head: list[T], key: Callable[[T], str], skip: Container[str]) -> None:
    """Fill a round that came to its end with names from the beginning."""
    if not turn.wants or turn.round.share == 0:
        return
    start = turn.place.next
    turn.place = Place(0, turn.place.times + 1, turn.place.of)
    turn.position = 0
    for index, item in enumerate(head):
        if not turn.wants or index >= start or not turn.reaches(index):
            break
        turn.position = index + 1
        if index not in taken and key(item) not in skip:
            turn.taken.append(Asked(item, again=True))
            taken.add(index)
