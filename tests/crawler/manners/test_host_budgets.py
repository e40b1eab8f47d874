"""Budgets and turns at hosts, shared by everything that works on one store."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest

from crawler.budget import AHEAD, PATIENCE, Terms, Turns, UsedUp
from zhenwei.clock import now
from zhenwei.errors import StoreError
from zhenwei.store.budget_tables import HostBudgetRow
from zhenwei.store.budgets import Want, reserve, used, used_up_hosts
from zhenwei.store.database import Store, open_store
from zhenwei.store.nights import open_night

T = TypeVar("T")
HOST = "shop.example"


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def ask(store: Store, night: int, **want: Any) -> Any:
    with store.transaction() as session:
        return reserve(session, night, {HOST: Want(**want)})[HOST]


def test_moments_follow_each_other_for_whoever_asks(store: Store) -> None:
    first = ask(store, 1, slots=4, delay=10.0)
    second = ask(store, 1, slots=2, delay=10.0)
    assert (first.slots, second.slots) == (4, 2)
    assert first.wait == 0
    assert 35 < second.wait <= 40  # after the four that the first one holds


@pytest.mark.parametrize(
    ("limits", "granted", "bound"),
    [
        ({}, [6, 6, 6], ""),
        ({"night_limit": 10}, [6, 4, 0], "night"),
        ({"day_limit": 10}, [6, 4, 0], "day"),
        ({"night_limit": 10, "day_limit": 8}, [6, 2, 0], "day"),
        ({"night_limit": 7, "day_limit": 8}, [6, 1, 0], "night"),
    ],
)
def test_a_budget_ends(store: Store, limits: dict[str, int], granted: list[int], bound: str) -> None:
    grants = [ask(store, 1, slots=6, delay=0.0, **limits) for _ in range(3)]
    assert [grant.slots for grant in grants] == granted
    assert grants[-1].bound == bound
    with store.reading() as session:
        assert list(used_up_hosts(session, 1)) == ([(HOST, bound)] if bound else [])


def test_a_new_night_and_a_new_day_begin_anew(store: Store) -> None:
    assert ask(store, 1, slots=5, delay=0.0, night_limit=5, day_limit=8).slots == 5
    assert ask(store, 1, slots=5, delay=0.0, night_limit=5, day_limit=8).slots == 0
    assert ask(store, 2, slots=5, delay=0.0, night_limit=5, day_limit=8).slots == 3
    with store.transaction() as session:
        row = session.get_one(HostBudgetRow, HOST)
        row.day -= timedelta(days=1)
    assert ask(store, 3, slots=5, delay=0.0, night_limit=5, day_limit=8).slots == 5


def test_what_is_given_back_may_be_used_again(store: Store) -> None:
    ask(store, 1, slots=8, delay=0.0, night_limit=8)
    assert ask(store, 1, slots=4, delay=0.0, night_limit=8, unused=3).slots == 3
    assert ask(store, 1, slots=0, delay=0.0, unused=99).slots == 0
    with store.reading() as session:
        assert used(session, HOST) == (0, 0)
        assert used(session, "other.example") == (0, 0)
        assert list(used_up_hosts(session, 1)) == []


def test_many_hosts_in_one_transaction(store: Store) -> None:
    hosts = {f"h{i}.example": Want(3, 1.0) for i in range(1200)}
    with store.transaction() as session:
        assert sum(grant.slots for grant in reserve(session, 1, hosts).values()) == 3600


def test_a_night_of_none_has_the_limit_of_the_day_only(store: Store) -> None:
    assert ask(store, 0, slots=5, delay=0.0, night_limit=2, day_limit=4).slots == 4


def turns_of(store: Store, clock: Clock) -> Turns:
    with store.transaction() as session:
        open_night(session)
    return Turns(lambda: store, clock)


def test_turns_are_a_delay_apart_and_the_store_is_asked_rarely(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own = turns_of(store, clock)
    asked = count_transactions(store)

    async def work() -> list[float]:
        return [await own.take(HOST, Terms(1.0)) for _ in range(8)]

    waits = run(work())
    assert [round(wait - waits[0], 3) for wait in waits] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert asked == [1]


def test_turns_that_passed_unused_are_not_made_up_for(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own = turns_of(store, clock)

    async def work() -> list[float]:
        waits = [await own.take(HOST, Terms(1.0))]
        clock.now += 5.5
        waits += [await own.take(HOST, Terms(1.0)), await own.take(HOST, Terms(1.0))]
        await own.close()
        return waits

    waits = run(work())
    assert waits[1] == 0
    assert waits[2] == pytest.approx(0.5)
    with store.reading() as session:
        assert used(session, HOST) == (3, 3)


def test_many_at_once_share_a_question(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own = turns_of(store, clock)
    asked = count_transactions(store)

    async def work() -> list[float]:
        return await asyncio.gather(*(own.take(f"h{i % 100}.example", Terms(0.0)) for i in range(400)))

    assert run(work()) == [0.0] * 400
    assert asked[0] <= 2


def test_a_budget_that_is_used_up_says_so_in_one_sentence(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own = turns_of(store, clock)

    async def work() -> int:
        done = 0
        with pytest.raises(UsedUp, match=re.escape("本轮对 shop.example 的请求次数已用完（上限 11 次）")):
            while True:
                await own.take(HOST, Terms(0.0, 11, 500))
                done += 1
        with pytest.raises(UsedUp):
            await own.take(HOST, Terms(0.0, 11, 500), turns=10)
        return done

    assert run(work()) == 11


def test_a_look_that_costs_more_than_is_left_is_refused(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own = turns_of(store, clock)

    async def work() -> None:
        await own.take(HOST, Terms(0.0, 14), turns=10)
        with pytest.raises(UsedUp):
            await own.take(HOST, Terms(0.0, 14), turns=10)
        await own.take(HOST, Terms(0.0, 14))

    run(work())


def test_a_host_that_wants_rest_gets_it_from_everybody(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own, other = turns_of(store, clock), turns_of(store, clock)

    async def work() -> None:
        await own.take(HOST, Terms(1.0))
        own.rest(HOST, 30.0)
        assert 29 < await own.take(HOST, Terms(1.0)) <= 30
        assert await other.take(HOST, Terms(1.0)) > 29
        own.rest("tired.example", PATIENCE + 1)
        with pytest.raises(UsedUp, match="暂缓"):
            await own.take("tired.example", Terms(1.0))

    run(work())


def test_a_slower_pace_counts_from_when_it_is_known(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own = turns_of(store, clock)

    async def work() -> tuple[float, float]:
        await own.take(HOST, Terms(0.0))
        first = await own.take(HOST, Terms(5.0))
        return first, await own.take(HOST, Terms(5.0))

    first, second = run(work())
    assert second - first == pytest.approx(5.0)


def test_two_processes_do_not_overtake_each_other(tmp_path: Path) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    one, two = turns_of(store, clock), turns_of(store, clock)

    async def work() -> list[float]:
        waits = [await own.take(HOST, Terms(2.0)) for _ in range(5) for own in (one, two)]
        return sorted(waits)

    waits = run(work())
    assert all(later - earlier > 1.9 for earlier, later in pairwise(waits))
    assert waits[-1] <= 2 * AHEAD


def test_what_is_kept_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.budget.KEPT", 50)
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own = turns_of(store, clock)

    async def work() -> None:
        for start in range(0, 300, 30):
            await asyncio.gather(*(own.take(f"h{i}.example", Terms(0.0)) for i in range(start, start + 30)))
        assert len(own._blocks) <= 50
        assert len(own._given_back) <= 60
        await own.close()

    run(work())
    with store.reading() as session:
        assert used(session, "h0.example") == used(session, "h299.example") == (1, 1)


def test_a_store_that_fails_is_said_to_whoever_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, clock = open_store(f"sqlite:///{tmp_path / 'z.db'}"), Clock()
    own = turns_of(store, clock)
    fails = iter([True])
    real = own._asked

    def flaky(session: Any, wants: dict[str, Want]) -> Any:
        if next(fails, False):
            raise StoreError("broken")
        return real(session, wants)

    monkeypatch.setattr(own, "_asked", flaky)

    async def work() -> float:
        with pytest.raises(StoreError):
            await own.take(HOST, Terms(0.0))
        return await own.take(HOST, Terms(0.0))

    assert run(work()) == 0.0


def test_the_clock_of_a_row_is_aware(store: Store) -> None:
    ask(store, 1, slots=1, delay=0.0)
    with store.reading() as session:
        assert abs((session.get_one(HostBudgetRow, HOST).next_at - now()).total_seconds()) < 60


def count_transactions(store: Store) -> list[int]:
    """Count the transactions from here on, in a list of one."""
    asked = [0]
    real = store.transaction

    def counted() -> Any:
        asked[0] += 1
        return real()

    store.transaction = counted  # type: ignore[method-assign]
    return asked
