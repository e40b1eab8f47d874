"""What a pattern cannot do without: strings of which every match holds at least one. Without one, no search.

Read off the pattern's own syntax tree. A set of strings is taken where the pattern has a part that it always matches
and that can be written out (characters, choices, small classes); of several such parts that with the longest strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from detectors.finder import Finder

# More strings than this are no cheaper to look for than the pattern.
_MOST = 64


class Guard:
    """Tells in one pass over a text which of many patterns may match it."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        held = {pattern: anchors(pattern) for pattern in patterns}
        needed: dict[str, set[re.Pattern[str]]] = {}
        for pattern, strings in held.items():
            for string in strings:
                needed.setdefault(string, set()).add(pattern)
        self._always = frozenset(pattern for pattern, strings in held.items() if not strings)
        self._finder = Finder({string: frozenset(wanting) for string, wanting in needed.items()})

    def possible(self, text: str) -> frozenset[re.Pattern[str]]:
        """Return the patterns that may match; the others do not."""
        return self._always.union(*{wanting for _, _, wanting in self._finder.find(text)})


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
