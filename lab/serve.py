"""A world, served: one proxy, one name server, and the settings that point Zhenwei at them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

from lab.authority import Authority
from lab.ctledger import Ledger
from lab.ctlog import CT_HOST, CT_PATH, LIST_PATH, CtLog
from lab.engines import DIALECTS, UNASKED
from lab.engines.base import SearchEngine
from lab.errors import WorldError
from lab.feed import FEED_HOST, RDAP_HOST, Feed, Rdap
from lab.hosts import Hosts, Service
from lab.index import documents
from lab.nameserver import NameServer, Zones
from lab.proxy import Proxy
from lab.staticlog import STATIC_HOST, STATIC_URL, StaticLog
from lab.whois import SUFFIXES, WHOIS_HOST, Whois
from lab.world import World, load_world

NETWORK = "198.18.0.0/15"
_T = TypeVar("_T")


class Lab:
    """A running small internet on 127.0.0.1; several may run side by side.

    ``with Lab(folder) as lab:`` serves from a thread of its own until the block ends; ``lab.settings`` holds the
    ``ZHENWEI_*`` values. Raises WorldError if the world does not fit its format, OSError if the port is taken.
    """

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.world = load_world(folder)
        self.settings: dict[str, str] = {}
        self._port = port
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._temporary: TemporaryDirectory[str] | None = None
        self._proxy: Proxy | None = None
        # Two, for what only one resolver says of a name is not believed.
        self._names: list[NameServer] = []

    def __enter__(self) -> Self:
        self._temporary = TemporaryDirectory(prefix="zhenwei-lab-")
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=_turn, args=(self._loop,), name="lab", daemon=True)
        self._thread.start()
        try:
            authority = Authority(Path(self._temporary.name))
            services = services_of(self.world, authority)
            self._proxy = Proxy(Hosts(self.world, services), authority)
            self._names = [NameServer(Zones(self.world, services)) for _ in range(2)]
            self._run(self._proxy.open(self._port))
            for names in self._names:
                self._run(names.open())
        except BaseException:
            self._close()
            raise
        ports = [names.port for names in self._names]
        self.settings = settings_of(self.world, self._proxy.port, ports, authority.ca_file)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _run(self, work: Coroutine[None, None, _T]) -> _T:
        if self._loop is None:
            raise RuntimeError("the lab is not open")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _close(self) -> None:
        if self._proxy is not None:
            self._run(self._proxy.close())
        for names in self._names:
            self._run(names.close())
        self._run(_rest_ended())
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread is not None:
            self._thread.join()
        if self._temporary is not None:
            self._temporary.cleanup()


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop until it is stopped, and close it where it ran."""
    loop.run_forever()
    loop.close()


def services_of(world: World, authority: Authority) -> dict[str, Service]:
    """Return what answers beside the sites, by host. Raises WorldError if a site claims such a host."""
    known = documents(world)
    ledger = Ledger(world, authority)
    services: dict[str, Service] = {
        FEED_HOST: Feed(world),
        RDAP_HOST: Rdap(world),
        WHOIS_HOST: Whois(world),
        CT_HOST: CtLog(ledger),
        STATIC_HOST: StaticLog(ledger),
    }
    for dialect in (*DIALECTS, *UNASKED):
        engine = SearchEngine(dialect, world, known)
        services |= dict.fromkeys(dialect.hosts, engine)
    if taken := sorted(services.keys() & world.sites.keys()):
        raise WorldError(f"试验场自身占用这个域名，不能作为网站：{world.sites[taken[0]].folder}")
    return services


def settings_of(world: World, proxy: int, names: Sequence[int], ca_file: Path) -> dict[str, str]:
    """Return the environment that points a deployment at the lab; politeness is set for loopback, in the open."""
    settings = {
        "ZHENWEI_EGRESS_PROXY": f"http://127.0.0.1:{proxy}",
        "ZHENWEI_EGRESS_CA": str(ca_file),
        "ZHENWEI_EGRESS_ALLOW": NETWORK,
        "ZHENWEI_DNS_SERVERS": f"127.0.0.1:{names[0]}",
        "ZHENWEI_RECHECK_DNS_SERVERS": f"127.0.0.1:{names[1]}",
        "ZHENWEI_SEARCH_ENGINES": ",".join(dialect.name for dialect in DIALECTS),
        "ZHENWEI_FEED_URLS": f"http://{FEED_HOST}/names.txt.gz",
        "ZHENWEI_CT_LOGS": f"http://{CT_HOST}{CT_PATH},{STATIC_URL}",
        "ZHENWEI_CT_LOG_LIST": f"http://{CT_HOST}{LIST_PATH}",
        "ZHENWEI_RDAP_URLS": f"http://{RDAP_HOST}/",
        "ZHENWEI_WHOIS_SERVERS": ",".join(f"{suffix}={WHOIS_HOST}" for suffix in SUFFIXES),
        "ZHENWEI_WHOIS_INTERVAL": "0.02",
        "ZHENWEI_DELAY": "0.05",
        "ZHENWEI_DNS_RATE": "0",
    }
    if world.watchlist is not None:
        settings["ZHENWEI_WATCHLIST_DIR"] = str(world.watchlist.resolve())
    return settings


async def _rest_ended() -> None:
    """Cancel what still runs, so that no connection outlives its loop; and let transports be closed."""
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for _ in range(4):  # accepted, connected, closed, lost: each is a turn of the loop
        await asyncio.sleep(0)
    await asyncio.get_running_loop().shutdown_asyncgens()
