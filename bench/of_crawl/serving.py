"""The farm's process: every host name leads here, every path ``/p/NUMBER`` is a page, everything else is not found.

``/slow/NUMBER`` is the same page after SLOW_SECONDS, as a server far away answers.

    python -m bench.of_crawl.serving        prints ``HTTP_PORT DNS_PORT`` and serves until its input ends

A bare ``asyncio`` protocol, because the farm must never be what is measured: about 20 000 answers a second.
"""

from __future__ import annotations

import asyncio
import sys
from typing import cast

import dns.exception
import dns.flags
import dns.message
import dns.rdatatype
import dns.rrset

from bench.of_crawl.bodies import Bodies

SLOW_SECONDS = 0.3
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nnot found"


class Http(asyncio.Protocol):
    """One connection, kept alive; requests are answered in their order (RFC 9112)."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies, self._buffer = bodies, b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            path = self._buffer.split(b" ", 2)[1]
            self._buffer = self._buffer[end + 4 :]
            assert self._transport is not None
            if path.startswith(b"/slow/"):
                later = asyncio.get_running_loop().call_later
                later(SLOW_SECONDS, self._transport.write, self._answer(path.replace(b"/slow/", b"/p/")))
            else:
                self._transport.write(self._answer(path))

    def _answer(self, path: bytes) -> bytes:
        if not path.startswith(b"/p/"):
            return _NOT_FOUND
        body = self._bodies.body(int(path[3:]))
        return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (
            len(body),
            body,
        )


class Dns(asyncio.DatagramProtocol):
    """Every name has the address 127.0.0.1 and no other record."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        try:
            question = dns.message.from_wire(data)
        except dns.exception.DNSException:
            return
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        for one in question.question:
            if one.rdtype == dns.rdatatype.A:
                answer.answer.append(dns.rrset.from_text(one.name, 60, "IN", "A", "127.0.0.1"))
        self._transport.sendto(answer.to_wire(), addr)


async def main() -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    bodies = Bodies()
    server = await loop.create_server(lambda: Http(bodies), "127.0.0.1", 0, backlog=2048)
    transport, _ = await loop.create_datagram_endpoint(Dns, local_addr=("127.0.0.1", 0))
    print(server.sockets[0].getsockname()[1], transport.get_extra_info("sockname")[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
