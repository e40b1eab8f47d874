"""The lab's name server, UDP and TCP (RFC 1035): authoritative for everything there is in the world."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from ipaddress import IPv4Address

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from lab.closing import stop_accepting
from lab.world import World
from zhenwei.address import is_below, registrable

TTL = 60


def address_of(host: str) -> str:
    """Return the address of a host, always the same, in 198.18.0.0/15 (benchmark network, RFC 2544)."""
    number = int.from_bytes(hashlib.sha256(host.encode()).digest()[:4]) % (511 * 254)
    return str(IPv4Address(int(IPv4Address("198.18.0.0")) + number // 254 * 256 + number % 254 + 1))


class Zones:
    """What the name server knows: hosts with addresses, the zones above them, and the odd zones of the world."""

    def __init__(self, world: World, services: Iterable[str]) -> None:
        self._world = world
        living = [host for host, site in world.sites.items() if not world.gone(site)]
        self._hosts = frozenset(living) | frozenset(services)
        self._inner = frozenset(name for host in self._hosts for name in _upwards(host))

    def reply(self, query: dns.message.Message) -> dns.message.Message:
        """Return the answer to a query with one question."""
        response = dns.message.make_response(query)
        response.flags |= dns.flags.AA | dns.flags.RA
        if len(query.question) != 1 or query.opcode() != 0:
            response.set_rcode(dns.rcode.FORMERR if len(query.question) != 1 else dns.rcode.NOTIMP)
            return response
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        if self._world.servfail(name):
            response.set_rcode(dns.rcode.SERVFAIL)
            return response
        records, exists = self._records(name, kind)
        if records:
            response.answer.append(dns.rrset.from_text_list(question.name, TTL, "IN", kind, records))
            return response
        if not exists:
            response.set_rcode(dns.rcode.NXDOMAIN)
        apex = registrable(name)
        response.authority.append(dns.rrset.from_text(apex + ".", TTL, "IN", "SOA", _soa(apex)))
        return response

    def _records(self, name: str, kind: str) -> tuple[list[str], bool]:
        """Return the record data of a name and kind, and whether the name exists at all."""
        zone = self._world.wildcard_zone(name)
        here = name in self._hosts
        if not (here or zone or name in self._inner):
            return [], False
        at_apex = name == registrable(name)
        if kind == "A" and (here or zone):
            return [address_of(name if here else zone)], True
        if at_apex and kind == "NS":
            return [f"ns{number}.{name}." for number in (1, 2)], True
        if at_apex and kind == "SOA":
            return [_soa(name)], True
        if at_apex and here and kind == "MX":
            return [f"10 {name}."], True
        return [], True


def _upwards(host: str) -> list[str]:
    """Return the names between a host and its registrable domain: they exist, though nothing may live there."""
    top = registrable(host)
    names = [host]
    while names[-1] != top and is_below(names[-1], top):
        names.append(names[-1].partition(".")[2])
    return names


def _soa(apex: str) -> str:
    return f"ns1.{apex}. hostmaster.{apex}. 1 3600 600 86400 {TTL}"


class NameServer:
    """Listens on one port of 127.0.0.1 for UDP and TCP; ``port`` is known after ``open``."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self.port = 0
        self._datagrams: asyncio.DatagramTransport | None = None
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> None:
        """Take a port that is free for both. Raises OSError if none is found."""
        loop = asyncio.get_running_loop()
        for attempt in range(20):
            self._server = await asyncio.start_server(self._stream, "127.0.0.1", 0)
            self.port = self._server.sockets[0].getsockname()[1]
            try:
                self._datagrams, _ = await loop.create_datagram_endpoint(
                    lambda: _Datagrams(self), local_addr=("127.0.0.1", self.port)
                )
                return
            except OSError:
                self._server.close()
                if attempt == 19:
                    raise

    def wire(self, data: bytes, largest: int) -> bytes | None:
        """Return the answer to a query as bytes, cut to a size with TC set; nothing for what is no query."""
        try:
            query = dns.message.from_wire(data)
            if query.flags & dns.flags.QR:
                return None
            reply = self._zones.reply(query)
        except (dns.exception.DNSException, ValueError):
            return None
        try:
            return reply.to_wire(max_size=largest)
        except dns.exception.TooBig:
            reply.flags |= dns.flags.TC
            reply.answer.clear()
            reply.authority.clear()
            return reply.to_wire()

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(2))
                reply = self.wire(await reader.readexactly(size), 65535)
                if reply is None:
                    return
                writer.write(len(reply).to_bytes(2) + reply)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            return
        finally:
            self._writers.discard(writer)
            writer.close()

    async def close(self) -> None:
        """Stop listening."""
        if self._datagrams is not None:
            self._datagrams.close()
        if self._server is not None:
            await stop_accepting(self._server)
        for writer in list(self._writers):
            writer.transport.abort()


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:  # type: ignore[override]
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        reply = self._server.wire(data, 1232)
        if reply is not None and self._transport is not None:
            self._transport.sendto(reply, addr)
