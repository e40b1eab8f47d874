"""Clocks counted by day are the clocks counted one by one: same numbers, same first lines, on both databases."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from takedown.clocks import Clock, Stand, open_clocks
from takedown.standing import standing_clocks
from takedown.ticking import all_clocks
from zhenwei.store.database import Store
from zhenwei.store.letters_tables import ClockDoneRow, DispatchRow
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeRow, SiteRow
from zhenwei.types import CaseState
from zhenwei.watchlist.clocks import Clocks, load_clocks

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
CASES = 120
VERDICTS = ("certificate_sale", "counterfeit_site", "unclear")
STATES = tuple(CaseState)


def fill(store: Store) -> None:
    """Cases of all states, last seen within four years, many of them close to midnight in Beijing (16:00 UTC)."""
    made = random.Random(5)
    with store.transaction() as session:
        for number in range(1, CASES + 1):
            seen = NOW - timedelta(days=made.choice((3, 46, 50, 59, 60, 61, 181, 184, 400, 1200)))
            seen = seen.replace(hour=made.choice((3, 15, 16)), minute=made.choice((0, 59)))
            site = SiteRow(host=f"h{number}.example", registrable="h.example", first_seen=seen)
            session.add(site)
            session.flush()
            state, verdict = STATES[number % len(STATES)].value, made.choice(VERDICTS)
            session.add(
                CaseRow(
                    id=number, site_id=site.id, url=f"http://h{number}.example/", state=state, verdict=verdict,
                    impersonation=80.0, sale=20.0, first_seen=seen, last_seen=seen,
                )
            )  # fmt: skip
            session.flush()
            if number % 2:
                alive = seen + timedelta(days=1) if number % 3 else None
                session.add(StandingRow(case_id=number, standing="alive", last_alive=alive))
            if number % 4 == 0:
                letter(session, number, ("police", "market")[number % 8 == 0], ("sent", "draft", "closed")[number % 3])
            if number % 5 == 0:
                at = seen + timedelta(days=made.choice((-9, 9)))
                session.add(ClockDoneRow(key=f"network-logs:c{number}", by="chen", at=at))


def letter(session, case: int, recipient: str, state: str) -> None:  # type: ignore[no-untyped-def]
    sent = NOW - timedelta(days=case)
    notice = NoticeRow(
        recipient=recipient, office="某市公安局", kind="police-clue", title="函", state=state, folder=f"{case}",
        drafted_by="chen", drafted_at=sent,
    )  # fmt: skip
    notice.cases = [NoticeCaseRow(case_id=case)]
    session.add(notice)
    session.flush()
    session.add(DispatchRow(notice_id=notice.id, sent_at=sent, reply_days=15, cites=[], by="chen", at=sent))


def in_hours(clocks: Clocks) -> Clocks:
    """One rule of cases with a term in hours, which ends at the minute at which it began."""
    return replace(
        clocks,
        rules=tuple(
            rule.model_copy(update={"unit": "hours", "length": 46 * 24}) if rule.id == "access-records" else rule
            for rule in clocks.rules
        ),
    )


@pytest.mark.parametrize("hours", [False, True])
def test_counted_by_day_as_one_by_one(store: Store, hours: bool) -> None:
    fill(store)
    clocks = in_hours(load_clocks()) if hours else load_clocks()
    with store.reading() as session:
        each = open_clocks(all_clocks(session, clocks, NOW))
        found = standing_clocks(session, clocks, NOW, CASES * len(clocks.rules))
    assert +found.counts == Counter(clock.stand for clock in each)
    assert {Stand.RUNNING, Stand.SOON, Stand.LAPSED, Stand.OVERDUE} <= found.counts.keys()
    assert found.letters == [clock for clock in each if not by_case(clock)]
    for stand in Stand:
        assert found.cases.get(stand, []) == [clock for clock in each if by_case(clock) and clock.stand is stand]


def test_no_more_than_asked_for_and_the_first_of_them(store: Store) -> None:
    fill(store)
    with store.reading() as session:
        few, all_ = (standing_clocks(session, load_clocks(), NOW, most) for most in (4, 1000))
    assert few.counts == all_.counts
    assert {stand: len(found) for stand, found in few.cases.items()} == {
        stand: min(4, len(found)) for stand, found in all_.cases.items()
    }
    assert all(few.cases[stand][0].due == found[0].due for stand, found in all_.cases.items())


@pytest.mark.parametrize("most", [3, 1000])
def test_of_ways_not_asked_for_only_the_number(store: Store, most: int) -> None:
    fill(store)
    with store.reading() as session:
        whole = standing_clocks(session, load_clocks(), NOW, most)
        soon = standing_clocks(session, load_clocks(), NOW, most, (Stand.SOON,))
    assert (soon.counts, soon.letters) == (whole.counts, whole.letters)
    assert soon.cases == {Stand.SOON: whole.cases[Stand.SOON]}


def by_case(clock: Clock) -> bool:
    return clock.rule.starts == "last_alive"
