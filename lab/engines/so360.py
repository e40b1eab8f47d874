"""360's kind of result page: ul.result with li.res-list, /link?m= with the target in data-mdurl."""

from __future__ import annotations

import html

from aiohttp import web

from lab.answers import Answer, plain
from lab.engines.base import Dialect, Result, ResultPage, number, page_of


def _line(result: Result) -> str:
    link = f"http://www.so.com/link?m={result.token}"
    if result.advertisement:
        return (
            f'<ul class="e_idea e-tuiguang" id="e_idea_pp"><li>'
            f'<h3><a href="{link}" target="_blank">{result.title}</a></h3>'
            f'<p>{result.snippet}</p><cite>{result.shown}</cite><span class="e-mark">广告</span></li></ul>'
        )
    return (
        f'<li class="res-list"><h3 class="res-title"><a href="{link}" data-mdurl="{result.target}" target="_blank">'
        f'{result.title}</a></h3><p class="res-desc">{result.snippet}</p>'
        f'<p class="g-linkinfo"><cite>{result.shown}</cite></p></li>'
    )


def _render(shown: ResultPage) -> str:
    title = f"{shown.query}_360搜索"
    if not shown.results:
        none = f'<div id="no-result"><p>抱歉，未找到和 “<em>{shown.query}</em>” 相关的网页</p></div>'
        return page_of(title, f'<div id="main">{none}</div>')
    ads = "".join(_line(result) for result in shown.results if result.advertisement)
    lines = "".join(_line(result) for result in shown.results if not result.advertisement)
    pages = "".join(
        f"<strong>{n}</strong>" if n == shown.page else f'<a href="/s?q={shown.again}&amp;pn={n}">{n}</a>'
        for n in range(1, shown.pages + 1)
    )
    return page_of(
        title,
        f'<div id="main">{ads}<ul class="result">{lines}</ul></div>'
        f'<div id="page">{pages}<span class="nums">找到相关结果约{shown.total}个</span></div>',
    )


def _blocked(_request: web.BaseRequest) -> Answer:
    return plain(
        200,
        page_of(
            "360搜索_访问异常出错",
            '<div class="exception"><p class="exception-desc">亲，系统检测到您操作过于频繁。</p>'
            '<form><input id="captcha" name="captcha"><p>请输入验证码以便正常访问</p></form></div>',
        ),
    )


def _follow(target: str) -> Answer:
    jump = f"<script>window.location.replace('{html.escape(target)}')</script>"
    return plain(200, f'<meta http-equiv="refresh" content="0;URL=\'{html.escape(target)}\'">{jump}')


DIALECT = Dialect(
    name="so360",
    hosts=("www.so.com", "so.com"),
    search_path="/s",
    query_key="q",
    page=lambda request: number(request.query.get("pn", ""), 1),
    render=_render,
    blocked=_blocked,
    link_paths=("/link",),
    link_key="m",
    follow=_follow,
)
