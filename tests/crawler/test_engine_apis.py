"""Described interfaces and SearXNG: what is asked, what is read, and that an error never reads as "nothing found"."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.engines import every_source, used_sources
from crawler.engines.engine import Reply
from zhenwei.config import Settings
from zhenwei.errors import SettingsError, WatchlistError
from zhenwei.watchlist.engines import load_apis

BUILT_IN = ("baidu-qianfan", "bing-v7", "bocha")
SETTINGS = Settings()
OWN = """
title = "本地检索"
endpoint = "https://search.office.example/api"
page_size = 20
pages = 4
[key]
env = "OFFICE_KEY"
parameter = "appkey"
[query]
w = "{query}"
p = "{page0}"
from = "{offset}"
fixed = "zh"
[answer]
whole = ["meta.ok"]
results = "data.0.items"
url = "href|link"
title = "t"
ad = "promoted"
[error]
code = ["err"]
ok_codes = ["0"]
quota_codes = ["LIMIT_*"]
"""


def overlay(folder: Path, text: str = OWN, name: str = "office.toml") -> Settings:
    (folder / "engines").mkdir(exist_ok=True)
    (folder / "engines" / name).write_text(text, "utf-8")
    return Settings(watchlist_dir=folder)


def reply(body: object, status: int = 200, location: str = "") -> Reply:
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return Reply(status, "https://api.example/", text, location)


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_interfaces_ask_only_their_own_host_and_keep_the_key_apart(name: str) -> None:
    api = load_apis()[name]
    assert api.key is not None
    source = every_source(SETTINGS)[name]
    with pytest.raises(SettingsError, match=api.key.env):
        source.question("电工证", 1, SETTINGS, {})
    question = source.question("电工证 “包过”", 1, SETTINGS, {api.key.env: "geheim"})
    assert urlsplit(question.url).hostname == urlsplit(api.endpoint).hostname
    assert question.url.startswith("https://")
    assert "geheim" not in question.url
    assert any("geheim" in value for value in question.headers.values())
    assert question.secret == "geheim"
    asked = question.body.decode() if question.method == "POST" else parse_qs(urlsplit(question.url).query)["q"][0]
    assert "电工证" in asked
    if question.method == "POST":
        assert json.loads(question.body)


def test_an_interface_is_on_as_soon_as_its_key_is_there_and_pages_are_read_only_by_leave() -> None:
    assert used_sources(SETTINGS, {}) == ()
    assert used_sources(SETTINGS, {"BOCHA_API_KEY": "x"}) == ("bocha",)
    assert used_sources(Settings(searxng_url="http://searx.example"), {}) == ("searxng",)
    assert used_sources(Settings(search_engines=("baidu", "bocha")), {"BOCHA_API_KEY": "x"}) == ("bocha", "baidu")


def test_a_deployment_describes_its_own(tmp_path: Path) -> None:
    settings = overlay(tmp_path)
    source = every_source(settings)["office"]
    assert used_sources(settings, {"OFFICE_KEY": "k1"}) == ("office",)
    asked = parse_qs(urlsplit(source.question("甲 乙", 3, settings, {"OFFICE_KEY": "k1"}).url).query)
    assert asked == {"w": ["甲 乙"], "p": ["2"], "from": ["40"], "fixed": ["zh"], "appkey": ["k1"]}
    rows = [
        {"href": "https://a.example/", "t": "一\x04<em>证</em>"},
        {"link": "http://b.example/", "t": "二", "promoted": 1},
    ]
    answer = source.answer(reply({"meta": {"ok": 1}, "err": 0, "data": [{"items": rows}]}), "甲 乙")
    assert [(r.rank, r.url, r.title, r.ad) for r in answer.results] == [
        (1, "https://a.example/", "一证", False), (2, "http://b.example/", "二", True),
    ]  # fmt: skip
    assert (answer.outcome, source.pages) == ("results", 4)


WHOLE: dict[str, Any] = {"meta": {"ok": True}, "data": [{"items": []}]}


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        (WHOLE, 200, "nothing"),
        (WHOLE | {"err": "LIMIT_DAY"}, 200, "blocked"),
        (WHOLE | {"err": "BAD_KEY"}, 200, "error"),
        (WHOLE, 429, "blocked"),
        (WHOLE, 500, "error"),
        ({"data": [{"items": []}]}, 200, "changed"),  # what stands in every whole answer is missing
        ({"meta": {"ok": 1}, "data": []}, 200, "changed"),
        ({"meta": {"ok": 1}, "data": [{"items": {"0": 1}}]}, 200, "changed"),
        ({"meta": {"ok": 1}, "data": [{"items": [{"x": 1}]}]}, 200, "changed"),
        ({"meta": {"ok": 1}, "data": [{"items": [{"href": "javascript:1", "t": "x"}]}]}, 200, "changed"),
        ([], 200, "changed"),
        ("", 200, "changed"),
        ("<html>安全验证", 200, "changed"),
        ("<html>too many", 429, "blocked"),
        ("[" * 100_000, 200, "changed"),
        ("null", 200, "changed"),
    ],
)
def test_nothing_found_is_only_a_whole_answer_with_an_empty_list(
    tmp_path: Path, body: object, status: int, outcome: str
) -> None:
    answer = every_source(overlay(tmp_path))["office"].answer(reply(body, status), "x")
    assert answer.outcome == outcome
    assert bool(answer.why) == (outcome != "nothing")


def test_an_interface_is_not_followed_elsewhere(tmp_path: Path) -> None:
    answer = every_source(overlay(tmp_path))["office"].answer(reply("", 302, "https://other.example/"), "x")
    assert answer.outcome == "changed"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('w = "{query}"', 'w = "x"'), "query"),
        (('p = "{page0}"', 'p = "{seite}"'), "seite"),
        (('env = "OFFICE_KEY"', ""), "env"),
        (("[answer]", "[answers]"), "answer"),
        (("https://search.office.example/api", "https://search.office.example/api?x=1"), "endpoint"),
        (("https://search.office.example/api", "https://u:p@search.office.example/api"), "endpoint"),
        (("[query]", '[body]\nq = "{query}"\n[query]'), "POST"),
        (("page_size = 20", "page_size = 2000"), "page_size"),
        (("https://search", "http://search"), "https"),
    ],
)
def test_a_description_that_does_not_fit_is_refused_by_name(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(WatchlistError, match=r"office\.toml") as refused:
        every_source(overlay(tmp_path, OWN.replace(*change)))
    assert said in str(refused.value)


def test_bing_leaves_out_its_list_when_there_is_nothing_and_tells_an_altered_query() -> None:
    bing = every_source(SETTINGS)["bing-v7"]
    assert bing.answer(reply({"_type": "SearchResponse", "queryContext": {}}), "x").outcome == "nothing"
    assert bing.answer(reply({"queryContext": {}}), "x").outcome == "changed"
    told = {"_type": "SearchResponse", "queryContext": {"alteredQuery": "food"},
            "webPages": {"totalEstimatedMatches": 7, "value": [{"name": "一", "url": "http://a.example"}]}}  # fmt: skip
    answer = bing.answer(reply(told), "foood")
    assert (answer.outcome, answer.shown_for, answer.total) == ("results", "food", 7)
    denied = bing.answer(reply({"_type": "ErrorResponse", "errors": [{"code": "InvalidAuthorization"}]}, 401), "x")
    assert (denied.outcome, "InvalidAuthorization" in denied.why) == ("error", True)


def test_qianfan_tells_its_errors_with_status_200_too() -> None:
    own = every_source(SETTINGS)["baidu-qianfan"]
    question = own.question("电工证", 1, SETTINGS, {"QIANFAN_API_KEY": "k"})
    assert json.loads(question.body)["resource_type_filter"] == [{"type": "web", "top_k": 50}]
    assert own.answer(reply({"requestId": "1", "code": 216003, "message": "auth"}), "x").outcome == "error"
    assert own.answer(reply({"requestId": "1", "code": "QUOTA_USER_DAILY_FREE"}, 429), "x").outcome == "blocked"
    assert own.answer(reply({"request_id": "1"}), "x").outcome == "changed"
    assert own.answer(reply({"request_id": "1", "references": []}), "x").outcome == "nothing"


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        ({"results": [{"url": "https://a.example/", "title": "一"}], "unresponsive_engines": []}, 200, "results"),
        ({"results": [{"url": "https://a.example/"}], "unresponsive_engines": [["baidu", "CAPTCHA"]]}, 200, "results"),
        ({"results": [], "unresponsive_engines": []}, 200, "nothing"),
        ({"results": [], "unresponsive_engines": [["baidu", "CAPTCHA"]]}, 200, "blocked"),
        ({"results": [], "unresponsive_engines": [["baidu", "Suspended: CAPTCHA"], ["bing", "timeout"]]}, 200, "error"),
        ({"results": [], "unresponsive_engines": ["baidu"]}, 200, "error"),
        ({"results": [{"title": "x"}]}, 200, "changed"),
        ({"query": "x"}, 200, "changed"),
        ("<!doctype html>", 200, "changed"),
        ("<html>Forbidden", 403, "error"),
        ("Too Many Requests", 429, "blocked"),
    ],
)
def test_an_instance_whose_engines_are_silent_has_not_found_nothing(body: object, status: int, outcome: str) -> None:
    own = every_source(SETTINGS)["searxng"]
    answer = own.answer(reply(body, status), "x")
    assert answer.outcome == outcome
    silent = isinstance(body, dict) and body.get("unresponsive_engines")
    assert bool(answer.partial) == bool(outcome == "results" and silent)


def test_the_instance_is_the_setting_and_nothing_else() -> None:
    own = every_source(SETTINGS)["searxng"]
    for base in ("http://searx.example", "http://searx.example/", "http://searx.example/search"):
        url = own.question("甲 乙", 2, Settings(searxng_url=base), {}).url
        assert url.startswith("http://searx.example/search?")
        assert parse_qs(urlsplit(url).query)["pageno"] == ["2"]
    with pytest.raises(SettingsError, match="SEARXNG_URL"):
        own.question("甲", 1, SETTINGS, {})
