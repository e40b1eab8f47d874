"""Baidu's kind of result page: #content_left, one .c-container a result, targets behind /link?url=."""

from __future__ import annotations

from aiohttp import web

from lab.answers import Answer, plain
from lab.engines.base import Dialect, Result, ResultPage, number, page_of


def _line(result: Result, place: int) -> str:
    if result.advertisement:
        return (
            f'<div class="EC_result" data-tuiguang="1" id="{3000 + place}"><div class="ec_title"><h3 class="t">'
            f'<a href="http://www.baidu.com/baidu.php?url={result.token}">{result.title}</a></h3></div>'
            f'<div class="c-abstract">{result.snippet}</div>'
            f'<span class="c-showurl">{result.shown}</span><span class="ec-tuiguang">广告</span></div>'
        )
    # Today's pages tell the target of most results in "mu"; older ones, and some of today's, only behind the link.
    told = f' mu="{result.target}"' if place % 2 else ""
    return (
        f'<div class="result c-container" id="{place}" srcid="1599" tpl="se_com_default"{told}>'
        f'<h3 class="t"><a href="http://www.baidu.com/link?url={result.token}" target="_blank">{result.title}</a></h3>'
        f'<div class="c-abstract">{result.snippet}</div>'
        f'<div class="f13 se_st_footer"><a class="c-showurl" href="http://www.baidu.com/link?url={result.token}">'
        f"{result.shown}</a></div></div>"
    )


def _render(shown: ResultPage) -> str:
    title = f"{shown.query}_百度搜索"
    if not shown.results:
        none = f'<div class="nors"><p>很抱歉，没有找到与“<em>{shown.query}</em>”相关的网页。</p></div>'
        return page_of(title, f'<div id="content_left"><div class="content_none">{none}</div></div>')
    lines = "".join(_line(result, place) for place, result in enumerate(shown.results, start=1))
    pages = "".join(
        f'<strong><span class="pc">{n}</span></strong>'
        if n == shown.page
        else f'<a href="/s?wd={shown.again}&amp;pn={10 * (n - 1)}"><span class="pc">{n}</span></a>'
        for n in range(1, shown.pages + 1)
    )
    return page_of(
        title,
        f'<div id="container"><span class="nums_text">百度为您找到相关结果约{shown.total}个</span>'
        f'<div id="content_left">{lines}</div></div><div id="page"><div class="page-inner">{pages}</div></div>',
    )


def _blocked(_request: web.BaseRequest) -> Answer:
    # The real one says 200 too, and speaks of a bad network.
    return plain(
        200,
        page_of(
            "百度安全验证",
            '<div class="timeout hide"><div class="timeout-title">网络不给力，请稍后重试</div>'
            '<button type="button" class="timeout-button">返回首页</button></div>',
        ),
    )


def _follow(target: str) -> Answer:
    return Answer(302, {"Location": target, "Content-Type": "text/html; charset=utf-8"})


DIALECT = Dialect(
    name="baidu",
    hosts=("www.baidu.com", "baidu.com"),
    search_path="/s",
    query_key="wd",
    page=lambda request: number(request.query.get("pn", ""), 0) // 10 + 1,
    render=_render,
    blocked=_blocked,
    link_paths=("/link", "/baidu.php"),
    link_key="url",
    follow=_follow,
)
