"""Asks WHOIS servers (RFC 3912): through the door, slowly, and never for more than a bounded answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from crawler.egress import Door
from crawler.rate import Bucket
from crawler.resolver import DnsFailed, NoSuchName
from crawler.wayout import open_stream
from crawler.whois.read import decode, read_answer
from crawler.whois.registration import Registration
from crawler.whois.servers import WhoisServer, question_for, read_servers, server_for
from zhenwei.config import Settings
from zhenwei.errors import Egress

LARGEST = 64 * 1024
# A look-up waits at most so long (seconds) for its turn; the next visit asks again.
PATIENCE = 120.0
# A server that refused us is left alone so long.
REST = 900.0


class WhoisClient:
    """Asks the registry of a domain, and the server it refers to where the registry itself keeps no date.

    ``sleep`` and ``clock`` (seconds) are given by tests. Raises SettingsError for a mistyped ``whois_servers``.
    """

    def __init__(
        self,
        settings: Settings,
        door: Door,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._servers = read_servers(settings.whois_servers)
        self._settings, self._interval, self._timeout = settings, settings.whois_interval, settings.timeout
        self._door, self._sleep, self._clock = door, sleep, clock
        self._turns: dict[str, Bucket] = {}
        self._resting: dict[str, float] = {}

    def knows(self, domain: str) -> bool:
        """True if there is a server to ask about this ASCII domain."""
        return server_for(domain, self._servers) is not None

    async def ask(self, domain: str) -> Registration:
        """Return what WHOIS says of a registrable domain (ASCII); ``found`` is None where it says nothing."""
        server = server_for(domain, self._servers)
        if server is None:
            return Registration(domain, why="没有该后缀的 WHOIS 服务器（whois_servers）")
        first = await self._one(server, domain)
        if not first.found or first.registered or first.referral in ("", server.host):
            return first
        # A server that the operator has named is asked at the port that goes with it.
        known = next((own for own in self._servers.values() if own.host == first.referral), None)
        second = await self._one(known or WhoisServer(first.referral), domain)
        return _joined(first, second) if second.found else first

    async def _one(self, server: WhoisServer, domain: str) -> Registration:
        if self._clock() < self._resting.get(server.host, 0.0):
            return Registration(domain, why=f"WHOIS 服务器 {server.host} 曾拒绝应答，暂不再问")
        turns = self._turns.get(server.host)
        if turns is None:
            rate = 1 / self._interval if self._interval else 0.0
            turns = self._turns[server.host] = Bucket(rate, clock=self._clock)
        if (wait := turns.reserve(PATIENCE)) is None:
            return Registration(domain, why=f"WHOIS 服务器 {server.host} 排队过长，留待下次")
        if wait:
            await self._sleep(wait)
        try:
            async with asyncio.timeout(self._timeout):
                text = decode(await self._exchange(server, question_for(domain)))
        except (Egress, NoSuchName, DnsFailed) as error:
            return Registration(domain, why=f"WHOIS 服务器 {server.host}：{error}"[:200])
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            return Registration(domain, why=f"WHOIS 服务器 {server.host} 没有应答（{type(error).__name__}）")
        answer = read_answer(text, domain)
        if answer.found is None and text.strip():
            self._resting[server.host] = self._clock() + REST
        return answer

    async def _exchange(self, server: WhoisServer, question: bytes) -> bytes:
        address = (await self._door.addresses(server.host))[0]
        reader, writer = await open_stream(self._settings, server.host, address, server.port, LARGEST)
        try:
            writer.write(question)
            await writer.drain()
            received = bytearray()
            while len(received) < LARGEST and (chunk := await reader.read(LARGEST - len(received))):
                received += chunk
        finally:
            writer.close()
        return bytes(received)


def _joined(registry: Registration, registrar: Registration) -> Registration:
    """Return what the registry said, with the registrar's word where it said nothing."""
    return replace(
        registry,
        registered=registry.registered or registrar.registered,
        expires=registry.expires or registrar.expires,
        updated=registry.updated or registrar.updated,
        registrar=registry.registrar or registrar.registrar,
        registrant=registry.registrant or registrar.registrant,
    )
