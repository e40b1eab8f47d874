"""Certificate-transparency logs (RFC 6962, 4.3 and 4.6): names of new entries, from where the last night stopped."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from crawler.ct import names_of_entry
from crawler.discovering import DiscoverySpider
from crawler.items import UnitDone
from crawler.names_file import write_names
from zhenwei.errors import BadInput
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import position

STEP = 256
MAX_ENTRIES = 50_000  # a night and log; a log that grows faster is read in part, and the unit says so


class CtlogSpider(DiscoverySpider):
    """One unit is one log."""

    name = "ctlog"

    async def work(self, unit: UnitRow) -> UnitDone:
        base, source = unit.source.rstrip("/"), f"ctlog:{unit.source}"
        try:
            size = int((await self._json(f"{base}/ct/v1/get-sth"))["tree_size"])
            with self.deployment.store.transaction() as session:
                start = int(position(session, source).get("next", 0))
            if start > size:
                return UnitDone(unit.id, "error", detail={"why": f"日志变短了：上次读到 {start}，现在只有 {size}"})
            names, following, bad = await self._read(base, start, min(size, start + MAX_ENTRIES))
        except (BadInput, KeyError, TypeError, ValueError) as error:
            return UnitDone(unit.id, "error", detail={"why": f"日志答复无法识别：{error}"[:300]})
        detail: dict[str, object] = {"from": start, "next": following, "size": size, "unreadable": bad}
        place = (source, {"next": following})
        if not names:
            return UnitDone(unit.id, "nothing", looked_at=following - start, detail=detail, position=place)
        file = self.deployment.settings.data_dir / "feeds" / str(self.night) / f"{unit.id}.txt"
        detail["file"] = str(await asyncio.to_thread(write_names, file, names))
        return UnitDone(unit.id, "results", looked_at=following - start, detail=detail, position=place)

    async def _read(self, base: str, start: int, end: int) -> tuple[list[str], int, int]:
        names: dict[str, None] = {}
        bad, at = 0, start
        while at < end:
            # A log may give fewer than asked for.
            answer = await self._json(f"{base}/ct/v1/get-entries?start={at}&end={min(at + STEP, end) - 1}")
            entries = answer.get("entries")
            if not isinstance(entries, list) or not entries:
                raise BadInput(f"get-entries 从 {at} 起没有内容")
            for entry in entries[: end - at]:
                found = names_of_entry(entry)
                bad += found is None
                names.update(dict.fromkeys(found or ()))
            at += len(entries)
        return list(names), min(at, end), bad

    async def _json(self, url: str) -> dict[str, Any]:
        response = await self.fetch(url)
        if response.status != 200:
            raise BadInput(f"HTTP {response.status}")
        answer = json.loads(response.body)
        if not isinstance(answer, dict):
            raise BadInput("不是 JSON 对象")
        return answer
