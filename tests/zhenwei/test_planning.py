"""What is planned does not depend on when leads come; workers are begun for what waits, and no more than that."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from zhenwei.config import Settings
from zhenwei.stages.crawlers import Crew
from zhenwei.stages.desk import Desk
from zhenwei.stages.planning import Planner
from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import add_lead
from zhenwei.store.models import VisitRow
from zhenwei.store.nights import open_night
from zhenwei.types import Lead
from zhenwei.watchlist import load_watchlist

LEADS = (
    Lead("http://cx-mem-gov.example.com/a", "search:baidu", "查询"),
    Lead("http://shop.example.net/", "search:baidu", "查询"),
    Lead("http://cx-mem-gov.example.com/b", "12377", "举报"),
    Lead("http://shop.example.net/zheng", "lookalikes", "名称"),
    Lead("http://other.example.org/", "feeds", "名单"),
)


def _planned(store: Store, settings: Settings, parts: Sequence[Sequence[Lead]]) -> set[tuple[str, str]]:
    desk = Desk(settings, load_watchlist(None), store)
    planner = None
    for part in parts:
        with store.transaction() as session:
            night = open_night(session).id
            for lead in part:
                add_lead(session, lead)
        with store.transaction() as session:
            planner = planner or Planner(desk, session, night)
            planner.look(session)
        with store.reading() as session:
            assert not planner.news(session)
    with store.reading() as session:
        return {(visit.url, visit.profile) for visit in session.scalars(select(VisitRow))}


def test_leads_that_come_one_by_one_are_planned_as_if_they_came_together(store: Store, settings: Settings) -> None:
    together = open_store("sqlite://")
    assert _planned(store, settings, [[lead] for lead in LEADS]) == _planned(together, settings, [LEADS])
    together.close()


def test_a_run_that_goes_on_plans_what_the_one_before_had_not_heard_of(store: Store, settings: Settings) -> None:
    first = _planned(store, settings, [LEADS[:2]])
    both = _planned(store, settings, [LEADS[2:]])  # a planner of its own, as after a kill
    assert first < both
    whole = open_store("sqlite://")
    assert both == _planned(whole, settings, [LEADS])
    whole.close()


def test_the_limit_holds_however_the_leads_come(store: Store, settings: Settings) -> None:
    desk = Desk(settings, load_watchlist(None), store, limit=2)
    with store.transaction() as session:
        planner = Planner(desk, session, open_night(session).id)
        for lead in LEADS:
            add_lead(session, lead)
            session.flush()
            planner.look(session)
        assert len({visit.site_id for visit in session.scalars(select(VisitRow))}) == 2


@pytest.mark.parametrize(
    ("cores", "waiting", "processes"),
    [(4, 0, 0), (4, 1, 1), (4, 400, 1), (4, 401, 2), (4, 100_000, 4), (1, 100_000, 1)],
)
def test_workers_for_what_waits(cores: int, waiting: int, processes: int) -> None:
    crew = Crew(Settings(crawl_workers=cores, concurrency=16, render_tabs=2), {"visit": waiting})
    jobs = crew.first()
    assert [job.number for job in jobs] == list(range(1, processes + 1))
    assert crew.more() == []
    if processes > 1:
        assert sum(job.changes["concurrency"] for job in jobs) >= 16
        assert [job.arguments.get("only") for job in jobs[:2]] == [None, None]
        assert all(job.arguments["only"] == "first" for job in jobs[2:])  # no tab is left for these


def test_a_crew_that_stays_begins_with_one_and_grows() -> None:
    crew = Crew(Settings(crawl_workers=3), {"official": 5, "visit": 0}, stays="visit")
    assert [(job.spider, dict(job.arguments)) for job in crew.first()] == [("official", {}), ("visit", {"stay": "1"})]
    crew.waiting = 900
    assert [job.number for job in crew.more()] == [2, 3]
    crew.waiting = 90_000
    assert crew.more() == []
