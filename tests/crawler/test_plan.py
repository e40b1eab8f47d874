"""The plan of queries: same night same plan, the best every night, the rest in turn."""

from __future__ import annotations

from datetime import date

from crawler.engines.plan import plan
from zhenwei.watchlist import Catalogue, Organ, Watchlist
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


def test_the_best_come_every_night_and_the_rest_in_turn() -> None:
    nights = [{q.key for q in plan(WATCHLIST, n, 20)} for n in range(200)]
    assert len(set.intersection(*nights)) >= 12
    everything = {q.key for q in plan(WATCHLIST, 0, 100_000)}
    assert set.union(*nights) == everything
