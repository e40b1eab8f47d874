"""Sogou's kind of result page: .results with .vrwrap, targets behind /link?url= pages that jump by script."""

from __future__ import annotations

import html
from urllib.parse import quote

from aiohttp import web

from lab.answers import Answer, plain
from lab.engines.base import Dialect, Result, ResultPage, number, page_of


def _line(result: Result, place: int) -> str:
    if result.advertisement:
        return (
            f'<div class="sponsor-wrap biz_sponsor" id="promotion_adv_container"><h3 class="biz_title">'
            f'<a href="/link?url={result.token}" target="_blank">{result.title}</a></h3>'
            f'<div class="biz_abstract">{result.snippet}</div><cite>{result.shown}</cite>'
            '<span class="ad-icon">广告</span></div>'
        )
    return (
        f'<div class="vrwrap" id="rb_{place}"><h3 class="vr-title">'
        f'<a href="/link?url={result.token}" id="sogou_vr_30000000_{place}" target="_blank">{result.title}</a></h3>'
        f'<div class="fz-mid space-txt" id="cacheresult_summary_{place}">{result.snippet}</div>'
        f'<div class="citeurl"><span>{result.shown}</span></div></div>'
    )


def _render(shown: ResultPage) -> str:
    title = f"{shown.query} - 搜狗搜索"
    if not shown.results:
        none = f'<p class="text-info">抱歉，没有找到与“<em>{shown.query}</em>”相关的网页。</p>'
        return page_of(title, f'<div id="main"><div class="results"><div class="no-result">{none}</div></div></div>')
    ads = "".join(_line(result, 0) for result in shown.results if result.advertisement)
    lines = "".join(_line(r, place) for place, r in enumerate(r for r in shown.results if not r.advertisement))
    pages = "".join(
        f"<span>{n}</span>"
        if n == shown.page
        else f'<a id="sogou_page_{n}" href="?query={shown.again}&amp;page={n}&amp;ie=utf8">{n}</a>'
        for n in range(1, shown.pages + 1)
    )
    return page_of(
        title,
        f'<div id="main"><p class="num-tips">搜狗已为您找到约{shown.total}条相关结果</p>{ads}'
        f'<div class="results">{lines}</div></div><div class="p" id="pagebar_container">{pages}</div>',
    )


def _blocked(request: web.BaseRequest) -> Answer:
    return Answer(302, {"Location": f"http://www.sogou.com/antispider/?from={quote(request.raw_path, safe='')}"})


def _aside(request: web.BaseRequest) -> Answer | None:
    if request.path.rstrip("/") != "/antispider":
        return None
    return plain(
        200,
        page_of(
            "搜狗搜索",
            '<div class="header"><span class="s1">您的访问出错了</span></div><div class="content-box">'
            '<p class="p2">用户您好，我们的系统检测到您网络中存在异常访问请求。</p>'
            '<form name="authform" id="seccodeForm"><p class="p4">此验证码用于确认这些请求是您的正常行为</p>'
            "</form></div>",
        ),
    )


def _follow(target: str) -> Answer:
    # The real one answers 200 with a page that goes on by script, and by <meta> where there is none.
    jump = f'<script>window.location.replace("{html.escape(target)}")</script>'
    meta = f'<noscript><META http-equiv="refresh" content="0;URL=\'{html.escape(target)}\'"></noscript>'
    return plain(200, f'<meta content="always" name="referrer">{jump}{meta}')


DIALECT = Dialect(
    name="sogou",
    hosts=("www.sogou.com", "sogou.com"),
    search_path="/web",
    query_key="query",
    page=lambda request: number(request.query.get("page", ""), 1),
    render=_render,
    blocked=_blocked,
    link_paths=("/link",),
    link_key="url",
    follow=_follow,
    aside=_aside,
)
