"""Newly-registered-name feeds, downloaded to one name a line for the flow to screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

from crawler.discovering import DiscoverySpider
from crawler.items import UnitDone
from crawler.names_file import names_in, write_names
from zhenwei.errors import BadInput
from zhenwei.store.models import UnitRow

MAX_FEED_BYTES = 500_000_000
FEED_SECONDS = 600.0


class FeedsSpider(DiscoverySpider):
    """Takes addresses (http, https) and files of this machine, plain, gzip or CSV."""

    name = "feeds"

    async def work(self, unit: UnitRow) -> UnitDone:
        folder = self.deployment.settings.data_dir / "feeds" / str(self.night)
        try:
            names = await asyncio.to_thread(names_in, await self._read(unit.source))
        except BadInput as error:
            return UnitDone(unit.id, "error", detail={"why": str(error)})
        if not names:
            return UnitDone(unit.id, "nothing", detail={"why": "名单是空的"})
        file = await asyncio.to_thread(write_names, folder / f"{unit.id}.txt", names)
        return UnitDone(unit.id, "results", looked_at=len(names), detail={"file": str(file), "names": len(names)})

    async def _read(self, source: str) -> bytes:
        if "://" not in source:
            try:
                return await asyncio.to_thread(Path(source).read_bytes)
            except OSError as error:
                raise BadInput(f"名单文件 {source} 读不出来：{error.strerror}") from error
        response = await self.fetch(source, download_maxsize=MAX_FEED_BYTES, download_timeout=FEED_SECONDS)
        if response.status != 200:
            raise BadInput(f"名单 {source} 答复 HTTP {response.status}")
        return response.body
