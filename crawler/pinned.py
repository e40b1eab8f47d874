"""Scrapy's own connections go to the address that was checked: this resolver is the door, not a second look-up."""

from __future__ import annotations

from typing import Self, cast

from scrapy.crawler import Crawler
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IResolverSimple
from zope.interface import implementer

from crawler.deployment import Deployment, deployment_of
from crawler.resolver import DnsFailed, NoSuchName
from zhenwei.errors import Egress

LOOPBACK = "127.0.0.1"


@implementer(IResolverSimple)
class PinnedResolver:
    """Answers the reactor's questions from the door's memory (TWISTED_DNS_RESOLVER)."""

    def __init__(self, deployment: Deployment, reactor: ReactorBase) -> None:
        self._deployment, self._reactor = deployment, reactor

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        return cls(deployment_of(crawler), reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installResolver(cast("IResolverSimple", self))

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:  # noqa: N802 (Twisted's interface)
        return deferred_from_coro(self._address(name))

    async def _address(self, name: str) -> str:
        try:
            if name == self._deployment.proxy_host:
                return await self._deployment.proxy_address()
            if name == LOOPBACK and self._deployment.has_gate:
                return LOOPBACK  # the gate asks the door itself
            return (await self._deployment.door.addresses(name))[0]
        except (NoSuchName, DnsFailed, Egress) as error:
            raise DNSLookupError(str(error)) from error
