"""What a pattern cannot do without: strings of which every match holds at least one. Without one, no search.

Read off the pattern's own syntax tree. A set of strings is taken where the pattern has a part that it always matches
and that can be written out (characters, choices, small classes); of several such parts that with the longest strings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from detectors.finder import Finder

# More strings than this are no cheaper to look for than the pattern.
_MOST = 64
# A pattern that may go further is searched in the whole text.
_FAR = 200


class Guard:
    """Tells where in a text which of many patterns may match it, by the strings that each of them needs."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.patterns = tuple(dict.fromkeys(patterns))
        held = {pattern: anchors(pattern) for pattern in self.patterns}
        self.needed: dict[str, tuple[re.Pattern[str], ...]] = {}
        for pattern, strings in held.items():
            for string in strings:
                self.needed[string] = (*self.needed.get(string, ()), pattern)
        self._always = frozenset(pattern for pattern, strings in held.items() if not strings)
        self._reach = {pattern: reach(pattern) for pattern in self.patterns}
        self._finder = Finder(self.needed)

    def possible(self, text: str) -> frozenset[re.Pattern[str]]:
        """Return the patterns that may match; the others do not."""
        return self._always.union(*{wanting for _, _, wanting in self._finder.find(text)})

    def is_free(self, pattern: re.Pattern[str]) -> bool:
        """True for a pattern that no strings are known of: it may match everywhere."""
        return pattern in self._always

    def matches(
        self, pattern: re.Pattern[str], text: str, places: Sequence[int], first: int, last: int
    ) -> Iterator[re.Match[str]]:
        """Yield what ``pattern.finditer(text, first, last)`` yields. ``places``: where in the text strings that it
        needs begin, in order; only around them is it looked for."""
        far = self._reach[pattern]
        if far is None or pattern in self._always:
            if places or pattern in self._always:
                yield from pattern.finditer(text, first, last)
            return
        low = high = -1
        for place in places[bisect_left(places, first) : bisect_left(places, last)]:
            if place - far > high:
                if high >= 0:
                    yield from pattern.finditer(text, max(first, low), min(last, high))
                low = place - far
            high = place + far
        if high >= 0:
            yield from pattern.finditer(text, max(first, low), min(last, high))


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
        inner: parser.SubPattern = value[1][1]
        return int(inner.getwidth()[1]) + _ahead(inner)
    return sum(map(_ahead, value)) if isinstance(value, list | tuple) else 0


def anchors(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return strings one of which every match holds; empty if none can be told."""
    if pattern.flags & re.IGNORECASE:
        return frozenset()
    return max(_candidates(list(parser.parse(pattern.pattern, pattern.flags))), key=_worth, default=frozenset())


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
