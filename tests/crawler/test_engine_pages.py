"""Pages of several generations of each engine, and what a page says of itself: another query, half of it missing."""

from __future__ import annotations

import pytest

from crawler.engines import every_engine
from crawler.engines.engine import Reply
from tests.crawler.engine_pages import BLOCKS, NOTHING, PAGES, page

ENTRY = '<div class="result c-container"><h3><a href="https://a.example/{n}">题 {n}</a></h3><p>{text}</p></div>'


def baidu(*texts: str, before: str = "", after: str = "") -> str:
    entries = "".join(ENTRY.format(n=n, text=text) for n, text in enumerate(texts))
    return page("x_百度搜索", f'{before}<div id="content_left">{entries}</div>{after}')


@pytest.mark.parametrize("case", PAGES, ids="-".join)
def test_organic_results_stand_in_order_and_advertisements_are_marked(case: tuple[str, str]) -> None:
    html, urls, ads = PAGES[case]
    own = every_engine()[case[0]]
    answer = own.read(html, own.request("x", 1))
    assert (answer.outcome, answer.partial, answer.shown_for) == ("results", "", "")
    assert [r.url for r in answer.results if not r.ad] == urls
    assert sum(r.ad for r in answer.results) == ads
    assert [r.rank for r in answer.results] == list(range(1, len(answer.results) + 1))


@pytest.mark.parametrize(("engine", "html"), BLOCKS)
def test_every_kind_of_verification_is_a_block(engine: str, html: str) -> None:
    own = every_engine()[engine]
    answer = own.read(html, own.request("x", 1))
    assert (answer.outcome, bool(answer.why)) == ("blocked", True)


@pytest.mark.parametrize(("engine", "html"), NOTHING)
def test_nothing_is_what_the_page_calls_nothing(engine: str, html: str) -> None:
    own = every_engine()[engine]
    assert own.read(html, own.request("x", 1)).outcome == "nothing"
    # The same page cut off in the middle is not believed to be whole.
    assert own.read(html[: html.index("</body>")], own.request("x", 1)).partial


@pytest.mark.parametrize(
    ("note", "shown_for"),
    [
        ("<div>已为您显示“<em>电工证</em>”的搜索结果。仍然搜索：<a>电工証</a></div>", "电工证"),
        ("<div>已显示“电工证”的搜索结果。</div>", "电工证"),
        ("<div>以下包含<strong>“电工证”</strong>的搜索结果。仍然搜索：电工証</div>", "电工证"),
        ("<div>显示 电工证 的结果。是否只需要 电工証 的结果?</div>", "电工证"),
        ("<div>提示：已为您去除双引号，查看带双引号的结果</div>", "?"),
        ("<div>您要找的是不是: <a>电工证</a></div>", ""),
        ("<div>百度为您找到相关结果约1,230个</div>", ""),
        ("<div>已显示全部结果</div>", ""),
    ],
)
def test_an_answer_to_another_query_says_so(note: str, shown_for: str) -> None:
    answer = every_engine()["baidu"].read(baidu("甲", "乙", before=note), "https://www.baidu.com/s")
    assert (answer.outcome, answer.shown_for) == ("results", shown_for)


def test_what_others_write_is_no_word_of_the_engine() -> None:
    quoted = "已为您显示“别的”的搜索结果。仍然搜索。百度安全验证，没有找到，网络不给力"
    answer = every_engine()["baidu"].read(baidu("甲", quoted), "https://www.baidu.com/s")
    assert (answer.outcome, answer.shown_for, len(answer.results)) == ("results", "", 2)


@pytest.mark.parametrize(
    ("note", "shown_for"),
    [
        ('<div id="sp_requery"><h2>包含以下内容的结果: <a>food</a></h2></div>', "food"),
        ('<div id="sp_requery"><h2>Did you mean <a>food</a></h2></div>', ""),
        ("<h2>Including results for food. Do you want results only for foood?</h2>", "food"),
    ],
)
def test_bing_says_in_every_language_that_it_answers_another_query(note: str, shown_for: str) -> None:
    entry = '<li class="b_algo"><h2><a href="http://a.example/">一</a></h2></li>'
    html = f'<ol id="b_results"><li class="b_ans">{note}</li>{entry}</ol>'
    assert every_engine()["bing"].read(page("foood - Bing", html), "").shown_for == shown_for


def test_results_beside_the_word_that_there_are_none_are_for_another_query() -> None:
    entry = '<li class="b_algo"><h2><a href="http://a.example/">一</a></h2></li>'
    for none, shown_for in (
        ("<li class='b_no'><h1>没有与此相关的结果</h1></li>", "?"),
        ("<li class='b_no' hidden>x</li>", ""),
    ):
        html = page("x - Bing", f'<ol id="b_results">{none}{entry}</ol>')
        answer = every_engine()["bing"].read(html, "")
        assert (answer.outcome, answer.shown_for) == ("results", shown_for)


def test_results_that_the_law_withholds_are_told() -> None:
    note = "<p>根据相关法律法规和政策，部分搜索结果未予显示。</p>"
    assert "依法" in every_engine()["baidu"].read(baidu("甲", after=note), "").partial
    assert "依法" in every_engine()["baidu"].read(baidu(after=note), "").why


def test_half_a_page_is_results_and_is_told() -> None:
    whole = baidu("甲", "乙", after="<div>百度为您找到相关结果约1,230个</div>")
    assert every_engine()["baidu"].read(whole, "").total == 1230
    half = every_engine()["baidu"].read(whole[: whole.index("题 1")], "")
    assert (half.outcome, len(half.results), half.partial) == ("results", 1, "页面不完整（被截断）")


@pytest.mark.parametrize(
    ("engine", "title", "word"),
    [("baidu", "百度一下，你就知道", "首页"), ("sogou", "搜狗搜索引擎 - 首页", "首页"), ("bing", "必应", "首页"),
     ("so360", "360搜索，SO靠谱", "首页"), ("baidu", "x_百度搜索", "认得出"), ("baidu", "某某公司", "不是结果页")],
)  # fmt: skip
def test_a_page_without_results_is_changed_and_says_what_it_looks_like(engine: str, title: str, word: str) -> None:
    answer = every_engine()[engine].read(page(title, '<form action="/s"><input name="q"></form>'), "")
    assert answer.outcome == "changed"
    assert word in answer.why


def test_advertisements_alone_are_no_answer() -> None:
    paid = '<div data-tuiguang="1"><h3><a href="http://www.baidu.com/baidu.php?url=A">广</a></h3></div>'
    ad = f'<div id="content_left">{paid}</div>'
    answer = every_engine()["baidu"].read(page("x_百度搜索", ad), "")
    assert (answer.outcome, len(answer.results)) == ("changed", 1)
    assert "广告" in answer.why


@pytest.mark.parametrize(
    ("within", "ad"),
    [("<p>做<em>广告</em>的</p>", False), ("<p>做<b>推广</b></p>", False), ("<p>广告公司</p>", False),
     ("<div><span>某公司</span><span>广告</span></div>", True), ("<a href='http://e.example/'>推广</a>", True),
     ("<img alt='广告' src='x.png'>", True)],
)  # fmt: skip
def test_the_word_that_was_searched_for_marks_no_advertisement(within: str, ad: bool) -> None:
    entry = f'<div class="result c-container"><h3><a href="http://a.example/"><em>广告</em></a></h3>{within}</div>'
    html = page("广告_百度搜索", f'<div id="content_left">{entry}</div>')
    assert [r.ad for r in every_engine()["baidu"].read(html, "").results] == [ad]


def test_a_box_without_a_titles_link_is_no_result() -> None:
    boxes = (
        '<div class="result-op c-container" tpl="x"><h3>相关视频</h3><h4><a href="http://v.example/1">视频</a></h4></div>'
        '<div class="result-op c-container"><div class="c-title"><a href="/s?wd=y">别的词</a></div></div>'
        '<div class="result c-container"><div class="cosc-title"><a href="http://a.example/">新卡片</a></div></div>'
    )
    answer = every_engine()["baidu"].read(page("x_百度搜索", f'<div id="content_left">{boxes}</div>'), "")
    assert [r.url for r in answer.results] == ["http://a.example/"]
    vertical = '<li class="b_algo"><h2>标题没有链接</h2><h3><a href="http://deep.example/">深层</a></h3></li>'
    assert every_engine()["bing"].read(page("x - Bing", f'<ol id="b_results">{vertical}</ol>'), "").outcome == "changed"


UNKNOWN = "".join(f'<section><h3 class="q7"><a href="{u}">题</a></h3><p>文</p>'
'</section>' for u in ("http://a.example/",
    "https://b.example/", "http://www.baidu.com/link?url=C"))  # fmt: skip


def test_unknown_markup_is_read_by_its_shape_and_told() -> None:
    answer = every_engine()["baidu"].read(page("x_百度搜索", f"<main>{UNKNOWN}</main>"), "https://www.baidu.com/s")
    assert (answer.outcome, len(answer.results)) == ("results", 3)
    assert "标记已变化" in answer.partial


@pytest.mark.parametrize(
    "html",
    [
        page("新闻", f"<main>{UNKNOWN}</main>"),  # no page of results
        page("x_百度搜索", f'<main><div class="right">{UNKNOWN}</div></main>'),  # beside the results
        page("x_百度搜索", f"<main>{UNKNOWN.split('</section>')[0]}</main>"),  # too few to be sure
        page("x_百度搜索", "<h3><a href='/s?wd=1'>热</a></h3>" * 5),  # the engine's own
        page("百度一下，你就知道", f"<main>{UNKNOWN}</main>"),  # the start page's news
    ],
)
def test_shape_alone_is_not_guessed_from(html: str) -> None:
    assert every_engine()["baidu"].read(html, "https://www.baidu.com/s").outcome == "changed"


@pytest.mark.parametrize(
    ("status", "location", "outcome"),
    [(302, "https://wappass.baidu.com/static/captcha/?x", "blocked"), (302, "https://www.baidu.com/", "changed"),
     (403, "", "blocked"), (429, "", "blocked"), (500, "", "error"), (404, "", "error"), (200, "", "changed")],
)  # fmt: skip
def test_what_the_answer_itself_says(status: int, location: str, outcome: str) -> None:
    own = every_engine()["baidu"]
    assert own.answer(Reply(status, "https://www.baidu.com/s?wd=x", "<p>x</p></html>", location)).outcome == outcome


def test_hostile_depth_and_size_cost_little() -> None:
    deep = page("x_百度搜索", '<div id="content_left">' + "<div>" * 5000 + "没有找到" + "</div>" * 5000 + "</div>")
    assert every_engine()["baidu"].read(deep, "").outcome in ("nothing", "changed")


@pytest.mark.parametrize(
    ("location", "again"),
    [
        ("https://www.bing.com/search?q=x&mkt=zh-CN", "https://www.bing.com/search?q=x&mkt=zh-CN"),
        ("/search?q=x&first=1&PC=U", "https://cn.bing.com/search?q=x&first=1&PC=U"),
        ("https://cn.bing.com/", ""),
        ("https://cn.bing.com/challenge/?x=1", ""),
        ("https://other.example/search?q=x", ""),
        ("https://cn.bing.com/search?q=x", ""),
        ("", ""),
    ],
)
def test_only_a_step_within_the_same_search_is_taken(location: str, again: str) -> None:
    assert every_engine()["bing"].own_step("https://cn.bing.com/search?q=x", location) == again
