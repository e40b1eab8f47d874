"""One TCP stream to an address that the door has checked, straight or through the deployment's egress proxy."""

from __future__ import annotations

import asyncio
import base64
from urllib.parse import unquote, urlsplit

from zhenwei.config import Settings

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def proxy_credentials(proxy: str) -> bytes:
    """Return the header line with which a proxy's address authorises us, or nothing (RFC 7617)."""
    parts = urlsplit(proxy)
    if not parts.username:
        return b""
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return b"Proxy-Authorization: Basic " + base64.b64encode(pair) + b"\r\n"


async def open_stream(settings: Settings, host: str, address: str, port: int, limit: int) -> Streams:
    """Connect to the checked ``address``, or ask the egress proxy for a tunnel (RFC 9110, 9.3.6).

    The proxy is asked for ``host``, which it resolves by itself, or for the address (``settings.egress_connect``).

    Raises OSError or an asyncio stream error; set a timeout around it.
    """
    proxy = settings.egress_proxy
    way = urlsplit(proxy)
    if not way.hostname:
        return await asyncio.open_connection(address, port, limit=limit)
    reader, writer = await asyncio.open_connection(way.hostname, way.port or 8080, limit=limit)
    try:
        place = address if settings.egress_connect == "address" else host
        name = f"[{place}]" if ":" in place else place
        head = f"CONNECT {name}:{port} HTTP/1.1\r\nHost: {name}:{port}\r\n".encode()
        writer.write(head + proxy_credentials(proxy) + b"\r\n")
        answer = await reader.readuntil(b"\r\n\r\n")
        if answer.split(b" ", 2)[1:2] != [b"200"]:
            raise ConnectionRefusedError("the egress proxy refused the tunnel")
    except BaseException:
        writer.close()
        raise
    return reader, writer
