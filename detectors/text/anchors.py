"""What a pattern cannot do without: strings of which every match holds at least one. Without one, no search.

Read off the pattern's own syntax tree. A set of strings is taken where the pattern has a part that it always matches
and that can be written out (characters, choices, small classes); of several such parts that with the longest strings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from detectors.finder import Finder
from detectors.text.spans import occurrences

# Python's own parser of patterns; no stubs describe it.
ops: Any = import_module("re._constants")
parser: Any = import_module("re._parser")
# More strings than this are no cheaper to look for than the pattern.
_MOST = 64
# A pattern that may go further is searched in the whole text.
_FAR = 200
# So many strings are looked for one by one sooner than all at once.
_FEW = 6
Places = dict[int, list[int]]  # where in a text each need was met, in order


class Guard:
    """Tells where in a text which of many patterns may match it, by the strings that each of them needs.

    Patterns go by their number. A need is one set of strings of a pattern, it has a number, too.
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self._patterns = tuple(patterns)
        self._needs: list[range] = []  # of each pattern
        needed: dict[str, list[int]] = {}
        number = 0
        for pattern in self._patterns:
            sets = anchor_sets(pattern)
            for strings in sets:
                for string in strings:
                    needed.setdefault(string, []).append(number)
                number += 1
            self._needs.append(range(number - len(sets), number))
        # For each string the needs that it meets; a text is to be searched for all of them (see ``Places``).
        self.needed = {string: tuple(needs) for string, needs in needed.items()}
        self._owners = [owner for owner, needs in enumerate(self._needs) for _ in needs]
        self._free = {owner for owner, needs in enumerate(self._needs) if not needs}
        self._reach = [reach(pattern) for pattern in self._patterns]
        self._finder = Finder(self.needed)

    def possible(self, text: str) -> frozenset[re.Pattern[str]]:
        """Return the patterns that may match; the others do not."""
        places = self.places(text)
        return frozenset(self._patterns[number] for number in self.wanted(places))

    def places(self, text: str) -> Places:
        """Return where in a text each need is met."""
        found: Places = {}
        if len(self.needed) <= _FEW:
            rows: Iterable[tuple[int, tuple[int, ...]]] = (
                (start, needs) for string, needs in self.needed.items() for start in occurrences(text, string)
            )
        else:
            rows = ((start, needs) for start, _, needs in self._finder.find(text))
        for start, needs in rows:
            for need in needs:
                found.setdefault(need, []).append(start)
        for starts in found.values():
            starts.sort()
        return found

    def wanted(self, places: Places) -> list[int]:
        """Return the patterns to be looked for: all needs of each are met somewhere."""
        some = {self._owners[need] for need in places} | self._free
        return [number for number in sorted(some) if self.looked_for(number, places)]

    def looked_for(self, number: int, places: Places) -> bool:
        """True unless a need of the pattern is met nowhere."""
        return all(need in places for need in self._needs[number])

    def matches(self, number: int, text: str, places: Places, first: int, last: int) -> Iterator[re.Match[str]]:
        """Yield what ``finditer(text, first, last)`` of a pattern yields, looked for only where its rarest need is met.

        The places must be in order.
        """
        pattern, far, needs = self._patterns[number], self._reach[number], self._needs[number]
        if far is None or not needs:
            yield from pattern.finditer(text, first, last)
            return
        rarest = min((places[need] for need in needs), key=len)
        low = high = -1
        for place in rarest[bisect_left(rarest, first) : bisect_left(rarest, last)]:
            if place - far > high:
                if high >= 0:
                    yield from pattern.finditer(text, max(first, low), min(last, high))
                low = place - far
            high = place + far
        if high >= 0:
            yield from pattern.finditer(text, max(first, low), min(last, high))


class Anchored:
    """A pattern by itself with its guard, for texts that hold few of the strings that it needs."""

    def __init__(self, pattern: str) -> None:
        self._guard = Guard([re.compile(pattern)])

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield what the pattern's own ``finditer`` yields."""
        places = self._guard.places(text)
        if self._guard.looked_for(0, places):
            yield from self._guard.matches(0, text, places, 0, len(text))

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match."""
        return next(self.finditer(text), None)


def reach(pattern: re.Pattern[str]) -> int | None:
    """Return how far from the start of a string within a match the match and what it looks at may go; None: far."""
    tokens = parser.parse(pattern.pattern, pattern.flags)
    far = tokens.getwidth()[1] + _ahead(list(tokens)) + 2
    return far if far <= _FAR else None


def _ahead(value: Any) -> int:
    """Return no less than how far all that a pattern looks at goes beyond what it matches."""
    if isinstance(value, parser.SubPattern):
        return _ahead(list(value))
    if isinstance(value, tuple) and len(value) == 2 and value[0] in (ops.ASSERT, ops.ASSERT_NOT):
        inner = value[1][1]
        return int(inner.getwidth()[1]) + _ahead(inner)
    return sum(map(_ahead, value)) if isinstance(value, list | tuple) else 0


def anchors(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return strings one of which every match holds; empty if none can be told."""
    if pattern.flags & re.IGNORECASE:
        return frozenset()
    return max(_candidates(list(parser.parse(pattern.pattern, pattern.flags))), key=_worth, default=frozenset())


def anchor_sets(pattern: re.Pattern[str]) -> tuple[frozenset[str], ...]:
    """Return sets of strings of each of which every match holds one: the best, and a second that says more."""
    best = anchors(pattern)
    if not best:
        return ()
    others = [
        strings
        for strings in _candidates(list(parser.parse(pattern.pattern, pattern.flags)))
        if len(strings) <= _MOST
        and min(map(len, strings)) > 1
        and not all(any(a in b or b in a for b in best) for a in strings)
    ]
    return (best, max(others, key=_worth)) if others else (best,)


def _worth(strings: frozenset[str]) -> tuple[int, int]:
    return min(map(len, strings)), -len(strings)


def _candidates(tokens: Sequence[Any]) -> list[frozenset[str]]:
    """Return the sets that the parts of a sequence give, neighbouring parts joined."""
    found: list[frozenset[str]] = []
    run = frozenset({""})
    for token in tokens:
        written = _written(token)
        if written and len(joined := _product(run, written)) <= _MOST:
            run = joined
            continue
        found += [run, *_inner(token)]
        run = written if written and len(written) <= _MOST else frozenset({""})
    return [strings for strings in (*found, run) if "" not in strings]


def _product(left: Iterable[str], right: Iterable[str]) -> frozenset[str]:
    return frozenset(a + b for a in left for b in right)


def _written(token: Any) -> frozenset[str]:
    """Return all strings that a part can match, or nothing if they are too many to be written out."""
    kind, value = token
    if kind is ops.LITERAL:
        return frozenset({chr(value)})
    if kind in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return frozenset({""})
    if kind is ops.IN and all(inner[0] is ops.LITERAL for inner in value):
        return frozenset(chr(inner[1]) for inner in value)
    if kind is ops.SUBPATTERN:
        return _sequence(list(value[3])) if not value[1] and not value[2] else frozenset()
    if kind is ops.BRANCH:
        choices = [_sequence(list(choice)) for choice in value[1]]
        return frozenset().union(*choices) if all(choices) else frozenset()
    if kind is ops.MAX_REPEAT and value[:2] == (0, 1):
        once = _sequence(list(value[2]))
        return once | {""} if once else frozenset()
    return frozenset()


def _sequence(tokens: Sequence[Any]) -> frozenset[str]:
    run = frozenset({""})
    for token in tokens:
        run = _product(run, _written(token))
        if not run or len(run) > _MOST:
            return frozenset()
    return run


def _inner(token: Any) -> list[frozenset[str]]:
    """Return the sets of a part that cannot be written out as a whole but is always matched."""
    kind, value = token
    if kind is ops.SUBPATTERN:
        return _candidates(list(value[3])) if not value[1] and not value[2] else []
    if kind is ops.MAX_REPEAT and value[0] >= 1:
        return _candidates(list(value[2]))
    if kind is ops.BRANCH:
        best = [max(_candidates(list(choice)), key=_worth, default=frozenset()) for choice in value[1]]
        return [frozenset().union(*best)] if all(best) else []
    return []
