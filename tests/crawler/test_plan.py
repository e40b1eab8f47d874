"""The plan of queries: same night same plan, the best every night, the rest in turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crawler.engines.plan import Asked, plan
from zhenwei.watchlist import Catalogue, LexiconGroup, Organ, Watchlist
from zhenwei.watchlist.models import CatalogueCategory, CatalogueItem, Sender

ITEMS = tuple(CatalogueItem(name=f"项目{n}作业", aliases=(f"甲{n}",)) for n in range(12))
CATALOGUE = Catalogue(
    version="v1",
    title="目录",
    valid_from=date(2010, 7, 1),
    source="测试",
    category=(CatalogueCategory(name="电工作业", items=ITEMS),),
)
ORGAN = Organ(slug="mem", name="应急管理部", domains=("mem.example",), titles=("特种作业操作证查询平台",))
WATCHLIST = Watchlist(
    organs={"mem": ORGAN}, lexicon={}, catalogues=(CATALOGUE,), laws={}, offices=(),
    sender=Sender(name="某网信办", short="某", code="某网信", region="110000"), lawful=(),
)  # fmt: skip


def test_the_plan_is_deterministic_unique_and_within_its_budget() -> None:
    one, two = plan(WATCHLIST, 3, 40), plan(WATCHLIST, 3, 40)
    assert one == two
    assert len(one) == 40
    assert len({q.key for q in one}) == 40
    assert plan(WATCHLIST, 3, 0) == []


def test_it_asks_for_certificates_look_ups_protected_titles_and_regions() -> None:
    texts = [q.text for q in plan(WATCHLIST, 1, 30)]
    assert any("包过" in t or "办理" in t for t in texts)
    assert any("查询" in t for t in texts)
    assert "特种作业操作证查询平台" in texts
    assert any("北京" in t for t in texts)


FEW = replace(
    WATCHLIST, lexicon={"search_regions": LexiconGroup(group="search_regions", why="x", terms=("甲省", "乙省"))}
)


def test_the_best_come_every_night_and_the_rest_in_turn() -> None:
    nights = [{q.key for q in plan(FEW, n, 20)} for n in range(200)]
    assert len(set.intersection(*nights)) >= 12
    everything = {q.key for q in plan(FEW, 0, 100_000)}
    assert set.union(*nights) == everything
    assert {"电工证 办理 甲省", "电工证 办理 乙省"} <= {key[2:] for key in everything}


def test_by_what_was_asked_before_all_have_their_turn() -> None:
    everything = {q.key for q in plan(FEW, 0, 100_000)}
    last: dict[str, int] = {}
    for night in range(1, 200):
        asked = plan(FEW, night, 20, Asked(last=last))
        assert len(asked) == 20
        last |= dict.fromkeys((q.key for q in asked), night)
    assert set(last) == everything
    # Between two turns of one query all others of its tier have theirs.
    assert min(last.values()) > 50


def test_a_second_night_in_one_day_asks_other_things_with_what_is_left() -> None:
    first = [q.key for q in plan(WATCHLIST, 1, 30)]
    some = plan(WATCHLIST, 2, 30, Asked(used=10, today=frozenset(first[:10])))
    assert len(some) == 20
    assert not {q.key for q in some} & set(first[:10])
    assert [q.key for q in some[:8]] == first[10:18]
    assert plan(WATCHLIST, 2, 30, Asked(used=30, today=frozenset(first))) == []
    assert plan(WATCHLIST, 2, 30, Asked(used=35)) == []


def test_an_engine_without_pages_is_asked_for_none() -> None:
    assert {q.page for q in plan(WATCHLIST, 1, 100_000)} == {1, 2}
    assert {q.page for q in plan(WATCHLIST, 1, 100_000, pages=1)} == {1}


def test_a_budget_of_a_few_queries_is_for_the_best() -> None:
    assert [q.text for q in plan(WATCHLIST, 0, 1)] == ["特种作业操作证 办理"]
    assert len({q.key for n in range(5) for q in plan(WATCHLIST, n, 1)}) == 5
    assert all(q.why != "地区" for q in plan(WATCHLIST, 7, 5)[:3])
