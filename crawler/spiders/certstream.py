"""Streams of new certificates (certstream servers), listened to for a bounded time a night."""

from __future__ import annotations

from typing import Any

from crawler.ct.ledger import Ledger
from crawler.ct.messages import Update
from crawler.ct.stream import Heard, Stream
from crawler.discovering import DiscoverySpider
from crawler.items import UnitDone
from zhenwei.errors import BadInput, Egress
from zhenwei.store.models import UnitRow

PENDING = 500  # names after which they are kept


class CertstreamSpider(DiscoverySpider):
    """One unit is one stream. A stream cannot be wound back: what passed while nobody listened is counted, not read."""

    name = "certstream"

    async def work(self, unit: UnitRow) -> UnitDone:
        path = self.deployment.settings.data_dir / "feeds" / str(self.night) / f"{unit.id}.txt"
        with Ledger(path, self.deployment.store, unit, f"certstream:{unit.source}") as ledger:
            heard = _heard(ledger)
            known = ledger.names()
            pending: list[bytes] = []

            def pause() -> None:
                if pending:
                    ledger.keep(pending, {"certificates": heard.certificates}, _detail(heard))
                    pending.clear()

            def keep(update: Update) -> None:
                new = [name for name in update.names if name not in known]
                known.update(new)
                pending.extend(new)
                if len(pending) >= PENDING:
                    pause()

            try:
                await Stream(self.deployment, unit.source, heard).listen(keep, pause)
            except (Egress, BadInput) as error:
                heard.problem = str(error)
            pause()
            detail = _detail(heard) | {"names": len(known), "logs": len(heard.indexes), "indexes": {}}
            if heard.problem:
                detail["why"] = heard.problem
            if known:
                outcome = "results"
                detail["file"] = str(ledger.path)
                if heard.missed:
                    detail["problems"] = [f"断线期间漏过约 {heard.missed} 张证书"]
            else:
                outcome = "stale" if heard.connections else "error"
                detail.setdefault("why", "连接成功，但没有收到任何证书")
        return UnitDone(unit.id, outcome, looked_at=heard.certificates, detail=detail)


def _heard(ledger: Ledger) -> Heard:
    """Go on with what an interrupted run of the same night has heard."""
    told = ledger.detail
    if not ledger.whole or "certificates" not in told:
        return Heard()
    return Heard(
        certificates=int(told["certificates"]),
        unreadable=int(told["unreadable"]),
        connections=int(told["connections"]),
        missed=int(told["missed"]),
        seconds=float(told["seconds"]),
        indexes={str(log): int(index) for log, index in told["indexes"].items()},
    )


def _detail(heard: Heard) -> dict[str, Any]:
    return {
        "certificates": heard.certificates, "unreadable": heard.unreadable, "connections": heard.connections,
        "missed": heard.missed, "seconds": round(heard.seconds, 1), "indexes": dict(heard.indexes),
    }  # fmt: skip
