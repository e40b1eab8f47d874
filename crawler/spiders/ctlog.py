"""Certificate-transparency logs, RFC 6962 and static-ct: names of new entries, from where the last night stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from crawler.ct.batch import Batch
from crawler.ct.head import TreeHead
from crawler.ct.ledger import BYTES, Ledger
from crawler.ct.loglist import STATIC, KnownLog, LogList
from crawler.ct.logs import Answer, Log, QueriedLog, StaticLog, recognised
from crawler.ct.pace import Pace
from crawler.ct.reading import read
from crawler.ct.tiles import WIDTH
from crawler.ct.trust import STALE_AFTER, objection, staleness
from crawler.ct.wanted import log_list, plan_named
from crawler.discovering import DiscoverySpider
from crawler.items import UnitDone
from crawler.outcomes import outcome_of
from zhenwei.clock import now
from zhenwei.errors import BadInput
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import position

MAX_ANSWER = 64 * 1024 * 1024
SECONDS = 60.0


class CtlogSpider(DiscoverySpider):
    """One unit is one log; a unit whose source is a name stands for logs of the list, and is replaced by theirs."""

    name = "ctlog"
    _list: LogList | None = None
    _list_problem = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pace = Pace()

    async def start(self) -> AsyncIterator[Any]:
        """Turn names into logs first, then read all logs side by side."""
        units = super().units()
        if units and (source := self.deployment.settings.ct_log_list):
            try:
                self._list = await log_list(source, self._get)
            except Exception as error:  # noqa: BLE001 (what the downloader raises; logs given by address go on without)
                self._list_problem = _said(error)
        for unit in units:
            if "://" not in unit.source:
                problem = plan_named(self.deployment.store, unit, self._list, self._list_problem)
                if problem:
                    yield UnitDone(unit.id, "error", detail={"why": problem})
        async for done in super().start():
            yield done

    def units(self) -> list[UnitRow]:
        """Return the waiting logs."""
        return [unit for unit in super().units() if "://" in unit.source]

    async def work(self, unit: UnitRow) -> UnitDone:
        known = self._list.at(unit.source) if self._list else None
        with self.deployment.store.transaction() as session:
            place = position(session, _source(unit))
        try:
            log, head = await self._opened(known.url if known else unit.source, known, place)
            if why := objection(head, known, place, now()):
                raise BadInput(why)
        except Exception as error:  # noqa: BLE001 (what the downloader raises; what was read before a kill is kept)
            return self._failed(unit, place, _said(error))
        return await self._read(unit, (log, head), place, known)

    def _ledger(self, unit: UnitRow) -> Ledger:
        path = self.deployment.settings.data_dir / "feeds" / str(self.night) / f"{unit.id}.txt"
        return Ledger(path, self.deployment.store, unit, _source(unit))

    def _failed(self, unit: UnitRow, place: dict[str, Any], why: str) -> UnitDone:
        """End a unit of a log that does not answer; names of an interrupted run before still go to screening."""
        if not unit.detail.get(BYTES):
            return UnitDone(unit.id, "error", detail={"why": why})
        start, at = int(unit.detail["from"]), int(unit.detail["next"])
        with self._ledger(unit) as ledger:
            if ledger.whole:
                detail = {"why": why, "problems": [why], "file": str(ledger.path)}
                return UnitDone(unit.id, "results", looked_at=at - start, detail=detail)
        # The file lost names, so its entries are read again, another night.
        return UnitDone(unit.id, "error", detail={"why": why}, position=(_source(unit), place | {"next": start}))

    async def _opened(self, base: str, known: KnownLog | None, place: dict[str, Any]) -> tuple[Log, TreeHead]:
        """Return the log with its head; its kind is known from the list, from the last time, or found out."""
        key = known.key if known else b""
        kind = known.kind if known else place.get("kind")
        if not kind:
            return await recognised(base, self._get, key)
        log: Log = StaticLog(base, self._get) if kind == STATIC else QueriedLog(base, self._get)
        return log, await log.head(key)

    async def _read(
        self, unit: UnitRow, opened: tuple[Log, TreeHead], place: dict[str, Any], known: KnownLog | None
    ) -> UnitDone:
        (log, head), why = opened, ""
        with self._ledger(unit) as ledger:
            start, at, end = self._stretch(ledger, log, head, place)
            unreadable = int(ledger.detail.get("unreadable", 0)) if at > start else 0

            def keep(batch: Batch, following: int) -> None:
                nonlocal at, unreadable
                at, unreadable = following, unreadable + batch.unreadable
                seen = {"from": start, "next": at, "until": end, "unreadable": unreadable}
                ledger.keep(batch.names, _place(log, head, at), seen)

            try:
                await read(log, at, end, keep)
            except Exception as error:  # noqa: BLE001 (what the downloader raises; what was read before is kept)
                why = f"读到第 {at} 条时中断：{_said(error)}"
            detail: dict[str, object] = {
                "kind": log.kind, "from": start, "next": at, "size": head.size, "behind": head.size - at,
                "timestamp": head.moment.isoformat(timespec="seconds"),
                "verified": bool(known and known.key), "unreadable": unreadable,
            }  # fmt: skip
            stale = staleness(head, known, now())
            # A day is the rule at the moment of reading; whoever looks a day later must not blame the log for it.
            detail["stale_days"] = STALE_AFTER.days if stale else 2 * STALE_AFTER.days
            detail |= {key: said for key, said in (("stale", stale), ("why", why or stale)) if said}
            if not ledger.empty:
                outcome = "results"
                detail |= {"file": str(ledger.path), "problems": [why] if why else []}
            else:
                outcome = "error" if why else "stale" if stale else "nothing"
        position_now = (_source(unit), _place(log, head, at))
        return UnitDone(unit.id, outcome, looked_at=at - start, detail=detail, position=position_now)

    def _stretch(self, ledger: Ledger, log: Log, head: TreeHead, place: dict[str, Any]) -> tuple[int, int, int]:
        """Return (first, next, end) of what this unit reads: what it began, or a night's share from the position on."""
        settings = self.deployment.settings
        if "from" in ledger.detail:
            start, end = int(ledger.detail["from"]), int(ledger.detail["until"])
            # A file that lost names is read anew as a whole.
            return start, int(place["next"]) if ledger.whole else start, end
        start = int(place.get("next", max(0, head.size - settings.ct_first)))
        end = min(head.size, start + settings.ct_budget)
        if log.kind == STATIC and start < end // WIDTH * WIDTH and end < head.size:
            end = end // WIDTH * WIDTH  # so that no tile is fetched twice
        return start, start, end

    async def _get(self, url: str) -> Answer:
        seconds = max(SECONDS, self.deployment.settings.timeout)
        meta = {"download_maxsize": MAX_ANSWER, "download_timeout": seconds, **self._pace.meta(url)}
        response = await self.fetch(url, None, **meta)
        wait = (response.headers.get("Retry-After") or b"").decode("latin-1")
        return Answer(response.status, response.body, float(wait) if wait.isdecimal() else -1.0)


def _source(unit: UnitRow) -> str:
    return f"ctlog:{unit.source}"


def _place(log: Log, head: TreeHead, at: int) -> dict[str, object]:
    return {
        "next": at, "size": head.size, "root": head.root.hex(), "timestamp": head.timestamp,
        "origin": head.origin, "kind": log.kind,
    }  # fmt: skip


def _said(error: Exception) -> str:
    return str(error)[:300] if isinstance(error, BadInput) else outcome_of(error)[1]
