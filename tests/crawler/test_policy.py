"""Who looks at a site, and why."""

from __future__ import annotations

import pytest

from crawler.policy import (
    ALL,
    FEWER,
    HIJACK,
    SEARCHED,
    WORDS,
    Choice,
    Known,
    Why,
    choose,
    missing_profiles,
    recheck_profiles,
    within_budget,
)
from zhenwei.types import Profile

D, P, W, S, F = Profile


def known(*sources: str, looked_before: bool = False, **more: bool) -> Known:
    return Known(looked_before, frozenset(sources), **more)  # type: ignore[arg-type] # all but the profiles are bool


@pytest.mark.parametrize(
    ("site", "profiles", "why"),
    [
        (known("lookalikes"), ALL, Why.NAME),
        (known("ctlog", "search:baidu"), ALL, Why.NAME),
        (known("12377"), ALL, Why.REPORTED),
        (known("lookalikes", "12377"), ALL, Why.REPORTED),
        (known("links"), ALL, Why.LINKED),
        (known("search:bing", advertised=True), ALL, Why.AD),
        (known("search:bing", suspicious=True), ALL, Why.NAME),
        (known("search:bing"), SEARCHED, Why.SEARCHED),
        (known("lookalikes", genuine=True), HIJACK, Why.GENUINE),
        # afterwards
        (known(looked_before=True), FEWER, Why.AGAIN),
        (known(looked_before=True, suspicious=True), FEWER, Why.AGAIN),
        (known(looked_before=True, changed=True), ALL, Why.CHANGED),
        (known("12377", looked_before=True), ALL, Why.REPORTED),
        (known("search:sogou", looked_before=True), SEARCHED, Why.SEARCHED),
        (Known(looked_before=True, faces=frozenset({W})), (D, P, W, F), Why.AGAIN),
        # a first visit is no change
        (known(changed=True), SEARCHED, Why.SEARCHED),
    ],
)
def test_who_looks(site: Known, profiles: tuple[Profile, ...], why: Why) -> None:
    assert choose(site) == Choice(profiles, why)


def test_a_budget_goes_to_the_most_urgent() -> None:
    whys = (Why.NAME, Why.AGAIN, Why.REPORTED, Why.AD, Why.NAME)
    chosen = {number: Choice(ALL if why is not Why.AGAIN else FEWER, why) for number, why in enumerate(whys)}
    spent = within_budget(chosen, 3)
    assert [spent[number].why for number in range(5)] == [Why.NAME, Why.AGAIN, Why.REPORTED, Why.AD, Why.BUDGET]
    assert spent[4].profiles == SEARCHED
    assert within_budget(chosen, 0) == chosen


def test_a_recheck_asks_as_those_who_were_shown_the_page() -> None:
    assert recheck_profiles() == (D, P, F)
    assert recheck_profiles([W]) == (D, P, W, F)
    assert missing_profiles({D, S}) == (P, W, F)


def test_every_reason_has_words() -> None:
    assert set(WORDS) == set(Why)
