"""Sentences and clauses of folded text, as spans; the unit in which quoting is told from offering."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_END = re.compile(r"[。！？!?；;\n]+")
_CLAUSE_END = re.compile(r"[，,：:。！？!?；;\n]")
# A text without punctuation is still read in portions.
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Sentences:
    """The spans of all sentences of a text, in order and without gaps."""

    starts: tuple[int, ...]
    length: int

    def at(self, place: int) -> int:
        """Return the number of the sentence that a place belongs to."""
        return max(0, bisect_right(self.starts, place) - 1)

    def span(self, number: int) -> tuple[int, int]:
        """Return the span of a sentence; numbers outside the text are moved to its edge."""
        number = min(max(number, 0), len(self.starts) - 1)
        end = self.starts[number + 1] if number + 1 < len(self.starts) else self.length
        return self.starts[number], end

    def around(self, place: int, before: int, after: int) -> tuple[int, int]:
        """Return the span from some sentences before a place to some after."""
        number = self.at(place)
        return self.span(number - before)[0], self.span(number + after)[1]


def sentences_of(text: str) -> Sentences:
    """Cut a text at full stops, line ends, and where nothing else helps every 160 characters."""
    starts: list[int] = [0]
    for match in _END.finditer(text):
        _cut_long(starts, match.end())
        if match.end() < len(text):
            starts.append(match.end())
    _cut_long(starts, len(text))
    return Sentences(tuple(starts), len(text))


def _cut_long(starts: list[int], end: int) -> None:
    while end - starts[-1] > _LONGEST:
        starts.append(starts[-1] + _LONGEST)


def clause_start(text: str, place: int) -> int:
    """Return where the clause that holds a place begins (after the last comma, colon or sentence end)."""
    first = max(0, place - 60)
    found = _CLAUSE_END.search(text[first:place][::-1])
    return place - found.start() if found else first


def between(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """True if any span begins within the bounds."""
    return any(start <= span[0] < end for span in spans)
