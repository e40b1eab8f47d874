"""A SearXNG instance of the operator (setting SEARXNG_URL), asked for JSON (docs.searxng.org, "Search API").

It asks other engines in turn and tells which of them did not answer: without results and with such engines, nothing
has been found out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from crawler.engines.api import LARGEST, json_of, plain, text_at
from crawler.engines.engine import Answer, Question, Reply, Result
from crawler.engines.links import urlsplit_host
from zhenwei.config import Settings
from zhenwei.errors import BadInput, SettingsError

_TURNED_AWAY = ("captcha", "access denied", "too many requests", "suspended", "denied")


@dataclass(frozen=True, slots=True)
class SearxngEngine:
    """One instance; on as soon as its address is set."""

    name: str = "searxng"
    pages: int = 5
    per_day: int | None = None

    def question(self, query: str, page: int, settings: Settings, environ: Mapping[str, str]) -> Question:
        """Return the request for a page of results. Raises SettingsError without an address."""
        base = settings.searxng_url.rstrip("/")
        if not base:
            raise SettingsError("未设置 SEARXNG_URL（SearXNG 实例的地址）")
        asked = {"q": query, "format": "json", "pageno": page, "language": "zh-CN", "safesearch": 0}
        return Question(
            f"{base.removesuffix('/search')}/search?{urlencode(asked)}",
            {"Accept": "application/json", "User-Agent": "zhenwei"},
        )

    def answer(self, reply: Reply, query: str = "") -> Answer:
        """Read an answer."""
        if reply.location:
            return Answer("changed", why=f"实例要求转到 {urlsplit_host(reply.location) or '别处'}，不跟随")
        if reply.status == 429:
            return Answer("blocked", why="实例限流（HTTP 429）")
        if reply.status == 403:
            return Answer("error", why="实例没有开放 JSON（settings.yml 的 search.formats），或拒绝访问（HTTP 403）")
        if reply.status >= 400:
            return Answer("error", why=f"答复 HTTP {reply.status}")
        try:
            told = json_of(reply.text)
        except BadInput as error:
            return Answer("changed", why=str(error))
        rows = told.get("results") if isinstance(told, Mapping) else None
        if not isinstance(rows, list):
            return Answer("changed", why="答复里没有 results")
        return _read(told, rows)

    def is_link(self, url: str) -> bool:
        return False

    def is_block(self, url: str) -> bool:
        return False


def _read(told: Mapping[str, Any], rows: list[Any]) -> Answer:
    silent = _silent(told.get("unresponsive_engines"))
    results: list[Result] = []
    for row in rows[:LARGEST]:
        url = text_at(row, "url")
        if url.startswith(("http://", "https://")) and urlsplit_host(url):
            title, shown = text_at(row, "title") or url, text_at(row, "engine")
            results.append(Result(len(results) + 1, url, title[:300], text_at(row, "content")[:300], False, shown))
    named = "、".join(f"{name}（{why}）" if why else name for name, why in silent)[:300]
    if results:
        number = told.get("number_of_results")
        total = number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None
        return Answer("results", tuple(results), partial=f"未应答的引擎：{named}" if silent else "", total=total)
    if rows:
        return Answer("changed", why=f"{len(rows)} 条结果里没有一条读得出网址")
    if not silent:
        return Answer("nothing")
    turned_away = all(any(word in why.lower() for word in _TURNED_AWAY) for _, why in silent)
    return Answer("blocked" if turned_away else "error", why=f"没有结果，且引擎未应答：{named}")


def _silent(value: Any) -> list[tuple[str, str]]:
    """Return (engine, reason) of the engines that did not answer; older instances list names only."""
    found = []
    for row in value if isinstance(value, list) else ():
        parts = [plain(str(part)) for part in row] if isinstance(row, list | tuple) else [plain(str(row))]
        if parts and parts[0]:
            found.append((parts[0], " ".join(parts[1:])))
    return found


SOURCE = SearxngEngine()
