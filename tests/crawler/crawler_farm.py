"""A small farm of sites on loopback: one HTTP server for many host names, and a DNS server that knows them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from pathlib import Path
from typing import Self, cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from aiohttp import web
from sqlalchemy import select

from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import site_for
from zhenwei.store.models import UnitRow, VisitRow
from zhenwei.store.nights import open_night, plan_units
from zhenwei.store.visits import plan_visits
from zhenwei.types import Profile

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
ROOT = Path(__file__).resolve().parents[2]


class Farm:
    """``with Farm() as farm``: ``farm.serve(host, path, handler)``; every served host resolves to 127.0.0.1."""

    def __init__(self) -> None:
        self.routes: dict[tuple[str, str], Handler] = {}
        self.hits: list[tuple[str, str, dict[str, str]]] = []
        self.addresses: dict[str, list[str]] = {}
        self.servfail: set[str] = set()
        self.wildcards: dict[str, str] = {}
        self.port = self.dns_port = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(20)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(20)
        self._loop.close()

    def serve(self, host: str, path: str, answer: Handler | str | bytes, kind: str = "text/html; charset=utf-8") -> str:
        """Serve an answer at a host and path (``*``: any path); returns the address."""
        self.addresses.setdefault(host, ["127.0.0.1"])
        if not callable(answer):
            body = answer.encode() if isinstance(answer, str) else answer

            async def handler(_request: web.BaseRequest) -> web.StreamResponse:
                return web.Response(body=body, headers={"Content-Type": kind})

            self.routes[host, path] = handler
        else:
            self.routes[host, path] = answer
        return self.url(host, path if path != "*" else "/")

    def url(self, host: str, path: str = "/") -> str:
        """Return the address of a path on the farm's port."""
        return f"http://{host}:{self.port}{path}"

    def run(self, work: Coroutine[None, None, int]) -> int:
        """Run something in the farm's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def asked(self, host: str) -> Counter[str]:
        """Count the paths that were asked of a host."""
        return Counter(path for h, path, _ in self.hits if h == host)

    async def _start(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._dns, _ = await self._loop.create_datagram_endpoint(lambda: _Dns(self), local_addr=("127.0.0.1", 0))
        self.dns_port = self._dns.get_extra_info("sockname")[1]

    async def _stop(self) -> None:
        self._dns.close()
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        host = request.host.split(":")[0]
        self.hits.append((host, request.path_qs, dict(request.headers)))
        for key in ((host, request.path), (host, "*")):
            if key in self.routes:
                return await self.routes[key](request)
        return web.Response(status=404, text="no such page")

    def environment(self, data: Path, **extra: str) -> dict[str, str]:
        """Return the environment of a deployment that may reach the farm and nothing else."""
        own = {
            "DATA_DIR": str(data),
            "EGRESS_ALLOW": "127.0.0.0/8",
            "EGRESS_PORTS": f"80,443,{self.port}",
            "DNS_SERVERS": f"127.0.0.1:{self.dns_port}",
            "DELAY": "0",
            "TIMEOUT": "4",
        } | extra
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")}
        return kept | {f"ZHENWEI_{key}": value for key, value in own.items()}


class _Dns(asyncio.DatagramProtocol):
    def __init__(self, farm: Farm) -> None:
        self._farm = farm

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        name = query.question[0].name.to_text().rstrip(".").lower()
        kind = query.question[0].rdtype
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        found = self._farm.addresses.get(name)
        for zone, address in self._farm.wildcards.items():
            found = found or ([address] if name.endswith("." + zone) else None)
        if name in self._farm.servfail:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif found is None:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        else:
            wanted = [a for a in found if (":" in a) == (kind == 28)]
            if wanted and kind in (1, 28):
                answer.answer.append(dns.rrset.from_text_list(query.question[0].name, 60, "IN", kind, wanted))
        self._transport.sendto(answer.to_wire(), addr)


class Deployment:
    """A data folder with a store, visits planned into it, and spiders run over it as the nightly run does."""

    def __init__(self, farm: Farm, folder: Path, **extra: str) -> None:
        self.farm, self.folder = farm, folder
        self.environ = farm.environment(folder, **extra)
        self.store: Store = open_store(f"sqlite:///{folder / 'zhenwei.db'}")

    def plan(
        self,
        urls: Iterable[str],
        profiles: Iterable[Profile] = (Profile.DESKTOP,),
        *,
        purpose: str = "first",
        rendered: bool = False,
    ) -> None:
        """Plan visits; the host is read off each address."""
        with self.store.transaction() as session:
            night = open_night(session)
            for url in urls:
                host = url.split("://", 1)[-1].split("/")[0].rsplit(":", 1)[0].lower() or "nothing.example"
                site = site_for(session, host)
                plan_visits(session, night.id, site.id, [url], tuple(profiles), purpose=purpose, rendered=rendered)

    def plan_units(self, spider: str, units: Iterable[tuple[str, str, dict[str, object]]]) -> None:
        """Plan units of discovery."""
        with self.store.transaction() as session:
            plan_units(session, open_night(session).id, spider, units)

    def crawl(self, spider: str, *, timeout: float = 120, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run ``scrapy crawl`` as a process of its own."""
        environ = self.environ | {f"ZHENWEI_{key}": value for key, value in extra.items()}
        command = [sys.executable, "-m", "scrapy", "crawl", spider]
        return subprocess.run(
            command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=timeout, check=False
        )

    def visits(self) -> list[VisitRow]:
        """Return all visits in the order planned."""
        with self.store.transaction() as session:
            return list(session.scalars(select(VisitRow).order_by(VisitRow.id)))

    def units(self) -> list[UnitRow]:
        """Return all units in the order planned."""
        with self.store.transaction() as session:
            return list(session.scalars(select(UnitRow).order_by(UnitRow.id)))

    def record(self, visit: VisitRow, name: str) -> dict[str, object]:
        """Return a record of a visit's capture folder."""
        found = json.loads((self.folder / "evidence" / visit.folder / "page.json").read_text("utf-8"))["records"][name]
        assert isinstance(found, dict)
        return found
