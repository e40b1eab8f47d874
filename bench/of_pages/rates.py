"""How often each rule fires where it should and where it should not, on the labelled pages.

A rule of sale should fire on offers and nowhere else; a rule of imitation on copies abroad and not on lawful pages
abroad; a note on lawful pages and not on what it would excuse. ``precision``: of the pages where the rule fires the
share where it should, each kind of page counted by its share, so that many pages of one kind do not outweigh few of the
other. ``recall``: of the pages where it should fire the share where it does; it says how much a rule carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.of_pages.field import abroad
from bench.of_pages.judged import answers
from bench.of_pages.labelled import COPY, OFFICIAL, SALE
from detectors.rules import every_rule
from detectors.weights import weights
from zhenwei.types import Assessment, Side


@dataclass(frozen=True)
class Rate:
    """``right`` and ``wrong``: pages where the rule fires, of ``rights`` and ``wrongs`` pages."""

    right: int
    rights: int
    wrong: int
    wrongs: int

    @property
    def recall(self) -> float:
        """Share of the pages where it should fire."""
        return self.right / self.rights if self.rights else 0.0

    @property
    def precision(self) -> float | None:
        """Share of its firings that are right, kinds of pages weighed alike; None if it never fires."""
        alarms = self.wrong / self.wrongs if self.wrongs else 0.0
        return self.recall / (self.recall + alarms) if self.recall + alarms else None


def rates(folder: Path) -> dict[str, Rate]:
    """Return the rates of every rule."""
    sales = [(a.said, a.row.label == SALE) for a in answers(folder) if a.row.label not in (COPY, OFFICIAL)]
    copies = [(seen.said, seen.copy) for seen in abroad(folder)]
    told = {name: copies if _about_imitation(name) else sales for name in every_rule()}
    return {name: rate(name, told[name], excuses=rule.side is Side.NOTE) for name, rule in every_rule().items()}


def rate(name: str, told: Iterable[tuple[Assessment, bool]], *, excuses: bool) -> Rate:
    """Count a rule on pages (what was said, whether the page is bad); a rule that excuses should fire on the others."""
    fired = [(any(f.rule == name for f in said.findings), bad != excuses) for said, bad in told]
    right = _count(fired, wanted=True)
    wrong = _count(fired, wanted=False)
    return Rate(*right, *wrong)


def _count(fired: Sequence[tuple[bool, bool]], *, wanted: bool) -> tuple[int, int]:
    here = [yes for yes, should in fired if should == wanted]
    return sum(here), len(here)


def _about_imitation(name: str) -> bool:
    side = every_rule()[name].side
    if side is Side.NOTE:
        return weights().rules[name].damps == "imitation" or name < "P100"
    return side is Side.IMPERSONATION
