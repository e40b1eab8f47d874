"""Which look-alike names exist: batches of names resolved over the deployment's DNS servers."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

from crawler.discovering import DiscoverySpider
from crawler.items import UnitDone
from crawler.resolver import DnsFailed, NoSuchName
from zhenwei.store.models import UnitRow
from zhenwei.types import Lead

AT_ONCE = 32
_PROBES = 2


class LookalikesSpider(DiscoverySpider):
    """Adds a lead for each name that resolves by itself, and not because its zone answers to everything."""

    name = "lookalikes"

    async def work(self, unit: UnitRow) -> UnitDone:
        names: list[Mapping[str, Any]] = unit.detail.get("names", [])
        gate = asyncio.Semaphore(AT_ONCE)
        zones: dict[str, asyncio.Task[frozenset[str]]] = {}

        async def one(row: Mapping[str, Any]) -> tuple[Lead | None, str]:
            domain = str(row["domain"])
            async with gate:
                try:
                    found = await self.deployment.resolver.addresses(domain)
                except NoSuchName:
                    return None, "nothing"
                except DnsFailed:
                    return None, "failed"
                zone = domain.partition(".")[2]
                if zone not in zones:
                    zones[zone] = asyncio.ensure_future(self._wildcard(zone))
                if set(found) <= await zones[zone]:
                    return None, "wildcard"
            return _lead(row, found[0]), "found"

        results = await asyncio.gather(*(one(row) for row in names))
        leads = [lead for lead, _ in results if lead is not None]
        counts = {kind: sum(k == kind for _, k in results) for kind in ("failed", "wildcard")}
        # Servers that cannot say are not "nothing found".
        outcome = "results" if leads else "error" if names and counts["failed"] == len(names) else "nothing"
        return UnitDone(unit.id, outcome, leads, looked_at=len(names) - counts["failed"], detail=counts)

    async def _wildcard(self, zone: str) -> frozenset[str]:
        """Return the addresses with which a zone answers to names that nobody has registered; none: it does not."""
        answers: set[str] = set()
        for _ in range(_PROBES):
            try:
                answers |= set(await self.deployment.resolver.addresses(f"zw-{secrets.token_hex(8)}.{zone}"))
            except (NoSuchName, DnsFailed):
                continue
        return frozenset(answers)


def _lead(row: Mapping[str, Any], address: str) -> Lead:
    domain, family, target = str(row["domain"]), str(row.get("family", "")), str(row.get("target", ""))
    return Lead(
        url=f"http://{domain}/",
        source="lookalikes",
        why=f"与 {target} 相似的域名已注册并可解析（{family}）",
        detail={"family": family, "target": target, "address": address},
    )
