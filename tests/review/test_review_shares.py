"""Precision per rule and per source: whose word counts for which rule, and what the page makes of the counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from review.figures.count import count_all
from review.figures.precision import count_precision, sides_of_rules
from review.figures.shape import sound
from review.views.shares import Share, shares_of, wilson
from tests.review.review_desk import MOMENT, Made, make_case
from zhenwei.config import Settings
from zhenwei.store.database import Store
from zhenwei.store.models import DecisionRow
from zhenwei.types import Side
from zhenwei.watchlist.clocks import load_clocks

# P001 speaks for an imitation, P101 for a sale; P054 takes points off, P150 notes, P031 is in trial, P999 is no more.
EVERY = ["P001", "P031", "P054", "P101", "P150", "P999"]
FAKE, SALE, PLANTED, UNCLEAR = "counterfeit_site", "certificate_sale", "hijacked_site", "unclear"

# What was shown, what the person said -> confirmed and dismissed for P001, for P101, for the others; cases of no side.
COUNTED: list[tuple[list[tuple[str, str]], list[int], list[int], list[int], int]] = [
    ([(FAKE, "confirmed")], [1, 0], [], [1, 0], 0),
    ([(FAKE, "dismissed")], [0, 1], [], [0, 1], 0),
    ([(SALE, "confirmed")], [], [1, 0], [1, 0], 0),
    ([(SALE, "dismissed")], [], [0, 1], [0, 1], 0),
    ([(PLANTED, "confirmed")], [], [1, 0], [1, 0], 0),
    ([(UNCLEAR, "confirmed")], [], [], [1, 0], 1),
    ([("benign", "dismissed"), ("official", "dismissed"), ("", "dismissed")], [], [], [0, 3], 3),
    ([(FAKE, "hold")], [], [], [], 0),
    ([(FAKE, "confirmed"), (FAKE, "confirmed"), (FAKE, "dismissed"), (SALE, "confirmed")], [2, 1], [1, 0], [3, 1], 0),
]


@pytest.mark.parametrize(("words", "fake", "sale", "other", "sideless"), COUNTED)
def test_a_rule_is_counted_over_cases_of_its_own_side(
    store: Store, settings: Settings, words: Sequence[tuple[str, str]], fake: list[int], sale: list[int],
    other: list[int], sideless: int,
) -> None:  # fmt: skip
    with store.transaction() as session:
        for number, (verdict, word) in enumerate(words):
            case = make_case(session, settings, Made(host=f"s{number}.example")).case
            session.add(
                DecisionRow(
                    case_id=case, by="analyst", at=MOMENT + timedelta(minutes=number), word=word, why="w",
                    verdict_shown=verdict, impersonation_shown=0.0, sale_shown=0.0, rules_shown=EVERY,
                )
            )  # fmt: skip
    with store.reading() as session:
        found = count_precision(session)
    rules = {name: counts for name, *counts in found["rules"]}
    assert (rules.pop("P001", []), rules.pop("P101", []), rules) == (fake, sale, {})
    others = {name: counts for name, *counts in found["others"]}
    assert others == (dict.fromkeys(("P031", "P054", "P150", "P999"), other) if other else {})
    assert [counts for _name, *counts in found["sources"]] == ([other] if other else []), "a source has no side"
    assert found["sideless"] == sideless


def test_a_rule_that_gives_no_points_has_no_side() -> None:
    sides = sides_of_rules()
    assert (sides["P001"], sides["P101"]) == (Side.IMPERSONATION, Side.SALE)
    assert not sides.keys() & {"P031", "P033", "P051", "P054", "P150", "P151", "P999"}


INTERVALS = [(0, 0, (0, 100)), (0, 10, (0, 28)), (10, 10, (72, 100)), (14, 15, (70, 99)), (50, 100, (40, 60))]


@pytest.mark.parametrize(("confirmed", "judged", "bounds"), INTERVALS)
def test_the_interval(confirmed: int, judged: int, bounds: tuple[int, int]) -> None:
    assert wilson(confirmed, judged) == bounds


PERCENT = [(14, 1, 93), (8, 2, 80), (0, 12, 0), (12, 0, 100), (999, 1, 99), (1, 999, 1), (0, 0, 0)]


@pytest.mark.parametrize(("confirmed", "dismissed", "percent"), PERCENT)
def test_all_is_said_only_of_all(confirmed: int, dismissed: int, percent: int) -> None:
    assert Share("P001", "", confirmed, dismissed).percent == percent


def test_the_least_often_right_first_few_last() -> None:
    rows = [["a", 20, 0], ["b", 1, 8], ["c", 5, 5], ["d", 0, 3], ["e", 50, 50]]
    found = shares_of(rows, {"a": "x"})
    assert [(one.name, one.few) for one in found] == [
        ("e", False), ("c", False), ("a", False), ("b", True), ("d", True),
    ]  # fmt: skip
    assert [one.about for one in found if one.about] == ["x"]


def test_figures_of_before_are_none(store: Store) -> None:
    with store.reading() as session:
        figures = count_all(session, load_clocks(None), MOMENT)
    assert sound(figures) is figures
    assert sound({**figures, "precision": {"rules": [["P001", 1, 1]], "sources": []}}) == {}
    assert sound({**figures, "clocks": {"counts": {"overdue": 0}, "over": []}}) == {}
