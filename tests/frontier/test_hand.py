"""What a worker does with the frontier: alone, beside others, to the end of the night, and when the store is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crawler.hand import Hand
from crawler.items import Capture
from crawler.worker import Worker
from zhenwei.config import Settings
from zhenwei.errors import StoreAway, StoreError
from zhenwei.store.database import Store, open_store
from zhenwei.store.frontier import close_fetching, is_fetching_closed
from zhenwei.store.frontier_tables import HoldRow, TurnRow
from zhenwei.store.leads import site_for
from zhenwei.store.models import VisitRow
from zhenwei.store.nights import open_night
from zhenwei.store.patience import patiently
from zhenwei.store.visits import plan_visits, waiting_count
from zhenwei.types import Outcome, Profile, Visit


class Deployed:
    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data_dir=folder, delay=0.0, concurrency=4)
        self.store: Store = open_store(self.settings.database)
        with self.store.transaction() as session:
            self.night = open_night(session).id
        self.failures: list[str] = []

    def plan(self, hosts: Sequence[str], count: int, purpose: str = "first") -> None:
        with self.store.transaction() as session:
            for host in hosts:
                urls = [f"http://{host}/{purpose}/{n}" for n in range(count)]
                plan_visits(session, self.night, site_for(session, host).id, urls, [Profile.DESKTOP], purpose=purpose)

    @asynccontextmanager
    async def hand(self, *purposes: str, **more: Any) -> AsyncIterator[Hand]:
        made = Hand(
            self.store, self.settings, self.night, purposes or ("first", "render"), self.failures.append, **more
        )
        await made.open()
        yield made
        await made.close()

    def ends(self) -> list[str]:
        with self.store.reading() as session:
            return list(session.scalars(select(VisitRow.outcome).order_by(VisitRow.id)))

    def in_hand(self) -> list[str]:
        with self.store.reading() as session:
            return [worker for worker in session.scalars(select(HoldRow.worker)) if worker]


@pytest.fixture
def deployed(tmp_path: Path) -> Deployed:
    return Deployed(tmp_path)


def end(visit: Visit, night: int = 1, **more: Any) -> Capture:
    return Capture(visit, night, Outcome.UNREACHABLE, "x", **more)


def test_everything_is_given_out_once_and_ends(deployed: Deployed) -> None:
    deployed.plan([f"h{n}.example" for n in range(30)], 3)
    deployed.plan(["large.example"], 100)

    async def work() -> list[int]:
        given = []
        async with deployed.hand() as hand:
            async for visit in hand.visits():
                given.append(visit.id)
                await hand.done(end(visit))
        return given

    given = asyncio.run(work())
    assert len(given) == len(set(given)) == 190
    assert set(deployed.ends()) == {"unreachable"}
    assert deployed.in_hand() == []
    assert deployed.failures == []
    with deployed.store.reading() as session:
        assert session.scalars(select(TurnRow)).all() == []


def test_no_host_is_given_out_faster_than_it_is_answered(deployed: Deployed) -> None:
    deployed.plan(["slow.example"], 20)
    deployed.plan([f"h{n}.example" for n in range(8)], 2)

    async def work() -> list[str]:
        out: list[str] = []
        async with deployed.hand() as hand:
            visits = hand.visits()
            for _ in range(16):  # all four connections busy four times over
                out.append((await anext(visits)).site)
        return out

    out = asyncio.run(work())
    assert out.count("slow.example") <= 4
    assert deployed.in_hand() == []  # a worker that ends gives back what it did not look at
    assert deployed.ends() == [""] * 36


@pytest.mark.parametrize("planned", [0, 3])
def test_a_crawl_that_is_stopped_while_it_looks_for_more_ends_quietly(deployed: Deployed, planned: int) -> None:
    deployed.plan([f"h{n}.example" for n in range(planned)], 1)

    async def work() -> list[Visit]:
        async with deployed.hand(stay=True) as hand:
            looking = asyncio.ensure_future(anext(aiter(hand.visits()), None))
            if planned:
                await asyncio.sleep(0)  # the question is on its way to the store, its answer is not here yet
            else:
                await asyncio.wait([looking], timeout=0.5)  # nothing to do yet: asked again and again
            assert not looking.done()
        left = await looking
        return [left] if left else []

    asyncio.run(work())
    assert deployed.in_hand() == [], "what was taken when the end came is given back"
    assert deployed.failures == []


def test_two_workers_share_a_night(deployed: Deployed) -> None:
    deployed.plan([f"h{n}.example" for n in range(40)], 2)

    begun = {name: asyncio.Event() for name in "ab"}

    async def one(name: str, seen: dict[str, set[str]]) -> None:
        async with deployed.hand() as hand:
            async for visit in hand.visits():
                # Neither goes on before both have something in hand, however slow a start was.
                begun[name].set()
                await asyncio.gather(*(event.wait() for event in begun.values()))
                seen.setdefault(visit.site, set()).add(name)
                await hand.done(end(visit))

    async def work() -> dict[str, set[str]]:
        seen: dict[str, set[str]] = {}
        await asyncio.gather(one("a", seen), one("b", seen))
        return seen

    seen = asyncio.run(work())
    assert len(seen) == 40
    assert {len(names) for names in seen.values()} == {1}
    assert {name for names in seen.values() for name in names} == {"a", "b"}


def test_whoever_stays_finds_what_is_planned_later_and_ends_with_the_fetching(deployed: Deployed) -> None:
    async def work() -> list[str]:
        found = []
        async with deployed.hand(stay=True) as hand:
            visits = hand.visits()
            first = asyncio.ensure_future(anext(visits))
            await asyncio.to_thread(deployed.plan, ["late.example"], 1)
            visit = await first
            found.append(visit.site)
            await hand.done(end(visit))
            await asyncio.to_thread(_close, deployed)
            async for visit in visits:
                found.append(visit.site)
        return found

    assert asyncio.run(work()) == ["late.example"]
    with deployed.store.transaction() as session:
        close_fetching(session, deployed.night)  # again, to no effect
        assert is_fetching_closed(session, deployed.night)


def _close(deployed: Deployed) -> None:
    with deployed.store.transaction() as session:
        close_fetching(session, deployed.night)


def test_what_a_dead_process_of_this_machine_had_is_taken_at_once(deployed: Deployed) -> None:
    deployed.plan(["a.example"], 2)
    gone = Worker(deployed.settings.data_dir)
    with gone, deployed.store.transaction() as session:
        session.query(TurnRow).delete()
        site, at = site_for(session, "a.example").id, open_night(session).started_at.replace(year=2999)
        session.add(HoldRow(site_id=site, night_id=1, purpose="first", worker=gone.name, until=at, next_at=at))

    async def work() -> int:
        count = 0
        async with deployed.hand() as hand:
            async for visit in hand.visits():
                await hand.done(end(visit))
                count += 1
        return count

    # While its lock is there, so is the worker.
    with gone:
        assert not Worker(deployed.settings.data_dir).is_lost(gone.name)
    (deployed.settings.data_dir / "workers" / f"{gone.name}.lock").touch()  # as a killed process leaves it
    assert Worker(deployed.settings.data_dir).is_lost(gone.name)
    assert asyncio.run(work()) == 2
    assert deployed.ends() == ["unreachable"] * 2


def test_purposes_are_kept_apart(deployed: Deployed) -> None:
    deployed.plan(["a.example"], 1, "first")
    deployed.plan(["a.example"], 1, "recheck")

    async def work() -> None:
        async with deployed.hand("recheck") as hand:
            async for visit in hand.visits():
                await hand.done(end(visit))

    asyncio.run(work())
    assert deployed.ends() == ["", "unreachable"]


class Away:
    """A store that is away for some transactions."""

    def __init__(self, store: Store, times: int) -> None:
        self._store, self.left = store, times

    def transaction(self) -> Any:
        if self.left:
            self.left -= 1
            raise StoreAway("数据库出错：the server closed the connection")
        return self._store.transaction()


def test_a_store_that_comes_back_in_time_was_never_away(deployed: Deployed) -> None:
    pauses: list[float] = []
    away: Any = Away(deployed.store, 8)
    patiently(away, lambda session: open_night(session).id, 60.0, pauses.append)
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]


def test_patience_ends_with_one_line(deployed: Deployed) -> None:
    away: Any = Away(deployed.store, 10)
    with pytest.raises(StoreError, match="没有恢复"):
        patiently(away, lambda session: None, 0.0, lambda _: None)


def test_what_waits_is_counted_by_purpose(deployed: Deployed) -> None:
    deployed.plan(["a.example"], 3)
    with deployed.store.reading() as session:
        assert waiting_count(session, deployed.night, ("first", "render")) == 3
        assert waiting_count(session, deployed.night, ("official",)) == 0
