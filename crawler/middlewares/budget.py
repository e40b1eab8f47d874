"""Every request waits for its turn at its host, and none leaves once the host's budget is used up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.budget import Terms, Turns, UsedUp
from crawler.deployment import deployment_of
from crawler.middlewares.egress import Refused
from crawler.rdap import retry_after
from zhenwei.errors import StoreError
from zhenwei.types import Outcome

# A browser fetches what a page is made of by itself; counted before, by a figure that few pages exceed.
RENDERED = 10
KEPT = 10_000


class BudgetMiddleware:
    """``meta["service"]``: a source, asked under its own budget. ``meta["crawl_delay"]``: what robots.txt asks for."""

    def __init__(self, crawler: Crawler) -> None:
        self._deployment = deployment_of(crawler)
        self._settings = self._deployment.settings
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._slots = crawler.settings.getdict("DOWNLOAD_SLOTS")
        self._turns = Turns(lambda: self._deployment.store, patience=self._settings.store_patience)
        self._terms: dict[tuple[str, bool, float], Terms] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        own = cls(crawler)
        crawler.signals.connect(own.closed, signals.spider_closed)
        return own

    async def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        meta = request.meta
        delay = max(self._own_delay(meta.get("download_slot")), float(meta.get("crawl_delay") or 0.0))
        terms = self._terms_of(host, bool(meta.get("service")), delay)
        try:
            wait = await self._turns.take(host, terms, RENDERED if meta.get("playwright") else 1)
        except UsedUp as error:
            raise Refused(Outcome.BUDGET, str(error)) from error
        except StoreError as error:
            raise Refused(Outcome.FAILED, str(error)) from error
        if wait > 0:
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status in (429, 503) and (value := response.headers.get("Retry-After")):
            host = urlparse_cached(request).hostname or ""
            self._turns.rest(host, retry_after(value.decode("latin-1"), datetime.now(UTC)))
        return response

    async def closed(self) -> None:
        await self._turns.close()

    def _own_delay(self, slot: object) -> float:
        own = self._slots.get(slot) if slot else None
        return float(own["delay"]) if own else self._delay

    def _terms_of(self, host: str, service: bool, delay: float) -> Terms:
        key = (host, service, delay)
        found = self._terms.get(key)
        if found is None:
            own = self._settings
            if self._deployment.watchlist.genuine_organ(host) is not None:
                found = Terms(delay, own.organ_night, own.organ_day)
            elif service:
                found = Terms(delay, 0, own.service_day)
            else:
                found = Terms(delay, own.host_night, own.host_day)
            if len(self._terms) >= KEPT:
                self._terms.clear()
            self._terms[key] = found
        return found
