"""Which looks of a site are given to a browser."""

from __future__ import annotations

import pytest

from zhenwei.stages.worth import Look, worth_rendering
from zhenwei.types import Profile

HOME, SALE = "http://www.example.cn/", "http://www.example.cn/sale"
DESKTOP, PHONE = (HOME, Profile.DESKTOP), (HOME, Profile.PHONE)
FINDING = (SALE, Profile.PHONE)
Looks = list[tuple[Look, str]]


@pytest.mark.parametrize(
    ("looks", "strongest", "differing", "flagged", "score", "wanted"),
    [
        ([(DESKTOP, "")], [], [], False, 0.0, {}),
        ([(DESKTOP, ""), (PHONE, "")], [FINDING], [], False, 14.9, {}),
        ([(DESKTOP, "shell"), (PHONE, "")], [], [], False, 0.0, {DESKTOP: "shell"}),
        ([(DESKTOP, ""), (PHONE, "")], [], [PHONE, DESKTOP], False, 0.0, {PHONE: "faces", DESKTOP: "faces"}),
        ([(DESKTOP, "")], [FINDING], [], False, 15.0, {FINDING: "near", DESKTOP: "near"}),
        ([(DESKTOP, "drawn")], [FINDING], [], True, 60.0, {FINDING: "flagged", DESKTOP: "drawn"}),
        ([], [], [], True, 60.0, {}),
    ],
)
def test_what_is_worth_a_browser(
    looks: Looks, strongest: list[Look], differing: list[Look], flagged: bool, score: float, wanted: dict[Look, str]
) -> None:
    assert worth_rendering(looks, strongest, differing, flagged=flagged, score=score, threshold=30.0) == wanted


def test_a_site_costs_three_looks_at_most_and_the_finding_is_among_them() -> None:
    looks: Looks = [((HOME, profile), "shell") for profile in Profile]
    chosen = worth_rendering(looks, [FINDING], [PHONE], flagged=True, score=90.0, threshold=30.0)
    assert list(chosen) == [FINDING, DESKTOP, PHONE]
