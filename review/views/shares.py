"""How many of the cases of a rule, or of a source, people confirmed, and how far chance may have moved that share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

# Below so many judged cases a share is chance: shown, in grey and last.
ENOUGH = 10
_SURE = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many cases that people confirmed or dismissed. ``about`` says in words what a rule looks for."""

    name: str
    about: str
    confirmed: int
    dismissed: int

    @property
    def judged(self) -> int:
        return self.confirmed + self.dismissed

    @property
    def few(self) -> bool:
        return self.judged < ENOUGH

    @property
    def percent(self) -> int:
        """The share in whole percent; all is said only of all, and none only of none."""
        rounded = round(100 * self.confirmed / max(1, self.judged))
        return min(max(rounded, 1), 99) if self.confirmed and self.dismissed else rounded

    @property
    def between(self) -> tuple[int, int]:
        """Wilson's interval of 95 in 100, in whole percent."""
        return wilson(self.confirmed, self.judged)


def wilson(confirmed: int, judged: int) -> tuple[int, int]:
    """Return the bounds (percent) between which the true share lies 95 times in 100, by Wilson's score interval."""
    if not judged:
        return 0, 100
    share, weight = confirmed / judged, _SURE**2 / judged
    middle = (share + weight / 2) / (1 + weight)
    half = sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    return max(0, round(100 * (middle - half))), min(100, round(100 * (middle + half)))


def shares_of(rows: Iterable[Iterable[Any]], about: Mapping[str, str]) -> list[Share]:
    """Return counted rows (name, confirmed, dismissed): the least often right first, those of few cases last."""
    found = [Share(name, about.get(name, ""), yes, no) for name, yes, no in rows]
    return sorted(found, key=_order)


def _order(one: Share) -> tuple[bool, float, int, str]:
    if one.few:
        return True, -one.judged, 0, one.name
    return False, one.confirmed / one.judged, -one.judged, one.name
