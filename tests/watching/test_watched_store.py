"""Watched names in the store: only names that live are kept, history is added and never changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from zhenwei.clock import now
from zhenwei.errors import NoSuch
from zhenwei.store import watched
from zhenwei.store.database import Store
from zhenwei.store.models import NameEventRow, WatchedNameRow
from zhenwei.store.nights import open_night
from zhenwei.watching import Change, NameState, Records, Says, Seen, Shown

NAME = "cx-mem-gov.example"
NS = ("ns1.host.example",)
EMPTY = Seen(Says.EMPTY, Records(name_servers=NS))
ADDRESS = Seen(Says.ADDRESS, Records(("198.18.0.5",), NS), registered_on=date(2026, 11, 2))


def look(store: Store, seen: Seen, name: str = NAME, *, free: bool = False) -> None:
    with store.transaction() as session:
        night = open_night(session).id
        watched.save_look(session, night, name, seen, family="affix", target="mem", free_before=free)


def test_of_variants_only_those_that_somebody_holds_are_kept(store: Store) -> None:
    for number, says in enumerate((Says.ABSENT, Says.FAILED, Says.WILDCARD)):
        look(store, Seen(says), f"n{number}.example")
    look(store, EMPTY)
    with store.reading() as session:
        assert watched.watched_domains(session) == {NAME}


def test_the_history_of_a_name(store: Store) -> None:
    look(store, EMPTY, free=True)
    look(store, Seen(Says.FAILED))
    look(store, ADDRESS)
    with store.transaction() as session:
        row = watched.get_watched(session, NAME)
        assert row.visit_due
        watched.visits_planned(session, NAME)
        watched.save_shown(session, open_night(session).id, row, Shown.PAGE, now())
        assert watched.save_shown(session, open_night(session).id, row, Shown.PAGE, now()) is None
    with store.reading() as session:
        row = watched.get_watched(session, NAME)
        assert (row.state, row.family, row.target, row.source) == (NameState.PAGE, "affix", "mem", "lookalikes")
        assert row.first_registered_on == date(2026, 11, 2)
        assert row.last_looked_at
        assert row.first_resolved_at
        assert row.first_page_at
        assert row.first_resolved_at <= row.first_page_at < row.next_look_at
        assert not row.visit_due
        told = [(event.what, event.after) for event in watched.history(session, NAME)]
        assert told == [("registered", NS[0]), ("resolving", "198.18.0.5"), ("page", "")]
        counts = watched.event_counts(session, open_night(session).id)
        assert counts == {"registered": 1, "resolving": 1, "page": 1}
        assert list(counts) == [c.value for c in Change if c.value in counts]


def test_a_failed_look_keeps_a_visit_that_an_earlier_one_asked_for(store: Store) -> None:
    look(store, ADDRESS)
    look(store, Seen(Says.FAILED))
    with store.reading() as session:
        row = watched.get_watched(session, NAME)
        assert (row.state, row.visit_due, row.failed) == (NameState.RESOLVING, True, 1)


def test_the_earliest_registration_counts(store: Store) -> None:
    with store.transaction() as session:
        row, new = watched.watch(session, NAME, "person")
        assert new
        for day in (None, date(2026, 5, 5), date(2026, 5, 9), date(2026, 5, 1), None):
            watched.note_registration(row, day)
        assert row.first_registered_on == date(2026, 5, 1)


def test_watching_a_name_twice_keeps_its_history(store: Store) -> None:
    look(store, ADDRESS)
    with store.transaction() as session:
        row, new = watched.watch(session, NAME, "person", target="other")
        assert (new, row.target, row.state) == (False, "mem", NameState.RESOLVING)


def test_the_longest_due_comes_first_and_what_is_not_due_waits(store: Store) -> None:
    with store.transaction() as session:
        for number in range(4):
            row, _ = watched.watch(session, f"n{number}.example", "person")
            row.next_look_at = now() + timedelta(days=1 - number)
    with store.reading() as session:
        assert [row.domain for row in watched.due_names(session)] == ["n3.example", "n2.example", "n1.example"]
        assert len(watched.list_watched(session, due=True)) == 3
        assert len(watched.list_watched(session, states=["gone"])) == 0
        assert len(watched.list_watched(session, states=["unknown"], target="")) == 4


def test_a_look_a_day_later_is_due_when_the_next_night_begins(store: Store) -> None:
    look(store, EMPTY)
    with store.reading() as session:
        row = watched.get_watched(session, NAME)
        assert row.last_looked_at
        assert timedelta(hours=12) < row.next_look_at - row.last_looked_at < timedelta(hours=24)


def test_an_unwatched_name_is_no_error_but_to_the_one_who_asks_for_it(store: Store) -> None:
    with store.reading() as session:
        assert watched.history(session, NAME) == []
        with pytest.raises(NoSuch, match="没有监测域名"):
            watched.get_watched(session, NAME)


def test_an_error_leaves_neither_state_nor_event(store: Store) -> None:
    def half_way() -> None:
        with store.transaction() as session:
            watched.save_look(session, open_night(session).id, NAME, ADDRESS)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        half_way()
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(WatchedNameRow)) == 0
        assert session.scalar(select(func.count()).select_from(NameEventRow)) == 0
