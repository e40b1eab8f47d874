"""Rows of looks, on both databases: once each, in the order of time, and who is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.operators.nights import Nights
from zhenwei.config import Settings
from zhenwei.errors import StoreError
from zhenwei.stages.desk import Desk
from zhenwei.stages.moved import follow_moves
from zhenwei.stages.recheck import due_cases
from zhenwei.store.database import Store
from zhenwei.store.looks import (
    add_move,
    looks_of,
    looks_of_night,
    moves_from,
    moves_to,
    plan_look,
    seen_alive,
    standing_for,
    standings_of,
    waiting_looks,
)
from zhenwei.store.looks_tables import LookRow
from zhenwei.store.models import CaseRow, LeadRow, NightRow
from zhenwei.types import CaseState, Verdict
from zhenwei.watchlist import load_watchlist

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def nights(store: Store) -> Nights:
    nights = Nights(store, load_watchlist())
    nights.run({host: (Verdict.SALE, [("wechat", f"seller-{host}")]) for host in ("aa.top", "bbb.vip", "cccc.cc")})
    for host, state in (("aa.top", CaseState.SENT), ("bbb.vip", CaseState.DOWN), ("cccc.cc", CaseState.DISMISSED)):
        nights.say(host, state)
    return nights


def _cases(session: Session) -> list[CaseRow]:
    return sorted(session.query(CaseRow), key=lambda case: case.site.host)


def test_a_look_is_planned_once_a_night_and_read_in_the_order_of_time(nights: Nights) -> None:
    with nights.store.transaction() as session:
        case = _cases(session)[0]
        later = NightRow(started_at=NOON, summary={})
        session.add(later)
        session.flush()
        assert [plan_look(session, night, case.id, []) for night in (later.id, 1, 1)] == [True, True, False]
        assert looks_of(session, case.id) == []  # not decided yet
        for night, at in ((1, NOON + DAY), (later.id, NOON)):
            (look,) = waiting_looks(session, night)
            look.standing, look.at = "down", at
        assert [look.at for look in looks_of(session, case.id)] == [NOON, NOON + DAY]
        assert [look.case_id for look in looks_of_night(session, 1)] == [case.id]
    with pytest.raises(StoreError), nights.store.transaction() as session:
        session.add(LookRow(night_id=1, case_id=_cases(session)[0].id))


def test_the_newest_sight_of_the_offence_is_kept_whatever_the_order(nights: Nights) -> None:
    exact = NOON + timedelta(microseconds=123_457)
    with nights.store.transaction() as session:
        case = _cases(session)[0]
        for at in (NOON - DAY, exact, NOON, exact):
            seen_alive(session, case.id, at, 1)
    with nights.store.reading() as session:
        assert [row.last_alive for row in standings_of(session, [1, 2, 3]).values()] == [exact]


def test_who_is_due(nights: Nights) -> None:
    with nights.store.transaction() as session:
        sent, down, _ = _cases(session)
        assert [case.id for case in due_cases(session, 1, NOON)] == sorted([sent.id, down.id])  # never looked at
        standing_for(session, sent.id).next_look_at = NOON
        standing_for(session, down.id).next_look_at = NOON + DAY
        session.flush()
        assert [case.id for case in due_cases(session, 1, NOON)] == [sent.id]
        assert list(due_cases(session, 1, NOON - DAY)) == []
        assert len(due_cases(session, 0, NOON - DAY)) == 2  # all, by hand


def test_a_move_is_noted_once_and_never_to_itself(nights: Nights) -> None:
    with nights.store.transaction() as session:
        old, new, _ = _cases(session)

        def move(case: CaseRow, other: CaseRow, how: str) -> bool:
            return add_move(session, case, other.site, "http://x.example/", how, night_id=1, at=NOON)

        assert [move(old, new, "http"), move(old, new, "http"), move(old, new, "wechat")] == [True, False, True]
        assert not move(old, old, "http")
        assert [one.how for one in moves_from(session, old.id)] == ["http", "wechat"]
        assert {one.case_id for one in moves_to(session, new.site_id)} == {old.id}


def test_an_unclear_site_with_the_account_of_a_site_that_is_gone_is_a_lead(nights: Nights) -> None:
    """A harmless one is not, nor one that was there all the time, nor anything while the site is still there."""
    account = [("wechat", "seller-aa.top")]
    nights.run({"new.ink": (Verdict.UNCLEAR, account), "lawful.red": (Verdict.BENIGN, account)})
    desk = Desk(Settings(), nights.watchlist, nights.store)

    def follow() -> list[tuple[str, str, str]]:
        with nights.store.transaction() as session:
            follow_moves(session, desk, nights.night, [])
            return [(lead.site.host, lead.source, lead.why) for lead in session.scalars(select(LeadRow))]

    assert follow() == []
    with nights.store.transaction() as session:
        row = standing_for(session, _cases(session)[0].id)
        row.standing, row.first_down, row.last_alive = "down", NOON, NOON + 400 * DAY  # long after the other came up
    assert follow() == []
    with nights.store.transaction() as session:
        standing_for(session, _cases(session)[0].id).last_alive = NOON
    for _ in range(2):
        ((host, source, why),) = follow()
        assert (host, source) == ("new.ink", "recheck:moved")
        assert "微信号相同" in why
        assert "seller-aa.top" not in why.replace("（aa.top）", "")
