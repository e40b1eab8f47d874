"""Bing's kind of result page: ol#b_results with li.b_algo and direct addresses."""

from __future__ import annotations

from aiohttp import web

from lab.answers import Answer, plain
from lab.engines.base import Dialect, Result, ResultPage, number, page_of


def _line(result: Result) -> str:
    if result.advertisement:
        return (
            f'<li class="b_ad"><ul><li><div class="sb_add sb_adTA"><h2><a href="https://www.bing.com/aclick?ld={result.token}">'
            f'{result.title}</a></h2><div class="b_caption"><div class="b_adurl"><cite>{result.shown}</cite></div>'
            f'<p><span class="b_adSlug">广告</span>{result.snippet}</p></div></div></li></ul></li>'
        )
    return (
        f'<li class="b_algo"><h2><a href="{result.target}" target="_blank">{result.title}</a></h2>'
        f'<div class="b_caption"><div class="b_attribution"><cite>{result.shown}</cite></div>'
        f'<p class="b_lineclamp2">{result.snippet}</p></div></li>'
    )


def _render(shown: ResultPage) -> str:
    title = f"{shown.query} - 搜索"
    if not shown.results:
        none = f'<li class="b_no"><h1>没有与此相关的结果: <strong>{shown.query}</strong></h1></li>'
        return page_of(title, f'<div id="b_content"><ol id="b_results">{none}</ol></div>')
    lines = "".join(_line(result) for result in shown.results)
    pages = "".join(
        f'<li><a class="sb_pagS">{n}</a></li>'
        if n == shown.page
        else f'<li><a class="b_widePag" href="/search?q={shown.again}&amp;first={10 * (n - 1) + 1}">{n}</a></li>'
        for n in range(1, shown.pages + 1)
    )
    return page_of(
        title,
        f'<div id="b_content"><div id="b_tween"><span class="sb_count">约 {shown.total} 个结果</span></div>'
        f'<ol id="b_results">{lines}<li class="b_pag"><ul class="sb_pagF">{pages}</ul></li></ol></div>',
    )


def _blocked(_request: web.BaseRequest) -> Answer:
    return plain(
        200,
        page_of(
            "必应",
            '<div id="b_captcha" class="captcha"><div class="captcha_header">最后一步</div>'
            '<div class="captcha_text">请解决以下难题以继续</div></div>',
        ),
    )


DIALECT = Dialect(
    name="bing",
    hosts=("www.bing.com", "cn.bing.com"),
    search_path="/search",
    query_key="q",
    page=lambda request: (number(request.query.get("first", ""), 1) - 1) // 10 + 1,
    render=_render,
    blocked=_blocked,
    link_paths=("/aclick",),
    link_key="ld",
    follow=lambda target: Answer(302, {"Location": target}),
)
