"""The frontier on rows (SQLite, PostgreSQL) and on PgQueuer: one host, one worker; nothing lost with a worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from importlib.util import find_spec
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update

from tests.conftest import lacking
from zhenwei.clock import now
from zhenwei.store.database import Store
from zhenwei.store.frontier import LATER, REPORTED, TURN_VISITS, Frontier, Turn, mend, waits
from zhenwei.store.frontier_rows import RowFrontier
from zhenwei.store.frontier_tables import HoldRow, TurnRow
from zhenwei.store.leads import site_for
from zhenwei.store.models import VisitRow
from zhenwei.store.nights import open_night
from zhenwei.store.visits import Ended, finish_visits, plan_visits
from zhenwei.types import Outcome, Profile

ONE, TWO = uuid4().hex, uuid4().hex
FIRST = ("first",)


class Field:
    """A store with a night, and a frontier over it."""

    def __init__(self, store: Store, frontier: Frontier) -> None:
        self.store, self.frontier = store, frontier
        with store.transaction() as session:
            self.night = open_night(session).id
            frontier.open(session, self.night)

    def plan(self, host: str, count: int = 1, purpose: str = "first", priority: int = LATER) -> None:
        with self.store.transaction() as session:
            urls = [f"http://{host}/{purpose}/{n}" for n in range(count)]
            site = site_for(session, host).id
            plan_visits(session, self.night, site, urls, [Profile.DESKTOP], purpose=purpose, priority=priority)

    def take(self, worker: str, most: int = 10, purposes: Sequence[str] = FIRST) -> list[Turn]:
        with self.store.transaction() as session:
            return self.frontier.take(session, worker, self.night, purposes, most)

    def finish(self, worker: str, turns: Sequence[Turn], pause: float = 0.0) -> None:
        with self.store.transaction() as session:
            ends = [Ended(v.id, v.site, Outcome.OK, now()) for turn in turns for v in turn.visits]
            finish_visits(session, ends)
            self.frontier.finish(session, worker, turns, pause)

    def lose(self, worker: str) -> None:
        """Let the worker's leases run out."""
        long_ago = now() - timedelta(days=1)
        with self.store.transaction() as session:
            session.execute(update(HoldRow).where(HoldRow.worker == worker).values(until=long_ago))
            if not isinstance(self.frontier, RowFrontier):
                session.execute(text("UPDATE frontier_pgqueuer SET heartbeat = now() - interval '1 day'"))

    def rested(self) -> None:
        """Let every host have rested."""
        with self.store.transaction() as session:
            session.execute(update(HoldRow).values(next_at=now() - timedelta(days=1)))
            if not isinstance(self.frontier, RowFrontier):
                session.execute(text("UPDATE frontier_pgqueuer SET execute_after = now() - interval '1 day'"))


@pytest.fixture
def field(request: pytest.FixtureRequest, store: Store) -> Field:
    if request.param == "rows":
        return Field(store, RowFrontier())
    if find_spec("pgqueuer") is None:
        lacking("pgqueuer", "PgQueuer is not installed (uv sync --extra team)")
    from zhenwei.store.frontier_queue import QueueFrontier

    return Field(store, QueueFrontier())


on_each = pytest.mark.parametrize(
    ("database_url", "field"),
    [
        pytest.param("sqlite", "rows", id="rows-sqlite"),
        pytest.param("postgresql", "rows", id="rows-postgresql", marks=pytest.mark.postgres),
        pytest.param("postgresql", "queue", id="pgqueuer", marks=pytest.mark.postgres),
    ],
    indirect=True,
)


def hosts(turns: Sequence[Turn]) -> list[str]:
    return sorted(turn.visits[0].site for turn in turns)


@on_each
def test_a_host_is_in_one_hand_only(field: Field) -> None:
    field.plan("a.example", 3)
    field.plan("b.example")
    first = field.take(ONE, most=1)
    assert len(first[0].visits) == 3
    assert hosts(field.take(TWO)) == ["b.example"]
    assert field.take(TWO) == []
    field.plan("a.example", 5)
    field.plan("a.example", 1, "render")
    assert field.take(TWO, purposes=("first", "render")) == []
    field.finish(ONE, first)
    again = field.take(TWO, purposes=("first", "render"))
    assert len(again) == 1
    field.finish(TWO, again)
    last = field.take(ONE, purposes=("first", "render"))
    assert {again[0].purpose, last[0].purpose} == {"first", "render"}
    assert sum(len(turn.visits) for turn in (*again, *last)) == 3


@on_each
def test_what_people_reported_goes_first(field: Field) -> None:
    for host, priority in (("tail.example", LATER), ("report.example", REPORTED), ("more.example", LATER)):
        field.plan(host, priority=priority)
    assert hosts(field.take(ONE, most=1)) == ["report.example"]
    field.plan("late.example", priority=REPORTED)
    field.plan("tail.example", 2, priority=REPORTED)
    assert hosts(field.take(TWO, most=1)) in (["late.example"], ["tail.example"])


@on_each
def test_a_large_host_goes_in_turns(field: Field) -> None:
    field.plan("large.example", 2 * TURN_VISITS + 1)
    sizes = []
    while turns := field.take(ONE):
        sizes.append(len(turns[0].visits))
        field.finish(ONE, turns)
    assert sizes == [TURN_VISITS, TURN_VISITS, 1]


@on_each
def test_what_a_lost_worker_had_goes_to_others(field: Field) -> None:
    field.plan("a.example", 4)
    had = field.take(ONE)
    with field.store.transaction() as session:
        finish_visits(session, [Ended(had[0].visits[0].id, "a.example", Outcome.OK, now())])
        assert field.frontier.renew(session, ONE) == {had[0].site}
    assert field.take(TWO) == []
    field.lose(ONE)
    taken = field.take(TWO)
    assert [v.id for v in taken[0].visits] == [v.id for v in had[0].visits[1:]]
    with field.store.transaction() as session:
        assert field.frontier.renew(session, ONE) == set()
    # The one that was thought lost comes back: what it hands in is too late, and takes nothing from the other.
    field.finish(TWO, taken)
    field.finish(ONE, had)
    with field.store.reading() as session:
        assert not waits(session, field.night, FIRST)
        assert field.frontier.workers(session) == set()
    assert field.take(ONE) == []


@on_each
def test_a_late_end_does_not_free_what_is_in_other_hands(field: Field) -> None:
    field.plan("a.example", 2)
    had = field.take(ONE)
    field.lose(ONE)
    assert len(field.take(TWO)) == 1
    with field.store.transaction() as session:
        field.frontier.finish(session, ONE, had, 0.0)
        assert field.frontier.workers(session) == {TWO}
    assert field.take(ONE) == []


@on_each
def test_a_host_rests_between_two_workers(field: Field) -> None:
    field.plan("a.example", TURN_VISITS + 1)
    field.finish(ONE, field.take(ONE), pause=3600)
    assert field.take(TWO) == []
    field.rested()
    assert hosts(field.take(TWO)) == ["a.example"]


@on_each
def test_a_worker_that_leaves_gives_back_what_it_has(field: Field) -> None:
    field.plan("a.example", 2)
    field.plan("b.example", 2)
    field.take(ONE)
    with field.store.transaction() as session:
        assert field.frontier.workers(session) == {ONE}
        field.frontier.release(session, [ONE], 0.0)
        assert field.frontier.workers(session) == set()
    assert hosts(field.take(TWO)) == ["a.example", "b.example"]


@on_each
def test_another_night_is_another_frontier(field: Field) -> None:
    field.plan("a.example")
    with field.store.transaction() as session:
        field.frontier.open(session, field.night + 1)
        assert field.frontier.take(session, ONE, field.night + 1, FIRST, 5) == []


@on_each
def test_turns_that_were_lost_are_mended(field: Field) -> None:
    field.plan("a.example", 2)
    with field.store.transaction() as session:
        session.query(TurnRow).delete()
    assert field.take(ONE) == []
    with field.store.transaction() as session:
        assert waits(session, field.night, FIRST)
        mend(session, field.night, FIRST)
    assert hosts(field.take(ONE)) == ["a.example"]


@on_each
def test_a_visit_ends_once(field: Field) -> None:
    field.plan("a.example")
    visit = field.take(ONE)[0].visits[0]
    ends = [Ended(visit.id, visit.site, Outcome.OK, now(), folder=f"f{n}") for n in range(2)]
    with field.store.transaction() as session:
        assert finish_visits(session, ends[:1]) == set()
        assert finish_visits(session, ends[1:]) == {visit.id}
        assert session.scalar(select(VisitRow.folder)) == "f0"
