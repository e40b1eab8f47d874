"""What the spiders of discovery have in common: waiting units in, leads and an outcome out, one transaction a unit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from scrapy import Spider
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.deployment import Deployment, deployment_of
from crawler.items import UnitDone
from crawler.outcomes import outcome_of
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import current_night, waiting_units

# The User-Agent is our own name, with the contact (crawler/manner.py): Scrapy adds it.
UNIT_HEADERS = {"Accept": "*/*"}


class DiscoverySpider(Spider):
    """Works through the night's waiting units of its own name: sources side by side, each source's in order."""

    night = 0

    @property
    def deployment(self) -> Deployment:
        """Settings, door, store and watchlist of this run."""
        return deployment_of(self.crawler)

    def units(self) -> list[UnitRow]:
        """Return the units that wait in the open night."""
        with self.deployment.store.transaction() as session:
            night = current_night(session)
            if night is None:
                return []
            self.night = night.id
            return waiting_units(session, night.id, self.name)

    async def start(self) -> AsyncIterator[Any]:
        """Yield how each unit ended, as it ends."""
        by_source: dict[str, list[UnitRow]] = {}
        for unit in self.units():
            by_source.setdefault(unit.source, []).append(unit)
        done: asyncio.Queue[UnitDone] = asyncio.Queue()
        tasks = [asyncio.ensure_future(self._line(units, done)) for units in by_source.values()]
        for _ in range(sum(map(len, by_source.values()))):
            yield await done.get()
        await asyncio.gather(*tasks)

    async def _line(self, units: Sequence[UnitRow], done: asyncio.Queue[UnitDone]) -> None:
        for unit in units:
            try:
                done.put_nowait(await self.work(unit))
            except Exception as error:  # noqa: BLE001 (outer edge of a unit: it does not touch the next)
                done.put_nowait(UnitDone(unit.id, "error", detail={"why": outcome_of(error)[1]}))

    async def work(self, unit: UnitRow) -> UnitDone:
        """Do one unit."""
        raise NotImplementedError

    async def fetch(self, url: str, headers: dict[str, str] | None = None, **meta: object) -> Response:
        """Fetch one address through all of Scrapy's middlewares. Raises what the downloader raises."""
        headers = headers or dict(UNIT_HEADERS)
        return await self.send(Request(url, headers=headers, meta=meta, callback=NO_CALLBACK, dont_filter=True))

    async def send(self, request: Request) -> Response:
        """Send a request of one's own through all of Scrapy's middlewares."""
        # A source that the operator has named: it has a budget of its own (crawler/middlewares/budget.py).
        request.meta.setdefault("service", True)
        return await self.crawler.engine.download_async(request)
