"""Name servers on loopback that answer as a test tells them to, over UDP and TCP, on the test's own loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Records = dict[str, list[str]]
SOA = "ns1.example. hostmaster.example. 1 3600 600 86400 60"


class Names:
    """A server of its own on 127.0.0.1. ``data`` maps a name to records by kind; ``wild`` a zone to those of any name.

    ``answer``, if given, sees each query first: a message, bytes or "drop"; None leaves the query to the tables.
    """

    def __init__(
        self,
        data: dict[str, Records] | None = None,
        *,
        wild: dict[str, Callable[[str], Records]] | None = None,
        broken: Iterable[str] = (),
        answer: Callable[[dns.message.Message, bool], dns.message.Message | bytes | str | None] | None = None,
    ) -> None:
        self.data, self.wild, self.broken, self.answer = data or {}, wild or {}, tuple(broken), answer
        self.asked: list[tuple[str, str]] = []
        self.over_tcp = 0
        self.port = 0

    @property
    def line(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        while True:
            self._stream = await asyncio.start_server(self._serve, "127.0.0.1", 0)
            self.port = self._stream.sockets[0].getsockname()[1]
            try:
                self._udp, _ = await loop.create_datagram_endpoint(lambda: _Udp(self), ("127.0.0.1", self.port))
            except OSError:  # the port is taken for datagrams
                self._stream.close()
                continue
            return self

    async def __aexit__(self, *_: object) -> None:
        self._udp.close()
        self._stream.close()
        await self._stream.wait_closed()

    def reply(self, wire: bytes, *, tcp: bool) -> bytes | None:
        query = dns.message.from_wire(wire)
        given = self.answer(query, tcp) if self.answer else None
        if given == "drop":
            return None
        if isinstance(given, bytes):
            return given
        if isinstance(given, dns.message.Message):
            return given.to_wire()
        return self.table(query).to_wire()

    def table(self, query: dns.message.Message) -> dns.message.Message:
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = question.rdtype.name
        self.asked.append((name, kind))
        message = dns.message.make_response(query)
        message.flags |= dns.flags.RA
        if any(name == zone or name.endswith("." + zone) for zone in self.broken):
            message.set_rcode(dns.rcode.SERVFAIL)
            return message
        records = self._find(name)
        if records is None:
            message.set_rcode(dns.rcode.NXDOMAIN)
        for each in ("CNAME", kind) if kind in ("A", "AAAA") else (kind,):
            if values := (records or {}).get(each):
                message.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", each, values))
        if not message.answer:
            message.authority.append(dns.rrset.from_text("example.", 60, "IN", "SOA", SOA))
        return message

    def _find(self, name: str) -> Records | None:
        if name in self.data:
            return self.data[name]
        zone = name.partition(".")[2]
        while zone:
            if zone in self.wild:
                return self.wild[zone](name)
            zone = zone.partition(".")[2]
        return {} if any(known.endswith("." + name) for known in self.data) else None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            wire = await reader.readexactly(int.from_bytes(await reader.readexactly(2)))
            self.over_tcp += 1
            if reply := self.reply(wire, tcp=True):
                writer.write(len(reply).to_bytes(2) + reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, names: Names) -> None:
        self._names = names

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if reply := self._names.reply(data, tcp=False):
            self._transport.sendto(reply, addr)
