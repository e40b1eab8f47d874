"""The one forward proxy: absolute-form requests, and CONNECT with TLS ended here (RFC 9110, sections 7.1 and 9.3.6).

Each connection is first looked at: what begins with CONNECT becomes a tunnel, everything else goes as it is to
aiohttp's own HTTP parser. Inside a tunnel to port 443 stands TLS with a certificate of the lab's authority, inside
one to the WHOIS host's port 43 WHOIS.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import cast
from weakref import WeakSet

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from lab.authority import Authority
from lab.closing import stop_accepting
from lab.hosts import Hosts, Refusal
from lab.whois import WhoisConnection
from zhenwei.address import ascii_host
from zhenwei.errors import BadInput

_LONGEST_HEAD = 64_000


class _Waiting(asyncio.Protocol):
    """Keeps what comes in until somebody takes the connection over."""

    def __init__(self) -> None:
        self.held = bytearray()
        self.lost = False

    def data_received(self, data: bytes) -> None:
        self.held += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True

    def hand_over(self, transport: asyncio.Transport, to: asyncio.Protocol, held: bytes) -> None:
        """Give the connection with all bytes that have come so far to the protocol that speaks on it."""
        transport.set_protocol(to)
        to.connection_made(transport)
        if held:
            to.data_received(held)


class Front(_Waiting):
    """A fresh connection of which the first line is not known yet."""

    def __init__(self, proxy: Proxy) -> None:
        super().__init__()
        self._proxy = proxy
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._proxy.transports.add(self._transport)
        if self._proxy.closed:  # accepted at the very moment of closing: nobody would ever answer
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        transport = self._transport
        if transport is None or len(self.held) < 8 or transport.is_closing():
            return
        if not self.held.startswith(b"CONNECT "):
            self.hand_over(transport, self._proxy.speaker(), bytes(self.held))
        elif b"\r\n\r\n" in self.held:
            # Nothing more is read until the tunnel stands, so that no byte of TLS reaches this protocol.
            transport.pause_reading()
            self._proxy.start(self._tunnel(transport))
        elif len(self.held) > _LONGEST_HEAD:
            transport.abort()

    async def _tunnel(self, transport: asyncio.Transport) -> None:
        head, _, early = bytes(self.held).partition(b"\r\n\r\n")
        host, port = _target(head)
        if refusal := self._proxy.hosts.refusal(host, port) if host else Refusal.REFUSED:
            transport.write(b"HTTP/1.1 502 Bad Gateway\r\nX-Lab: %s\r\nContent-Length: 0\r\n\r\n" % refusal.encode())
            transport.close()
            return
        transport.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        if (whois := self._proxy.hosts.whois(host, port)) is not None:
            self.hand_over(transport, WhoisConnection(whois), early)
            transport.resume_reading()
            return
        if port != 443:
            self.hand_over(transport, self._proxy.speaker(), early)
            transport.resume_reading()
            return
        inner = _Waiting()
        try:
            secure = await asyncio.get_running_loop().start_tls(
                transport, inner, self._proxy.authority.context(host), server_side=True
            )
        except OSError:  # the visitor does not trust the lab or went away; ssl.SSLError is one too
            transport.abort()
            return
        except BaseException:
            transport.abort()  # whatever else it was, nobody shall wait for an answer
            raise
        if secure is None or inner.lost:
            transport.abort()
            return
        self._proxy.transports.add(secure)
        self.hand_over(secure, self._proxy.speaker(), bytes(inner.held))


def _is_news(record: logging.LogRecord) -> bool:
    """Leave out what aiohttp logs of visitors who do not speak HTTP: they have had their 400."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def _target(head: bytes) -> tuple[str, int]:
    parts = head.split(b"\r\n", 1)[0].decode("utf-8", "replace").split(" ")
    host, _, port = (parts[1] if len(parts) > 1 else "").rpartition(":")
    try:
        return ascii_host(host), int(port)
    except (BadInput, ValueError):
        return "", 0


class Proxy:
    """The listening proxy; ``port`` is known after ``open``."""

    def __init__(self, hosts: Hosts, authority: Authority) -> None:
        self.hosts = hosts
        self.authority = authority
        # Weak: most of them end by themselves, under a protocol that is not ours.
        self.transports: WeakSet[asyncio.Transport] = WeakSet()
        self.port = 0
        self.closed = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._http: web.Server | None = None

    async def open(self, port: int) -> None:
        """Listen on 127.0.0.1. Raises OSError if the port is taken."""
        log = logging.getLogger("lab.proxy")
        log.addFilter(_is_news)
        self._http = web.Server(
            self.hosts.respond, handler_cancellation=True, access_log=None, logger=log, keepalive_timeout=30
        )
        self._server = await asyncio.get_running_loop().create_server(lambda: Front(self), "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    def speaker(self) -> asyncio.Protocol:
        """Return a fresh HTTP speaker for one connection."""
        if self._http is None:
            raise RuntimeError("the proxy is not open")
        return self._http()

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Run a coroutine that ends with its connection."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop listening and break every connection, also those that hang on purpose."""
        self.closed = True
        if self._server is not None:
            await stop_accepting(self._server)
        for task in self._tasks:
            task.cancel()
        for transport in list(self.transports):
            transport.abort()
        if self._http is not None:
            await self._http.shutdown(0.1)
