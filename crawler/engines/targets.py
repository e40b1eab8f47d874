"""Where the results of a page lead. An engine's link is asked for its target; the target itself is not visited."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from crawler.engines.engine import Engine, Reply, Result, Source
from crawler.engines.links import open_target, shown_target, target_of_link, urlsplit_host
from crawler.outcomes import outcome_of
from zhenwei.address import registrable

MOST_LINKS = 30  # requests for one page of results
MOST_STEPS = 2  # links that lead to links
REMEMBERED = 5000

log = logging.getLogger(__name__)
Get = Callable[[str, str], Awaitable[Reply]]


@dataclass(slots=True)
class _Page:
    asked: int = 0
    blocked: bool = False


@dataclass
class Targets:
    """Resolves links through ``get(url, method)``. ``paid``: also those that somebody pays a click for."""

    get: Get
    paid: bool = False
    _known: OrderedDict[str, str] = field(default_factory=OrderedDict)

    async def of(self, source: Source, results: Sequence[Result]) -> list[str]:
        """Return the target of each result; empty where it could not be learned."""
        page = _Page()
        return [await self._target(source, result, page) for result in results]

    async def _target(self, source: Source, result: Result, page: _Page) -> str:
        if not isinstance(source, Engine):
            return result.url
        found = result.url
        if source.is_link(found):
            found = open_target(found) or found
        if result.ad:
            found = _advertised(source, result, found)
        for _ in range(MOST_STEPS):
            if not source.is_link(found):
                return found
            if source.is_paid(found) and not self.paid:
                return ""
            found = await self._behind(source, found, page)
        return "" if source.is_link(found) else found

    async def _behind(self, source: Engine, url: str, page: _Page) -> str:
        if url in self._known:
            return self._known[url]
        methods = ("HEAD", "GET") if source.head else ("GET",)
        for method in methods:
            if page.blocked or page.asked >= MOST_LINKS:
                return ""
            page.asked += 1
            try:
                reply = await self.get(url, method)
            except Exception as error:  # noqa: BLE001 (edge of one result)
                log.info("%s: %s", url, outcome_of(error)[1])
                continue
            found = target_of_link(reply.url, reply.status, reply.location, reply.text)
            if found and source.is_block(found):
                page.blocked = True  # one verification page is enough: its other links would all lead there
                return ""
            if found and not (source.is_own(found) and not source.is_link(found) and _leads_home(found)):
                return self._remember(url, found)
        return ""

    def _remember(self, url: str, found: str) -> str:
        self._known[url] = found
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found


def _advertised(source: Engine, result: Result, found: str) -> str:
    """Return what an advertisement says its address is, unless a fuller address of the same owner is open.

    Its link goes through trackers, where even a look is a click that is paid for.
    """
    shown = shown_target(result.shown)
    if not shown:
        return found
    same = not source.is_link(found) and registrable(urlsplit_host(found)) == registrable(urlsplit_host(shown))
    return found if same else shown


def _leads_home(url: str) -> bool:
    """True for an engine's start or error page: a dead link is answered with it."""
    tail = url.split("://", 1)[-1].partition("/")[2].split("?")[0].strip("/").lower()
    return tail in ("", "index.html", "search/error.html", "error.html", "s", "web")
