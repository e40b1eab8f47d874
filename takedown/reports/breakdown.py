"""Newly confirmed cases of a period by kind, imitated organ and region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from takedown.reports import lives, names
from takedown.reports.history import History, OneCase
from takedown.reports.periods import Period
from zhenwei.types import Word
from zhenwei.watchlist import Watchlist

MOST_ROWS = 10
OTHERS = "其他"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Name and number, the largest first; each adds up to the newly confirmed cases."""

    verdicts: Sequence[tuple[str, int]]
    organs: Sequence[tuple[str, int]]
    regions: Sequence[tuple[str, int]]


def breakdown(history: History, period: Period, watchlist: Watchlist) -> Breakdown:
    """Break down the cases whose first confirmation lies in the period."""
    begin, end = period.bounds()
    cases = [
        case
        for case in history.cases.values()
        if (at := lives.first_word(case, Word.CONFIRMED)) is not None and begin <= at < end
    ]
    return Breakdown(
        _counted(cases, lambda case: names.verdict(confirmed_as(case))),
        _counted(cases, lambda case: names.organ(case.target, watchlist)),
        _counted(cases, lambda case: names.region(case.target, watchlist)),
    )


def confirmed_as(case: OneCase) -> str:
    """Return what a person was shown when first confirming; nobody's word is the machine's."""
    return next((said.verdict for said in case.decisions if said.word == Word.CONFIRMED), case.verdict)


def _counted(cases: Sequence[OneCase], key: Callable[[OneCase], str]) -> list[tuple[str, int]]:
    rows = sorted(Counter(key(case) for case in cases).items(), key=lambda row: (-row[1], row[0]))
    if len(rows) <= MOST_ROWS:
        return rows
    rest = rows[MOST_ROWS - 1 :]
    return [*rows[: MOST_ROWS - 1], (f"{OTHERS}（{len(rest)}个）", sum(number for _, number in rest))]
