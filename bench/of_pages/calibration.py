"""The mapping from summed points to shown scores that labelled pages ask for: the smallest change that keeps promises.

A score of 90 promises that of the pages shown so at least 90 in 100 are right, and so for 80 and 70. From the top down,
each of these scores is given to the lowest sum from which on its promise holds. Flag and unclear stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

PROMISES = (90, 80, 70)
FIXED = ((0, 0), (35, 35), (60, 60))
# Fewer pages prove nothing: the score stays where it is.
ENOUGH = 5


def knots(told: Iterable[tuple[float, bool]]) -> list[tuple[int, int]]:
    """Return pairs (summed points, shown score) for pages given as (summed points, right)."""
    pages = sorted(told)
    found: list[tuple[int, int]] = []
    above = 101  # the sum from which on pages belong to a higher promise
    for promise in PROMISES:
        start = _lowest(pages, promise, above)
        if start < above:
            found.append((start, promise))
            above = start
    highest = found[0][1] if found else FIXED[-1][1]
    ends = [] if found and found[0][0] == 100 else [(100, 100 if highest == PROMISES[0] else highest + 9)]
    return [*FIXED, *reversed(found), *ends]


def _lowest(pages: Sequence[tuple[float, bool]], promise: int, above: int) -> int:
    """Return the lowest sum, at least ``promise``, from which up to ``above`` the promise holds; ``above`` if none."""
    for start in range(promise, above):
        here = [right for score, right in pages if start <= score < above]
        if len(here) < ENOUGH:
            return start if start == promise else above
        if 100 * sum(here) >= promise * len(here):
            return start
    return above
