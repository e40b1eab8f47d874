"""The sweep: over the nights every variant has its turn, the plausible ones more often, and none twice in a night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhenwei.watching.sweep import Place, Round, rounds, tonight


def nights(size: int, budget: int, count: int, skip: frozenset[int] = frozenset()) -> list[list[int]]:
    places: dict[str, Place] = {}
    found = []
    for _ in range(count):
        asked, places = tonight(range(size), rounds(budget), places, key=lambda n: n, skip=skip)  # type: ignore[arg-type,return-value]
        found.append([one.item for one in asked])
    return found


@pytest.mark.parametrize("budget", [0, 1, 3, 4, 100, 4001])
def test_the_shares_add_up_to_the_budget(budget: int) -> None:
    assert sum(one.share for one in rounds(budget)) == budget


def test_the_first_night_asks_the_most_plausible_names() -> None:
    assert sorted(nights(10_000, 400, 1)[0]) == list(range(400))


def test_over_the_nights_all_names_have_their_turn_and_the_plausible_ones_more_often() -> None:
    asked = Counter(name for night in nights(5000, 100, 110) for name in night)
    assert set(asked) == set(range(5000))
    near, middle, far = (
        sum(asked[n] for n in range(*band)) / (band[1] - band[0]) for band in ((0, 100), (100, 1000), (1000, 5000))
    )
    assert near > 5 * middle > 5 * far >= 5
    assert near > 25


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(0, 80), st.integers(1, 12), st.frozensets(st.integers(0, 299), max_size=120))
def test_no_name_twice_in_a_night_none_skipped_name_and_the_budget_is_used(
    size: int, budget: int, count: int, skip: frozenset[int]
) -> None:
    free = size - len([n for n in skip if n < size])
    for night in nights(size, budget, count, skip):
        assert len(night) == len(set(night)) <= budget
        assert not skip & set(night)
        if not skip:
            assert len(night) == min(free, budget)


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(1, 60), st.frozensets(st.integers(0, 399), max_size=100))
def test_every_name_has_its_turn(size: int, budget: int, skip: frozenset[int]) -> None:
    asked = {name for night in nights(size, budget, 2 * size // max(1, budget // 2) + 4, skip) for name in night}
    assert asked == set(range(size)) - skip


def test_a_name_asked_in_an_earlier_round_was_free_before_and_a_new_list_forgets_that() -> None:
    plan = (Round("far", None, 4),)
    first, places = tonight("abcdef", plan, {}, of="x")
    assert ([one.item for one in first], any(one.again for one in first)) == (list("abcd"), False)
    second, places = tonight("abcdef", plan, places, of="x")
    assert [(one.item, one.again) for one in second] == [("e", False), ("f", False), ("a", True), ("b", True)]
    assert places["far"] == Place(2, 1, "x")
    third, _ = tonight("abcdefg", plan, places, of="y")
    assert [(one.item, one.again) for one in third] == [("c", False), ("d", False), ("e", False), ("f", False)]


def test_a_list_that_has_shrunk_begins_again() -> None:
    asked, places = tonight("ab", (Round("far", None, 1),), {"far": Place(900, 2)})
    assert [(one.item, one.again) for one in asked] == [("a", True)]
    assert places["far"].next == 1


def test_the_stream_is_read_no_further_than_needed() -> None:
    read = 0

    def stream() -> Iterator[str]:
        nonlocal read
        for number in range(10**9):
            read += 1
            yield str(number)

    tonight(stream(), rounds(40), {})
    assert read <= 81
