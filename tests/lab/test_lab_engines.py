"""The engines answer over what a search spider sees, in their kind of markup, and say when they refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import lxml.html
import pytest

from lab.engines import DIALECTS
from lab.engines.base import marked, token_of
from lab.index import documents, parse, search, units
from lab.world import load_world
from tests.lab.lab_worlds import Visitor, page, visited

QUERY = "高处作业证查询"
ASK = {
    "baidu": "http://www.baidu.com/s?wd={q}&pn={ten}",
    "sogou": "https://www.sogou.com/web?query={q}&page={page}",
    "so360": "https://www.so.com/s?q={q}&pn={page}",
    "bing": "https://cn.bing.com/search?q={q}&first={first}",
}
RESULTS = {
    "baidu": '//*[@id="content_left"]/div[contains(@class, "c-container")]',
    "sogou": '//*[@class="results"]/div[@class="vrwrap"]',
    "so360": '//ul[@class="result"]/li[@class="res-list"]',
    "bing": '//ol[@id="b_results"]/li[@class="b_algo"]',
}
NOTHING = {"baidu": "没有找到", "sogou": "没有找到", "so360": "未找到", "bing": "没有与此相关的结果"}
BLOCKED = {"baidu": "安全验证", "sogou": "异常访问", "so360": "操作过于频繁", "bing": "解决以下难题"}
CLOAKED = '[[route]]\npath = "/"\nwhen = "spider"\nfile = "seo.html"\n'
SITES: dict[str, dict[str, str | bytes]] = {
    **{f"s{n:02}.example": {"index.html": page(QUERY, f"{QUERY}入口 {n}")} for n in range(23)},
    "best.example": {"index.html": page(f"{QUERY}官网"), "deep/a.html": page("别的", "园艺 <b>&</b> 花卉")},
    "cloak.example": {"site.toml": CLOAKED, "index.html": page("园艺"), "seo.html": page(QUERY, "隐藏词")},
    "secret.example": {"site.toml": "in_search = false", "index.html": page(QUERY, "独家词语")},
    "gbk.example": {"site.toml": 'charset = "gbk"\nhttps = true', "index.html": page("园艺花卉大全")},
}
ENGINES = tuple(ASK)


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    world = '[search]\nresults_per_page = 10\n[search.lacks]\nsogou = ["best.example"]\n'
    with visited(tmp_path, SITES, world) as visitor:
        yield visitor


def ask(visitor: Visitor, engine: str, query: str, number: int = 1) -> lxml.html.HtmlElement:
    url = ASK[engine].format(q=quote(query), page=number, ten=10 * (number - 1), first=10 * (number - 1) + 1)
    reply = visitor.get(url)
    if reply.status == 302:
        reply = visitor.get(reply.headers["Location"])
    assert reply.status == 200
    return lxml.html.document_fromstring(reply.text)


def targets(visitor: Visitor, tree: lxml.html.HtmlElement, engine: str) -> list[str]:
    """Go behind every title link of a result page, as a reader would."""
    found = []
    for link in tree.xpath(RESULTS[engine] + "//*[self::h2 or self::h3]/a"):
        href = str(link.get("href"))
        if engine == "bing":
            found.append(href)
            continue
        reply = visitor.get(href if href.startswith("http") else f"https://www.sogou.com{href}")
        jump = re.search(r"location\.replace\([\"']([^\"']+)", reply.text)
        found.append(jump.group(1) if jump else reply.headers["Location"])
    return found


@pytest.mark.parametrize("engine", ENGINES)
def test_results_come_in_pages_and_lead_to_their_targets(visitor: Visitor, engine: str) -> None:
    pages = [targets(visitor, ask(visitor, engine, QUERY, number), engine) for number in (1, 2, 3, 4)]
    everything = [url for one in pages for url in one]
    assert [len(one) for one in pages[:2]] == [10, 10]
    assert len(everything) == len(set(everything)) == (24 if engine == "sogou" else 25)
    assert ("http://best.example/" in everything) is (engine != "sogou")
    assert "http://cloak.example/" in everything
    assert "http://secret.example/" not in everything
    assert pages[3] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_found_says_so(visitor: Visitor, engine: str) -> None:
    tree = ask(visitor, engine, "量子 <b>潜水艇</b>")
    assert tree.xpath(RESULTS[engine]) == []
    assert NOTHING[engine] in tree.text_content()
    assert "<b>潜水艇</b>" in tree.text_content()


@pytest.mark.parametrize("engine", ENGINES)
def test_advertisements_are_marked_and_stand_apart(visitor: Visitor, engine: str) -> None:
    tree = ask(visitor, engine, QUERY)
    assert "广告" in tree.text_content()
    assert "广告" not in "".join(result.text_content() for result in tree.xpath(RESULTS[engine]))


@pytest.mark.parametrize("engine", ENGINES)
def test_who_asks_too_often_is_blocked(tmp_path: Path, engine: str) -> None:
    with visited(tmp_path, SITES, f"[search.blocks_after]\n{engine} = 3\n") as visitor:
        pages = [ask(visitor, engine, QUERY) for _ in range(4)]
        others = [ask(visitor, other, QUERY) for other in ENGINES if other != engine]
    assert [BLOCKED[engine] in one.text_content() for one in pages] == [False, False, True, True]
    assert all(one.xpath(RESULTS[engine]) == [] for one in pages[2:])
    assert not any(BLOCKED[engine] in one.text_content() for one in others)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_home_page_is_no_result_page(visitor: Visitor, engine: str) -> None:
    host = next(dialect.hosts[0] for dialect in DIALECTS if dialect.name == engine)
    reply = visitor.get(f"https://{host}/")
    assert reply.status == 200
    assert lxml.html.document_fromstring(reply.text).xpath(RESULTS[engine]) == []
    assert visitor.get(f"https://{host}/nothing-here").status == 404


def test_the_index_holds_what_a_spider_sees(visitor: Visitor) -> None:
    known = {page.url: page for page in documents(visitor.lab.world)}
    assert "http://secret.example/" not in known
    assert known["http://cloak.example/"].title == QUERY
    assert "http://cloak.example/seo.html" not in known
    assert known["http://best.example/deep/a.html"].text == "园艺 & 花卉"
    assert known["https://gbk.example/"].title == "园艺花卉大全"
    found = [page.url for page in search(known.values(), "园艺花卉")]
    assert found[0] == "https://gbk.example/"
    assert "http://best.example/deep/a.html" in found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("site:s01.example 查询", True),
        ("site:example", True),
        ("site:s02.example 查询", False),
        ('"查询入口 1"', True),
        ('"查询入口 2"', False),
        ("高处作业 -入口", False),
        ("intitle:高处作业", True),
        ("园艺", False),
        ("", False),
    ],
)
def test_operators_of_queries(visitor: Visitor, query: str, found: bool) -> None:
    urls = [page.url for page in search(documents(visitor.lab.world), query)]
    assert ("http://s01.example/" in urls) is found


def test_text_is_cut_into_pairs_and_words() -> None:
    assert units("电工证 Abc-12，证") == {"电工", "工证", "abc", "12", "证"}
    assert parse('高 -低 site:A.example "不变"').site == "a.example"


def test_marking_escapes_everything_else() -> None:
    assert marked("<a>证 & 证</a>", "证 a") == "&lt;<em>a</em>&gt;<em>证</em> &amp; <em>证</em>&lt;/<em>a</em>&gt;"


def test_a_page_that_is_no_markup_is_left_out(tmp_path: Path) -> None:
    from tests.lab.lab_worlds import write_world

    world = load_world(write_world(tmp_path, {"e.example": {"index.html": "", "b.html": b"\x00\xff\xfe"}}))
    assert {page.url for page in documents(world)} <= {"http://e.example/b.html"}


def test_redirect_words_tell_nothing_and_differ_by_engine() -> None:
    tokens = {token_of(engine, "http://a.example/") for engine in ENGINES}
    assert len(tokens) == 4
    assert not any("example" in token for token in tokens)
