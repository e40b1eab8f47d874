"""Many names over the DNS: one cheap question each, and every record of those that exist.

The first question is NS for a registrable domain: one packet tells NXDOMAIN (not registered) from a delegation, also
for a domain that is registered and empty, and a catch-all registry has no NS for what nobody registered. Below that it
is A.
"""

from __future__ import annotations

import asyncio
import functools
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from typing import Self

import structlog

from crawler.dns import wire
from crawler.dns.answers import Answered, Resolution
from crawler.dns.asker import FAILED, Asker
from crawler.dns.honesty import invents_answers
from crawler.dns.parking import parking_of
from crawler.dns.server import Asked
from crawler.dns.servers import servers_of
from crawler.dns.wire import NOTHING, Records
from crawler.dns.zones import Wildcard, random_label
from zhenwei.address import ascii_host, suffix
from zhenwei.config import Settings
from zhenwei.errors import BadInput, SettingsError

RECORDS = ("A", "AAAA", "NS", "MX", "SOA")
AT_ONCE = 1024  # names under way
_PROBES = 3
_ZONES_KEPT = 20_000
_log = structlog.get_logger()


class _Batch:
    """The names of one call: what is under way and what is answered."""

    def __init__(self, records: Sequence[str]) -> None:
        self.records = tuple(kind for kind in records if kind in wire.KINDS and kind != "CNAME")
        self.under_way = 0
        self.answered: deque[Resolution] = deque()
        self.wake = asyncio.Event()
        self.tasks: set[asyncio.Task[None]] = set()
        self.closed = False

    def end(self, resolution: Resolution) -> None:
        self.under_way -= 1
        self.answered.append(resolution)
        self.wake.set()

    def settled(self, name: str, task: asyncio.Task[None]) -> None:
        """End a name whose task broke: a batch that waits for it would wait for ever."""
        self.tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("解析出错", name=name, exc_info=error)
            self.end(Resolution(name, Answered.FAILED, why=f"程序出错（{type(error).__name__}）"))


class Looker:
    """Looks names up at several servers at once. Use it as ``async with Looker.of(settings) as looker``.

    ``servers`` are lines ``address`` or ``address:port``; none: the system's. ``rate`` is questions a second for each
    server (0: no limit). Raises SettingsError for a mistyped server, and from ``look`` if every server invents answers.
    ``liars`` names, after the first look, the servers that answer to names that do not exist; they are not used.
    """

    def __init__(
        self, servers: Sequence[str] = (), *, rate: float = 500.0, timeout: float = 3.0, tries: int = 3
    ) -> None:
        self.liars: tuple[str, ...] = ()
        self._asker = Asker(servers_of(servers), rate=rate, timeout=timeout, tries=tries)
        self._ready: asyncio.Task[None] | None = None
        self._zones: OrderedDict[str, asyncio.Task[Wildcard]] = OrderedDict()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Build one from a deployment's settings."""
        return cls(settings.dns_servers, rate=settings.dns_rate)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Give the sockets back."""
        rest = [task for task in (self._ready, *self._zones.values()) if task is not None and not task.done()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        self._asker.close()

    async def look(self, names: Iterable[str], records: Sequence[str] = RECORDS) -> AsyncIterator[Resolution]:
        """Yield one Resolution for each name, as they are answered (not in the order given).

        ``records`` are the kinds wanted of names that exist (CNAME comes with A). A name is taken from the iterable
        only when there is room, so a stream of any length is fine.
        """
        if self._ready is None:
            self._ready = asyncio.ensure_future(self._open())
        await asyncio.shield(self._ready)
        batch, coming = _Batch(records), iter(names)
        more = True
        try:
            while more or batch.under_way or batch.answered:
                taken = 0
                while more and batch.under_way < AT_ONCE and taken < 256:
                    if (name := next(coming, None)) is None:
                        more = False
                    else:
                        taken += 1
                        self._begin(batch, name)
                if taken:
                    await asyncio.sleep(0)  # replies are read between two handfuls of names
                elif not batch.answered and batch.under_way:
                    batch.wake.clear()
                    await batch.wake.wait()
                while batch.answered:
                    yield batch.answered.popleft()
        finally:
            batch.closed = True
            for task in batch.tasks:
                task.cancel()
            await asyncio.gather(*batch.tasks, return_exceptions=True)

    async def _open(self) -> None:
        try:
            self._asker.open()
        except OSError as error:
            raise SettingsError(f"DNS 服务器无法使用（{error}），请检查 dns_servers") from error
        servers = list(self._asker.servers)
        lies = await asyncio.gather(*(invents_answers(self._asker, server) for server in servers))
        self.liars = tuple(str(server.address) for server, lie in zip(servers, lies, strict=True) if lie)
        if self.liars:
            _log.warning("DNS 服务器对不存在的域名也作答，不予采用", servers=self.liars)
        if all(lies):
            raise SettingsError(f"全部 DNS 服务器都对不存在的域名作答（{'、'.join(self.liars)}），请更换 dns_servers")
        self._asker.leave_out([server for server, lie in zip(servers, lies, strict=True) if lie])

    def _begin(self, batch: _Batch, name: str) -> None:
        batch.under_way += 1
        try:
            host = ascii_host(name)
            encoded = wire.encode_name(host)
        except BadInput:
            batch.end(Resolution(name, Answered.FAILED, why="不是域名"))
            return
        kind = "NS" if _is_suffix(host.partition(".")[2]) else "A"
        self._asker.submit(Asked(encoded, wire.KINDS[kind], functools.partial(self._first, batch, name, host, kind)))

    def _first(self, batch: _Batch, name: str, host: str, kind: str, code: int, data: bytes) -> None:
        if batch.closed:
            return
        if code == FAILED:
            batch.end(Resolution(name, Answered.FAILED, why=data.decode()))
        elif code == wire.NXDOMAIN and not wire.header(data)[2]:
            batch.end(Resolution(name, Answered.NO_NAME))
        else:
            task = asyncio.get_running_loop().create_task(self._rest(batch, name, host, kind, data))
            batch.tasks.add(task)
            task.add_done_callback(functools.partial(batch.settled, name))

    async def _rest(self, batch: _Batch, name: str, host: str, kind: str, data: bytes) -> None:
        """Ask for everything else about a name that exists, and whether it does by itself."""
        try:
            seen = {kind: wire.read_records(data, host)}
        except ValueError:
            batch.end(Resolution(name, Answered.FAILED, why="应答残缺"))
            return
        if seen[kind].elsewhere:
            batch.end(Resolution(name, Answered.FAILED, why="服务器不提供递归查询"))
            return
        missing: dict[str, str] = {}
        if kind != "A":
            await self._more(host, ("A",), seen, missing)
        zone = await self._wildcard(host.partition(".")[2])
        found = _together(seen.values())
        # Nothing else is asked of a name that has just what everybody in its zone gets.
        by_zone = bool(zone.only_addresses and found.a) and zone.explains(host, found)
        if not by_zone:
            await self._more(host, batch.records, seen, missing)
            found = _together(seen.values())
            by_zone = zone.explains(host, found, address_known="A" not in missing)
        batch.end(_resolution(name, batch.records, found, missing, wildcard=by_zone))

    async def _more(self, host: str, kinds: Iterable[str], seen: dict[str, Records], missing: dict[str, str]) -> None:
        wanted = [kind for kind in kinds if kind not in seen]
        if len(wanted) == 1:  # without a task of its own: of a catch-all zone there are as many as names
            replies = [await self._asker.ask(host, wanted[0])]
        else:
            replies = await asyncio.gather(*(self._asker.ask(host, kind) for kind in wanted))
        for kind, (code, data) in zip(wanted, replies, strict=True):
            try:
                if code == FAILED:
                    missing[kind] = data.decode()
                else:
                    missing.pop(kind, None)
                    seen[kind] = wire.read_records(data, host)
            except ValueError:
                missing[kind] = "应答残缺"

    async def _wildcard(self, zone: str) -> Wildcard:
        if not zone:
            return Wildcard()
        task = self._zones.get(zone)
        if task is None:
            task = self._zones[zone] = asyncio.ensure_future(self._probe(zone))
            if len(self._zones) > _ZONES_KEPT:
                self._zones.popitem(last=False)
        return task.result() if task.done() else await asyncio.shield(task)

    async def _probe(self, zone: str) -> Wildcard:
        """Ask for random labels. One that does not exist is enough to say that the zone has no wildcard."""
        labels, probes = [], []
        for number in range(_PROBES):
            label = random_label()
            if len(zone) + len(label) > 252:
                return Wildcard()  # nothing of that length can be asked
            code, data = await self._asker.ask(f"{label}.{zone}", "A")
            if code == wire.NXDOMAIN and not wire.header(data)[2]:
                if number == 0:
                    return Wildcard()
                continue
            if code == FAILED:
                continue
            host = f"{label}.{zone}"
            seen: dict[str, Records] = {}
            try:
                seen["A"] = wire.read_records(data, host)
            except ValueError:
                continue
            await self._more(host, RECORDS, seen, {})
            labels.append(label)
            probes.append(_together(seen.values()))
        return Wildcard(tuple(probes), tuple(labels))


@functools.lru_cache(maxsize=4096)
def _is_suffix(zone: str) -> bool:
    """True if names directly below the zone are registrable domains (or the zone is the root)."""
    return not zone or suffix(zone) == zone


def _together(parts: Iterable[Records]) -> Records:
    """Return all records of several replies about one name."""
    found = [part for part in parts if part != NOTHING]
    if len(found) < 2:
        return found[0] if found else NOTHING

    def every(kind: str) -> tuple[str, ...]:
        return tuple(sorted({value for part in found for value in getattr(part, kind)}))

    return Records(
        every("a"), every("aaaa"), every("ns"), every("mx"), every("cname"),
        next((part.soa for part in found if part.soa), ""),
    )  # fmt: skip


def _resolution(
    name: str, records: Sequence[str], found: Records, missing: dict[str, str], *, wildcard: bool
) -> Resolution:
    there = found.a or found.aaaa or found.ns or found.mx or found.cname or found.soa
    answer = Resolution(
        name,
        Answered.EXISTS if there else Answered.NO_DATA,
        a=found.a if "A" in records else (),
        aaaa=found.aaaa,
        ns=found.ns,
        mx=found.mx,
        cname=found.cname,
        soa=found.soa,
        wildcard=wildcard,
        parked="" if wildcard else parking_of(ns=found.ns, cname=found.cname, addresses=found.a + found.aaaa),
    )
    if missing:
        gaps = "；".join(f"{kind} {why}" for kind, why in sorted(missing.items()))
        return replace(answer, why=f"部分记录未得到应答：{gaps}")
    return answer
