"""Each engine's reader on small pages in its structure, and what must never be taken for "nothing found"."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.engines import every_engine, every_source
from crawler.engines.engine import Answer, Reply
from crawler.engines.links import target_of_link
from zhenwei.config import Settings

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "fixtures"

APIS = {"bing_api_v7": "bing-v7", "baidu_qianfan": "baidu-qianfan", "bocha": "bocha", "searxng": "searxng"}

BAIDU = """<title>电工证_百度搜索</title><div id="content_left">
<div class="result-op c-container xpath-log" id="1" mu="https://a.example/x"><h3 class="t">
<a href="http://www.baidu.com/link?url=A">一 <em>电工</em></a></h3></div>
<div class="result c-container" id="2"><h3 class="t"><a href="http://www.baidu.com/link?url=B">二</a></h3>
<div class="c-abstract">摘要</div></div>
<div class="result c-container" id="3"><p>没有标题的盒子</p></div>
<div class="EC_result" data-tuiguang="1"><h3><a href="http://www.baidu.com/baidu.php?url=C">三</a></h3></div></div>"""
SOGOU = """<title>电工证 - 搜狗搜索</title><div id="main"><div class="results">
<div class="vrwrap"><h3 class="vr-title"><a href="/link?url=A">一</a></h3><div class="fz-mid space-txt">摘要</div></div>
<div class="rb"><h3 class="pt"><a href="https://b.example/">二</a></h3></div>
<div class="sponsor-wrap biz_sponsor"><h3 class="biz_title"><a href="/link?url=C">三</a></h3></div></div></div>"""
SO360 = """<title>电工证_360搜索</title><div id="main"><ul class="result">
<li class="res-list"><h3 class="res-title"><a href="https://www.so.com/link?m=A" data-mdurl="https://a.example/x">一</a>
</h3><p class="res-desc">摘要</p></li>
<li class="res-list"><h3 class="res-title"><a href="https://www.so.com/link?m=B">二</a></h3></li></ul>
<ul class="e_idea e-tuiguang"><li><h3><a href="https://www.so.com/link?m=C">三</a></h3></li></ul></div>"""
BING = """<title>电工证 - 搜索</title><ol id="b_results">
<li class="b_ad"><ul><li><h2><a href="https://www.bing.com/aclick?ld=C">三</a></h2></li></ul></li>
<li class="b_algo"><h2><a href="https://a.example/x">一</a></h2><p>摘要</p></li>
<li class="b_algo"><h2><a href="https://www.bing.com/ck/a?u=a1aHR0cHM6Ly9iLmV4YW1wbGUv&ntb=1">二</a></h2></li></ol>"""


@pytest.mark.parametrize(
    ("engine", "html", "urls", "ads"),
    [
        ("baidu", BAIDU, ["https://a.example/x", "http://www.baidu.com/link?url=B"], 1),
        ("sogou", SOGOU, ["https://www.sogou.com/link?url=A", "https://b.example/"], 1),
        ("so360", SO360, ["https://a.example/x", "https://www.so.com/link?m=B"], 1),
        ("bing", BING, ["https://a.example/x", "https://b.example/"], 1),
    ],
)
def test_results_are_read_in_order_with_advertisements_marked(
    engine: str, html: str, urls: list[str], ads: int
) -> None:
    own = every_engine()[engine]
    answer = own.read(html, own.request("电工证", 1))
    assert answer.outcome == "results"
    assert [r.url for r in answer.results if not r.ad] == urls
    assert sum(r.ad for r in answer.results) == ads
    assert [r.rank for r in answer.results] == list(range(1, len(answer.results) + 1))
    assert {r.title.replace(" ", "") for r in answer.results} == {"一电工" if engine == "baidu" else "一", "二", "三"}
    assert any(r.snippet == "摘要" for r in answer.results)


NOTHING = {
    "baidu": '<title>x_百度搜索</title><div id="content_left"><p class="nors">没有找到与“x”相关的网页</p></div>',
    "sogou": '<title>x - 搜狗搜索</title><div id="main"><p>抱歉，没有找到与“x”相关的网页。</p></div>',
    "so360": '<title>x_360搜索</title><div id="main"><div id="no-result">抱歉，未找到和 “x” 相关的网页</div></div>',
    "bing": '<title>x - 搜索</title><ol id="b_results"><li class="b_no">没有与此相关的结果: x</li></ol>',
    "weixin": '<title>x – 搜狗微信搜索</title><div id="main"><p>没有找到相关的微信公众号文章。</p></div>',
}
BLOCKED = {
    "baidu": "<title>百度安全验证</title><div class='timeout-title'>网络不给力，请稍后重试</div>",
    "sogou": "<title>搜狗搜索</title><p class='p2'>您的访问出错了</p>",
    "so360": "<title>360搜索_访问异常出错</title><p>请输入验证码以便正常访问</p>",
    "bing": "<title>必应</title><div class='captcha_text'>请解决以下难题以继续</div>",
    "weixin": "<title>搜狗搜索</title><p>用户您好，您的访问过于频繁</p>",
}


@pytest.mark.parametrize("engine", sorted(every_engine()))
def test_an_empty_answer_is_nothing_only_where_the_page_says_so(engine: str) -> None:
    own = every_engine()[engine]
    asked = own.request("x", 1)
    assert own.read(NOTHING[engine], asked).outcome == "nothing"
    assert own.read(BLOCKED[engine], asked).outcome == "blocked"
    for other in (
        "",
        "<html></html>",
        "<title>首页</title><form><input name=wd></form>",
        "<title>x_搜索</title><head>",
    ):
        assert own.read(other, asked).outcome == "changed"
    # "Nothing found" quoted outside a page of results is no answer either.
    assert own.read("<title>新闻</title><p>没有找到 未找到和 没有与此相关的结果</p>", asked).outcome == "changed"


@pytest.mark.parametrize("engine", sorted(every_engine()))
def test_a_query_survives_the_address(engine: str) -> None:
    own = every_engine()[engine]
    asked = own.request("特种作业 & “包过” #1", 3)
    assert "特种作业 & “包过” #1" in [v[0] for v in parse_qs(urlsplit(asked).query).values()]
    assert own.request("a", 1) != own.request("a", 2)


@pytest.mark.parametrize(
    ("engine", "url"),
    [("sogou", "http://www.sogou.com/antispider/?from=x"), ("baidu", "https://wappass.baidu.com/static/captcha")],
)
def test_being_sent_to_a_verification_page_is_being_blocked(engine: str, url: str) -> None:
    assert every_engine()[engine].read("", url).outcome == "blocked"


@pytest.mark.parametrize(
    ("status", "location", "html", "target"),
    [
        (302, "https://a.example/", "", "https://a.example/"),
        (
            200,
            "",
            '<script>window.location.replace("https://a.example/?a=1&amp;b=2")</script>',
            "https://a.example/?a=1&b=2",
        ),
        (200, "", "<meta http-equiv=refresh content=\"0;URL='https://a.example/'\">", "https://a.example/"),
        (404, "", "gone", ""),
        (200, "", "<p>安全验证</p>", ""),
    ],
)
def test_the_target_behind_a_link(status: int, location: str, html: str, target: str) -> None:
    assert target_of_link("http://www.sogou.com/link?url=A", status, location, html) == target


def test_only_the_engines_own_links_are_links() -> None:
    own = every_engine()["baidu"]
    assert own.is_link("http://www.baidu.com/link?url=A")
    assert not own.is_link("http://notbaidu.com/link?url=A")
    assert not own.is_link("http://zhidao.baidu.com/question/1.html")


def _read_as(row: dict[str, Any]) -> Answer:
    expect, file = row["expect"], DATA / row["file"]
    if file.suffix == ".json":
        name = next(api for prefix, api in APIS.items() if file.name.startswith(prefix))
        status = 401 if expect.get("error") else 200
        return every_source(Settings())[name].answer(Reply(status, "https://api.example/", file.read_text("utf-8")))
    own = every_engine()[{"360": "so360"}.get(expect["engine"], expect["engine"])]
    return own.read(file.read_text("utf-8", "replace"), own.request("x", 1))


def _told(row: dict[str, Any], answer: Answer) -> None:
    """Compare with what a person found: a file says only what was looked for in it."""
    expect, organic = row["expect"], [r for r in answer.results if not r.ad]
    titles = [r.title.rstrip(".") for r in organic]
    if expect.get("error"):
        assert answer.outcome == "error"
        assert str(expect["code"]) in answer.why
        return
    assert len(organic) == expect.get("organic_blocks", expect.get("n"))
    if not organic:
        assert answer.outcome == ("blocked" if expect.get("blocked") else "changed")
        return
    assert answer.outcome == "results"
    assert answer.total == expect.get("total_estimate", expect.get("total", answer.total))
    assert answer.shown_for == expect.get("altered_to", "")
    assert sum(r.ad for r in answer.results) == expect.get("ads", 0)
    assert titles[0].startswith(expect.get("first_title", "").rstrip("."))
    assert organic[0].url.startswith(expect.get("first_url") or expect.get("first_url_prefix") or "")
    assert titles[1:2] == [] or titles[1].startswith(
        expect.get("second_title", expect.get("second_title_prefix", "")).rstrip(".")
    )


@pytest.mark.data
@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent")
def test_saved_answers_are_read_as_people_read_them() -> None:
    rows = [json.loads(line) for line in (DATA / "truth.jsonl").read_text("utf-8").splitlines()]
    saved = [row for row in rows if row["file"].startswith("serp/")]
    for row in saved:
        _told(row, _read_as(row))
    assert len(saved) >= 10
