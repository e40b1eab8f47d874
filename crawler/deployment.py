"""What one running crawler holds of its deployment: settings, door, store, watchlist. Built by the add-on."""

from __future__ import annotations

import asyncio
import socket
from functools import cached_property
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from crawler.certificate import RecordingPolicy, Verdicts
from crawler.egress import Door
from crawler.resolver import Resolver
from zhenwei.config import Settings
from zhenwei.store.database import Store, open_store
from zhenwei.watchlist import Watchlist, load_watchlist

if TYPE_CHECKING:
    from crawler.gate import Gate

KEY = "ZHENWEI_DEPLOYMENT"


class Deployment:
    """Opens the store and reads the watchlist at first use only. Raises SettingsError for what cannot work."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.resolver = Resolver(settings.dns_servers, both=bool(settings.egress_proxy))
        self.door = Door(settings, self.resolver)
        self.verdicts = Verdicts()
        self.tls = RecordingPolicy(self.verdicts, settings.egress_ca)
        self._gate: asyncio.Future[Gate] | None = None
        self.proxy_host = urlsplit(settings.egress_proxy).hostname or ""

    def __deepcopy__(self, _memo: object) -> Self:
        return self  # Scrapy copies its settings deeply; there is one deployment all the same

    @cached_property
    def store(self) -> Store:
        """The store; raises StoreError in one sentence."""
        return open_store(self.settings.database)

    @cached_property
    def watchlist(self) -> Watchlist:
        """The watchlist; raises WatchlistError in one sentence."""
        return load_watchlist(self.settings.watchlist_dir)

    async def gate_url(self) -> str:
        """Return the address of a gate of this process, started at first use (``crawler/gate.py``)."""
        from crawler.gate import Gate  # at use: the gate knows deployments

        if self._gate is None:
            self._gate = asyncio.ensure_future(Gate(self).started())
        return (await asyncio.shield(self._gate)).url

    async def close_gate(self) -> None:
        """Close the gate, if one was started."""
        if self._gate is not None:
            await (await self._gate).close()
            self._gate = None

    @property
    def has_gate(self) -> bool:
        """True while Scrapy's own requests go through a gate on loopback."""
        return self._gate is not None

    async def proxy_address(self) -> str:
        """Resolve the egress proxy by the system's resolver: it is the operator's own host and may be private."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(self.proxy_host, None, family=socket.AF_INET, type=socket.SOCK_STREAM)
        return str(found[0][4][0])


def deployment_of(crawler: Crawler) -> Deployment:
    """Return the deployment that the add-on put into the crawler's settings."""
    return cast("Deployment", crawler.settings[KEY])
