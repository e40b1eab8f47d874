"""Every host of the small internet behind one question: what does this request get?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from enum import StrEnum
from urllib.parse import unquote

from aiohttp import web

from lab.answers import Answer, answer, plain
from lab.failures import Failures, instead, mislabelled, on_the_wire
from lab.profiles import profile_of
from lab.whois import WHOIS_PORT, Whois
from lab.world import World
from zhenwei.address import ascii_host
from zhenwei.errors import BadInput

Service = Callable[[web.BaseRequest], Answer]
_WIRE = ("hang", "reset", "large-body", "slow")


class Refusal(StrEnum):
    """Why the proxy reaches nobody; its word in the ``X-Lab`` header of a 502."""

    NO_NAME = "no-such-name"
    SERVFAIL = "servfail"
    REFUSED = "connection-refused"


class Hosts:
    """The sites of a world and the lab's services, by host name."""

    def __init__(self, world: World, services: Mapping[str, Service]) -> None:
        self._world = world
        self._services = services
        self._failures = Failures(world.about.failures)

    def refusal(self, host: str, port: int) -> Refusal | None:
        """Return why a connection to host and port cannot be, or nothing if it can."""
        if self._world.servfail(host):
            return Refusal.SERVFAIL
        if host in self._services:
            return None if port in (80, 443) or self.whois(host, port) else Refusal.REFUSED
        site = self._world.answering(host)
        if site is None:
            known = self._world.sites.get(host)
            named = (known is not None and not self._world.gone(known)) or self._world.wildcard_zone(host)
            return Refusal.REFUSED if named else Refusal.NO_NAME
        ports = (80, 443) if site.about.https else (80,)
        return None if port in ports else Refusal.REFUSED

    def whois(self, host: str, port: int) -> Whois | None:
        """Return who answers WHOIS at a host and port, if anybody does."""
        service = self._services.get(host)
        return service if isinstance(service, Whois) and port == WHOIS_PORT else None

    async def respond(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request, in a tunnel or as a proxy."""
        secure = request.transport is not None and request.transport.get_extra_info("sslcontext") is not None
        try:
            host = ascii_host(request.url.host or "")
        except BadInput:
            return _sent(plain(400, "bad request"))
        if request.method == "CONNECT" or (request.raw_path.startswith("https:") and not secure):
            return _sent(plain(400, "use CONNECT for https, on a connection of its own"))
        if refusal := self.refusal(host, 443 if secure else request.url.port or 80):
            return refused(refusal)
        failure = self._failures.of(host)
        given = (failure and instead(failure, request)) or self._own(host, request, secure=secure)
        if given.delay:
            await asyncio.sleep(given.delay)
        if failure is not None and failure.kind in _WIRE:
            return await on_the_wire(failure, request, given)
        if failure is not None and failure.kind == "wrong-charset-header":
            given = mislabelled(given)
        return _sent(given)

    def _own(self, host: str, request: web.BaseRequest, *, secure: bool) -> Answer:
        if request.method not in ("GET", "HEAD", "POST"):
            return plain(405, "method not allowed")
        if host in self._services:
            return self._services[host](request)
        site = self._world.answering(host)
        if site is None:  # refusal() has been asked before, so this cannot be; a 404 harms nobody
            return plain(404, "")
        if site.about.https and not secure:
            return Answer(301, {"Location": f"https://{host}{request.rel_url.raw_path_qs}"})
        return answer(site, unquote(request.rel_url.raw_path, errors="surrogateescape"), profile_of(request.headers))


def refused(why: Refusal) -> web.Response:
    """Return what a forward proxy answers when it cannot reach the other side."""
    return web.Response(status=502, text="Bad Gateway", headers={"X-Lab": why, "Server": "proxy"})


def _sent(given: Answer) -> web.Response:
    # aiohttp would name itself and its version; a site that is one of many names a common server.
    return web.Response(status=given.status, headers={"Server": "nginx"} | given.headers, body=given.body)
