"""An instance of SearXNG that answers in JSON: ``SEARXNG_URL = http://searxng.lab.test``."""

from __future__ import annotations

import html
import json
import re

from lab.answers import plain
from lab.engines.base import Dialect, Result, ResultPage, number


def _row(result: Result) -> dict[str, object]:
    return {
        "url": html.unescape(result.target),
        "title": _plain(result.title),
        "content": _plain(result.snippet),
        "engine": "lab",
        "engines": ["lab"],
        "category": "general",
    }


def _plain(text: str) -> str:
    return html.unescape(re.sub("</?em>", "", text))


def _render(shown: ResultPage) -> str:
    told = {
        "query": html.unescape(shown.query),
        "number_of_results": 0,
        "results": [_row(result) for result in shown.results],
        "answers": [],
        "corrections": [],
        "suggestions": [],
        "unresponsive_engines": [],
    }
    return json.dumps(told, ensure_ascii=False)


DIALECT = Dialect(
    name="searxng",
    hosts=("searxng.lab.test",),
    search_path="/search",
    query_key="q",
    page=lambda request: number(request.query.get("pageno", ""), 1),
    render=_render,
    blocked=lambda _request: plain(429, "Too Many Requests"),
    link_paths=(),
    link_key="",
    follow=lambda _target: plain(404, ""),
    kind="application/json",
    advertises=False,
)
