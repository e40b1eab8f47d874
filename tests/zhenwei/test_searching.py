"""Queries of engines over nights and days: planned once, within the day's budget, kept whole, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from zhenwei.clock import BEIJING, now
from zhenwei.config import Settings
from zhenwei.errors import SettingsError
from zhenwei.stages.desk import Desk
from zhenwei.stages.searching import engines_said, outcomes_said, plan_queries
from zhenwei.store.database import Store
from zhenwei.store.engine_tables import EngineQueryRow, EngineResultRow
from zhenwei.store.engines import Hit, QueryDone, engine_nights, last_asked, queries_of_day, save_query
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import close_night, finish_unit, open_night, waiting_units
from zhenwei.watchlist import load_watchlist

DONE = QueryDone(
    "bing", "电工证 办理", 1, now(), "results", hits=(Hit(1, "http://a.example/", "http://a.example/", "一"),)
)
HITS = (
    Hit(1, "http://www.baidu.com/link?url=A", "", "一"),
    Hit(2, "http://b.example/", "http://b.example/", "二", ad=True),
)


def settings(folder: Path, **more: object) -> Settings:
    return Settings(data_dir=folder, search_engines=("bing", "baidu"), search_budget=10, **more)


def desk(store: Store, own: Settings) -> Desk:
    return Desk(own, load_watchlist(), store)


def planned(store: Store, own: Settings) -> list[tuple[str, str]]:
    with store.transaction() as session:
        night = open_night(session).id
    plan_queries(desk(store, own), night)
    with store.reading() as session:
        return [(unit.source, unit.key) for unit in waiting_units(session, night, "search")]


def answer_all(store: Store, outcome: str = "results", most: int = 1000) -> None:
    """End the waiting units as the spider does, each in one transaction, and close the night."""
    with store.transaction() as session:
        night = open_night(session).id
        for unit in waiting_units(session, night, "search")[:most]:
            page, _, query = unit.key.partition(":")
            save_query(session, unit.id, QueryDone(unit.source, query, int(page), now(), outcome))
            finish_unit(session, unit.id, outcome)
        close_night(session, night, {})


def test_a_night_is_planned_once_engines_side_by_side(store: Store, tmp_path: Path) -> None:
    own = settings(tmp_path, search_budgets=("baidu=3",))
    first = planned(store, own)
    assert [source for source, _ in first].count("bing") == 10
    assert [source for source, _ in first[:6]] == ["bing", "baidu"] * 3
    assert planned(store, settings(tmp_path, search_budgets=("bing=50",))) == first


def test_a_budget_is_the_days_and_not_the_nights(store: Store, tmp_path: Path) -> None:
    own = settings(tmp_path)
    first = planned(store, own)
    answer_all(store, most=12)  # six of each engine; the night was given up
    second = planned(store, own)
    assert len(second) == 8
    assert not set(second) & set(first[:12])
    answer_all(store)
    assert planned(store, own) == []
    with store.reading() as session:
        said = list(engines_said(session, own, open_night(session).id))
    assert said == [f"搜索引擎 {name}：今日查询额度（10 次）已用完，本次未查询" for name in ("bing", "baidu")]


def test_what_was_turned_away_comes_again_first(store: Store, tmp_path: Path) -> None:
    own = settings(tmp_path)
    turned = {key for source, key in planned(store, own) if source == "bing"}
    answer_all(store, "blocked")
    with store.reading() as session:
        assert last_asked(session, "bing") == {}
        assert set(queries_of_day(session, now().astimezone(BEIJING).date())["bing"]) == turned


def unit_of(store: Store) -> int:
    with store.transaction() as session:
        unit = UnitRow(night_id=open_night(session).id, spider="search", source="bing", key="1:x", detail={})
        session.add(unit)
        session.flush()
        return unit.id


def test_a_query_done_again_is_one_row(store: Store) -> None:
    unit = unit_of(store)
    for done in (DONE, replace(DONE, outcome="changed", why="x" * 900, hits=HITS), replace(DONE, hits=HITS)):
        with store.transaction() as session:
            save_query(session, unit, done)
    with store.reading() as session:
        row = session.scalars(select(EngineQueryRow)).one()
        assert (row.outcome, [(r.rank, r.ad, r.target) for r in row.results]) == (
            "results", [(1, False, ""), (2, True, "http://b.example/")],
        )  # fmt: skip
        assert session.scalar(select(func.count()).select_from(EngineResultRow)) == 2


def test_the_day_is_beijings(store: Store) -> None:
    midnight = datetime(2026, 11, 22, tzinfo=BEIJING)
    with store.transaction() as session:
        for number, moment in enumerate((midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=23))):
            unit = UnitRow(
                night_id=open_night(session).id, spider="search", source="bing", key=f"1:{number}", detail={}
            )
            session.add(unit)
            session.flush()
            save_query(session, unit.id, replace(DONE, query=str(number), asked_at=moment))
    with store.reading() as session:
        assert queries_of_day(session, midnight.date()) == {"bing": ["1:1", "1:2"]}


def test_half_seen_engines_are_named(store: Store, tmp_path: Path) -> None:
    unit = unit_of(store)
    done = replace(DONE, shown_for="别的", partial="页面不完整（被截断）", hits=HITS, total=10**12)
    with store.transaction() as session:
        save_query(session, unit, done)
        night = open_night(session).id
    with store.reading() as session:
        said = list(engines_said(session, settings(tmp_path), night))
        told = engine_nights(session)[0]
    assert said == ["搜索引擎 bing：1 次按改写后的查询作答，1 页未能读全，2 条结果中 1 条未能解析出目标网址"]
    assert (told.engine, told.results, told.unresolved, outcomes_said(told)) == ("bing", 2, 1, "有结果 1")


@pytest.mark.parametrize(
    ("budgets", "granted", "a_day"),
    [((), None, 90), ((), 50, 50), ((), 500, 90), (("bing=7",), 50, 7), (("bing=0",), None, 0)],
)
def test_whose_budget_counts(budgets: tuple[str, ...], granted: int | None, a_day: int) -> None:
    assert Settings(search_budgets=budgets).queries_a_day("bing", granted) == a_day


def test_a_budget_that_is_none_is_refused(tmp_path: Path) -> None:
    from zhenwei.config import load_settings, settings_environ

    assert load_settings({"ZHENWEI_SEARCH_BUDGETS": "bing=7, searxng=9"}, tmp_path).search_budgets == (
        "bing=7",
        "searxng=9",
    )
    own = Settings(search_budgets=("bing=7",))
    assert load_settings(settings_environ(own), tmp_path).search_budgets == ("bing=7",)
    with pytest.raises(SettingsError, match="search_budgets"):
        load_settings({"ZHENWEI_SEARCH_BUDGETS": "bing"}, tmp_path)
