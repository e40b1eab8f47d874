"""Names put together from parts, the most plausible first, without ever holding them all.

A part is a table of texts with a cost each; a pattern is a row of parts; the cost of a name is the sum. Costs are whole
decibels: 0 for what one would expect, 10 for a tenth as likely, 20 for a hundredth. Going up one decibel at a time and
splitting each sum over the parts yields the names in order from nothing but the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Row = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Texts by cost, cheapest first; ``sums`` has bit n set if some text costs n."""

    levels: tuple[tuple[int, tuple[str, ...]], ...]
    sums: int

    def plus(self, cost: int) -> Part:
        """Return the same texts, each dearer by a cost."""
        return Part(tuple((level + cost, texts) for level, texts in self.levels), self.sums << cost)

    def rows(self) -> Iterator[Row]:
        """Yield every text with its cost, cheapest first."""
        return ((text, level) for level, texts in self.levels for text in texts)


def part(*tables: Iterable[Row]) -> Part:
    """Return one part of several tables; a text that occurs twice keeps its lower cost, and equal costs the order."""
    best: dict[str, int] = {}
    for table in tables:
        for text, cost in table:
            if text not in best or cost < best[text]:
                best[text] = cost
    by_cost: dict[int, list[str]] = {}
    for text, cost in best.items():
        by_cost.setdefault(cost, []).append(text)
    levels = tuple((cost, tuple(by_cost[cost])) for cost in sorted(by_cost))
    return Part(levels, sum(1 << cost for cost, _ in levels))


def listed(text: str, step: int = 1, start: int = 0) -> tuple[Row, ...]:
    """Return the words of a text as rows: one line costs ``step`` more than the line before it."""
    lines = [line.split() for line in text.strip().splitlines()]
    return tuple((word, start + step * at) for at, line in enumerate(lines) for word in line)


JOINED = part([("", 0), ("-", 0)])
# People write a hyphen between parts that they would not read apart otherwise, and leave it out elsewhere.
MOSTLY_JOINED = part([("", 0), ("-", 3)])


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to make names: its family, what it costs at all, and the parts from left to right."""

    family: str
    parts: tuple[Part, ...]
    cost: int = 0
    target: str = ""
    # Bit n of entry i: the parts from i on can cost n together.
    _reach: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        reach = [1]
        for piece in reversed(self.parts):
            reach.insert(0, sum_sets(piece.sums, reach[0]))
        object.__setattr__(self, "_reach", tuple(reach))

    def can(self, level: int) -> bool:
        """True if some name costs exactly this."""
        left = level - self.cost
        return left >= 0 and bool(self._reach[0] >> left & 1)

    def at(self, level: int) -> Iterator[str]:
        """Yield the names that cost exactly this, always in the same order."""
        if self.can(level):
            yield from self._from(0, level - self.cost, "")

    def _from(self, at: int, left: int, before: str) -> Iterator[str]:
        piece, next_to_last = self.parts[at], at == len(self.parts) - 2
        if len(self.parts) == 1:
            yield from (text for cost, texts in piece.levels if cost == left for text in texts)
            return
        reach = self._reach[at + 1]
        for cost, texts in piece.levels:
            if cost > left:
                return
            if not reach >> (left - cost) & 1:
                continue
            if next_to_last:
                ends = next(ends for last, ends in self.parts[-1].levels if last == left - cost)
                for text in texts:
                    start = before + text
                    for end in ends:
                        yield start + end
            else:
                for text in texts:
                    yield from self._from(at + 1, left - cost, before + text)


def sum_sets(one: int, other: int) -> int:
    """Return the bit set of all sums of a member of one bit set and a member of the other."""
    found = 0
    while one:
        lowest = one & -one
        found |= other << (lowest.bit_length() - 1)
        one ^= lowest
    return found
