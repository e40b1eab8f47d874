"""WHOIS (RFC 3912) for the registrations of the world, in the form that CNNIC prints; it has no RDAP."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import cast

from aiohttp import web

from lab.answers import Answer, plain
from lab.world import World
from zhenwei.address import ascii_host, unicode_host
from zhenwei.errors import BadInput

WHOIS_HOST = "whois.lab.test"
WHOIS_PORT = 43
# The suffixes that the lab's settings send here: those whose real registry has no RDAP either.
SUFFIXES = ("cn", "xn--fiqs8s", "xn--fiqz9s")
_LONGEST = 512


class Whois:
    """Knows the registrable domains of the world's sites that are not gone, with the earliest date of each."""

    def __init__(self, world: World) -> None:
        self._registered = world.registered()

    def __call__(self, request: web.BaseRequest) -> Answer:
        return plain(404, "")  # nothing here for a browser

    def answer(self, question: bytes) -> bytes:
        """Return what stands behind a question of one line."""
        try:
            domain = ascii_host(question.decode("utf-8", "replace").strip())
        except BadInput:
            return b"Invalid parameter.\r\n"
        if domain not in self._registered:
            return b"No matching record.\r\n"
        return "\r\n".join([*_record(domain, self._registered[domain]), ""]).encode()


def _record(domain: str, since: date | None) -> list[str]:
    lines = [f"Domain Name: {unicode_host(domain)}"]
    if domain != unicode_host(domain):
        lines.append(f"Puny Name: {domain}")
    lines += ["ROID: 20000101s10001s00000000-cn", "Domain Status: ok", "Registrant: 试验场注册者"]
    lines += ["Sponsoring Registrar: 试验场注册商", f"Name Server: ns1.{domain}", f"Name Server: ns2.{domain}"]
    if since is not None:
        # Beijing time without saying so, as the registry does: the same moment as in the lab's RDAP.
        ends = since + timedelta(days=365 * 2)
        lines += [f"Registration Time: {since.isoformat()} 10:00:00", f"Expiration Time: {ends.isoformat()} 10:00:00"]
    return [*lines, "DNSSEC: unsigned"]


class WhoisConnection(asyncio.Protocol):
    """One question, one answer, and the connection ends."""

    def __init__(self, whois: Whois) -> None:
        self._whois = whois
        self._held = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._held += data
        if b"\n" in self._held or len(self._held) > _LONGEST:
            self._transport.write(self._whois.answer(bytes(self._held).partition(b"\n")[0]))
            self._transport.close()
