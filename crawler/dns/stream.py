"""One question over TCP, for replies that do not fit a datagram (RFC 7766)."""

from __future__ import annotations

import asyncio
import secrets

from crawler.dns import wire
from crawler.dns.servers import Address

FAILED = -4


async def ask_over_tcp(server: Address, name: bytes, kind: int, patience: float) -> tuple[int, bytes]:
    """Return response code and message, or FAILED and nothing. ``name`` in wire form, ``patience`` in seconds."""
    number = secrets.randbits(16)
    query = wire.question(number, name, kind, edns=False)
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection(server.host, server.port)
            try:
                writer.write(len(query).to_bytes(2) + query)
                data = await reader.readexactly(int.from_bytes(await reader.readexactly(2)))
            finally:
                writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return FAILED, b""
    if len(data) < 12 or data[12 : len(query)].lower() != query[12:]:
        return FAILED, b""
    got, flags, _ = wire.header(data)
    if got != number or not flags & wire.QR or flags & wire.TC:
        return FAILED, b""
    return flags & 15, data
