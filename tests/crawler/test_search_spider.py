"""The search spider against engines on loopback: links, budgets, keys, blocks, and a row for each query."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from aiohttp import web
from sqlalchemy import select

from tests.crawler.crawler_farm import Deployment, Farm
from zhenwei.store.engine_tables import EngineQueryRow
from zhenwei.store.models import LeadRow, UnitRow

SECRET = "geheim-4711"
API = """
title = "测试接口"
endpoint = "http://api.example:{port}/search"
method = "POST"
pages = 3
[key]
env = "TEST_ENGINE_KEY"
parameter = "key"
unencrypted = true
[body]
q = "{{query}}"
page = "{{page}}"
[answer]
whole = ["ok"]
results = "rows"
url = "u"
title = "t"
ad = "ad"
[error]
code = ["error"]
message = ["message"]
"""
ROWS = [
    {"u": "http://one.example/", "t": "一"},
    {"u": "ftp://no.example/", "t": "x"},
    {"u": "http://two.example/x", "t": "二", "ad": True},
]


async def api(request: web.BaseRequest) -> web.StreamResponse:
    asked = json.loads(await request.read()) if request.method == "POST" else {}
    if request.query.get("key") != SECRET or asked.get("q") == "坏":
        return web.json_response({"error": "BAD", "message": f"key {request.query.get('key')} refused"}, status=401)
    return web.json_response({"ok": 1, "rows": ROWS if asked["page"] == 1 else []})


async def searx(request: web.BaseRequest) -> web.StreamResponse:
    silent = [["baidu", "CAPTCHA"]] if request.query["q"] == "空" else []
    rows = [] if silent else [{"url": "http://three.example/", "title": "三", "engine": "bing"}]
    return web.json_response({"results": rows, "unresponsive_engines": silent})


def asked(source: str, *queries: str, page: int = 1) -> list[tuple[str, str, dict[str, object]]]:
    return [(source, f"{page}:{query}", {"query": query, "page": page}) for query in queries]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    folder = tmp_path_factory.mktemp("search")
    with Farm() as farm:
        farm.serve("api.example", "/search", api)
        base = farm.serve("searx.example", "/search", searx).removesuffix("/search")
        (folder / "watch" / "engines").mkdir(parents=True)
        (folder / "watch" / "engines" / "office.toml").write_text(API.format(port=farm.port), "utf-8")
        own = Deployment(
            farm, folder, WATCHLIST_DIR=str(folder / "watch"), SEARXNG_URL=base, SEARCH_BUDGETS="searxng=3,office=4"
        )
        own.environ |= {"TEST_ENGINE_KEY": SECRET}
        own.plan_units("search", [*asked("office", "甲", "坏"), *asked("office", "甲", page=2)])
        own.plan_units("search", [*asked("searxng", "甲", "空", "乙", "丙", "丁"), *asked("baidu", "甲")])
        done = own.crawl("search")
        assert done.returncode == 0, done.stderr
        assert SECRET not in done.stderr
        yield own


def unit(own: Deployment, source: str, key: str) -> UnitRow:
    return next(u for u in own.units() if u.source == source and u.key == key)


def test_an_interface_is_asked_by_post_and_read(night: Deployment) -> None:
    with night.store.reading() as session:
        row = session.scalars(select(EngineQueryRow).filter_by(engine="office", query="甲", page=1)).one()
        assert (row.outcome, row.why, row.unit_id) == ("results", "", unit(night, "office", "1:甲").id)
        assert row.partial == "3 条结果中 1 条读不出"
        assert [(r.rank, r.ad, r.title, r.target) for r in row.results] == [
            (1, False, "一", "http://one.example/"), (3, True, "二", "http://two.example/x"),
        ]  # fmt: skip
        leads = {lead.url: lead.why for lead in session.scalars(select(LeadRow).filter_by(source="search:office"))}
    assert leads["http://two.example/x"] == "搜索“甲”第 1 页第 3 条（广告）：二"
    assert unit(night, "office", "2:甲").outcome == "nothing"


def test_a_key_is_in_no_row_and_no_log(night: Deployment) -> None:
    refused = unit(night, "office", "1:坏")
    assert refused.outcome == "error"
    assert "key *** refused" in refused.detail["why"]
    kept = "".join(path.read_text("utf-8", "replace") for path in night.folder.rglob("*.log"))
    assert SECRET not in kept
    assert SECRET.encode() not in (night.folder / "zhenwei.db").read_bytes()


def test_an_instance_without_answering_engines_is_blocked(night: Deployment) -> None:
    assert unit(night, "searxng", "1:甲").outcome == "results"
    silent = unit(night, "searxng", "1:空")
    assert (silent.outcome, "baidu" in silent.detail["why"]) == ("blocked", True)


def test_the_day_has_a_budget_and_what_is_over_it_waits(night: Deployment) -> None:
    assert [unit(night, "searxng", f"1:{q}").outcome for q in "甲空乙丙丁"] == [
        "results", "blocked", "results", "waiting", "waiting",
    ]  # fmt: skip
    # Gone on with in the same day, nothing more is asked.
    before = night.farm.asked("searx.example").total()
    assert night.crawl("search").returncode == 0
    assert night.farm.asked("searx.example").total() == before
    assert unit(night, "searxng", "1:丙").outcome == "waiting"


def test_an_engine_whose_use_nobody_authorised_is_not_asked(night: Deployment) -> None:
    assert unit(night, "baidu", "1:甲").outcome == "error"
    with night.store.reading() as session:
        assert not session.scalars(select(EngineQueryRow).filter_by(engine="baidu")).all()
