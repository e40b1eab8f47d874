"""The search for WeChat articles: ul.news-list over mp.weixin.qq.com, addresses spelled in pieces of a script."""

from __future__ import annotations

from aiohttp import web

from lab.answers import Answer, plain
from lab.engines.base import Dialect, Result, ResultPage, number, page_of
from lab.engines.sogou import DIALECT as SOGOU

ARTICLES = "mp.weixin.qq.com"
_PIECE = 12


def _line(result: Result, place: int) -> str:
    return (
        f'<li id="sogou_vr_11002601_box_{place}"><div class="txt-box"><h3>'
        f'<a href="/link?url={result.token}&amp;type=2" target="_blank">{result.title}</a></h3>'
        f'<p class="txt-info" id="sogou_vr_11002601_summary_{place}">{result.snippet}</p>'
        '<div class="s-p"><span class="all-time-y2">公众号</span></div></div></li>'
    )


def _render(shown: ResultPage) -> str:
    title = f"{shown.query}的相关微信公众号文章 – 搜狗微信搜索"
    if not shown.results:
        return page_of(title, '<div id="noresult_part1_container"><p>呃… 没有找到相关的微信公众号文章。</p></div>')
    lines = "".join(_line(result, place) for place, result in enumerate(shown.results))
    return page_of(title, f'<div class="news-box"><ul class="news-list">{lines}</ul></div>')


def _follow(target: str) -> Answer:
    pieces = [target[at : at + _PIECE] for at in range(0, len(target), _PIECE)]
    script = "".join(f"url += '{piece}';" for piece in pieces)
    return plain(200, f"<script>var url = ''; {script} window.location.replace(url)</script>")


def _page(request: web.BaseRequest) -> int:
    return number(request.query.get("page", ""), 1)


DIALECT = Dialect(
    name="weixin",
    hosts=("weixin.sogou.com",),
    search_path="/weixin",
    query_key="query",
    page=_page,
    render=_render,
    blocked=SOGOU.blocked,
    link_paths=("/link",),
    link_key="url",
    follow=_follow,
    aside=SOGOU.aside,
    covers=lambda page: page.host == ARTICLES,
    advertises=False,
)
