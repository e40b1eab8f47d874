"""robots.txt: discovery obeys it; a visit fetches the one address in question even so, unless the settings are strict.

Scrapy's own middleware keeps a parser for every host without end, reads error pages as rules and follows no redirect.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.deployment import deployment_of
from crawler.middlewares.egress import Refused
from crawler.robots import LARGEST, NO_RULES, Rules, next_robots, read_rules
from zhenwei.sentences import said
from zhenwei.types import Outcome

KEPT = 20_000  # hosts
KEPT_RULES = 200_000  # of all of them together
FORBIDDEN = "forbidden"
_PRIORITY = 1000


class RobotsMiddleware:
    """Raises Refused with Outcome.ROBOTS where the site forbids the address.

    ``meta["robots"]`` says how a request stands to it: ``allowed``, or ``forbidden`` for the one address of a visit.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        settings = deployment_of(crawler).settings
        self._crawler = crawler
        self._agent = str(crawler.settings["ROBOTSTXT_USER_AGENT"])
        self._strict, self._longest = settings.robots_strict, settings.robots_delay
        self._known: OrderedDict[str, asyncio.Future[Rules]] = OrderedDict()
        self._size = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        meta = request.meta
        if meta.get("robots_txt"):
            return
        rules = await self._rules(request)
        if rules.delay:
            meta["crawl_delay"] = min(rules.delay, self._longest)
        if rules.allowed(request.url):
            meta["robots"] = "allowed"
        elif "visit" in meta and not self._strict and not meta.get("playwright"):
            meta["robots"] = FORBIDDEN
        else:
            self._crawler.stats.inc_value("robotstxt/forbidden")
            # A browser fetches more than the one address, so it is not sent where that is forbidden.
            raise Refused(Outcome.ROBOTS, said("网站的 robots.txt 不允许访问该地址"))

    async def _rules(self, request: Request) -> Rules:
        place = urlparse_cached(request).netloc
        known = self._known.get(place)
        if known is not None:
            return known.result() if known.done() else await asyncio.shield(known)
        found = self._known[place] = asyncio.get_running_loop().create_future()
        rules, final = NO_RULES, True
        try:
            rules = await self._read(request)
        except Refused as error:
            final = error.outcome is not Outcome.BUDGET
        except Exception as error:  # noqa: BLE001 (edge: an error is not a refusal, docs/decisions/robots.md)
            self._crawler.stats.inc_value(f"robotstxt/exception_count/{type(error).__name__}")
        finally:
            found.set_result(rules)
            if not final:
                self._known.pop(place, None)
        self._size += rules.size
        while len(self._known) > KEPT or self._size > KEPT_RULES:
            _, old = self._known.popitem(last=False)
            self._size -= old.result().size if old.done() else 0
        return rules

    async def _read(self, request: Request) -> Rules:
        parts = urlparse_cached(request)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        for hops in range(100):
            response = await self._fetch(url, service=bool(request.meta.get("service")))
            if response.status in (301, 302, 303, 307, 308):
                place = (response.headers.get("Location") or b"").decode("utf-8", "replace")
                if not (url := next_robots(url, place, hops)):
                    return NO_RULES
                continue
            kind = (response.headers.get("Content-Type") or b"").lower()
            if response.status != 200 or b"html" in kind:
                return NO_RULES
            return read_rules(response.body, self._agent)
        return NO_RULES

    async def _fetch(self, url: str, *, service: bool) -> Response:
        self._crawler.stats.inc_value("robotstxt/request_count")
        meta = {"robots_txt": True, "download_maxsize": LARGEST, "service": service}
        request = Request(url, priority=_PRIORITY, meta=meta, callback=NO_CALLBACK, dont_filter=True)
        return await self._crawler.engine.download_async(request)
