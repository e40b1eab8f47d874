"""The browser's only way out: a forward proxy on loopback, in this process, that asks the door for every connection.

Interception inside the browser does not see redirects, and the browser would look names up a second time; a proxy sees
every connection and connects to the very address that was checked, or hands it on to the deployment's own proxy.
HTTP/1.1 as RFC 9110 and 9112: CONNECT for https and web sockets, absolute-form for http, one exchange a connection;
an absolute-form request that becomes a web socket (RFC 6455, 4.1) is sent through a tunnel too.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import Counter, OrderedDict
from contextlib import suppress
from urllib.parse import urlsplit

from crawler.deployment import Deployment
from crawler.egress import Target
from crawler.resolver import DnsFailed, NoSuchName
from crawler.wayout import Streams, open_stream, proxy_credentials
from zhenwei.errors import Egress
from zhenwei.types import Outcome

MAX_HEAD = 64 * 1024
MAX_CONNECTION = 64 * 1024 * 1024
MAX_REFUSED = 1000
MAX_BODY = 1024 * 1024
METHODS = ("GET", "HEAD")
_CHUNK = 64 * 1024
_DROPPED = (b"connection:", b"proxy-connection:", b"keep-alive:", b"proxy-authorization:", b"upgrade:")
_WEB_SOCKET = re.compile(rb"\r\nupgrade:\s*websocket\s*\r\n", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d{1,9})\s*\r\n", re.IGNORECASE)
_FRAMING = (b"host:", b"content-length:", b"transfer-encoding:", b"expect:", b"trailer:")


class Gate:
    """Listens on a free port of 127.0.0.1 between ``start`` and ``close``."""

    def __init__(self, deployment: Deployment, most: int = MAX_CONNECTION) -> None:
        self._deployment = deployment
        self._most = most  # bytes each way of one tunnel
        self._timeout = deployment.settings.timeout
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        # A site cannot know it, so only the gate's own refusals carry it.
        self.token = secrets.token_hex(16)
        self.refused: OrderedDict[str, tuple[Outcome, str]] = OrderedDict()
        self.unsent: Counter[str] = Counter()

    @property
    def url(self) -> str:
        """The proxy's address for the browser."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def start(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MAX_HEAD)

    async def started(self) -> Gate:
        """Begin to listen and return this gate."""
        await self.start()
        return self

    async def close(self) -> None:
        """Stop listening and cut what is still open."""
        if self._server is not None:
            self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (task := asyncio.current_task()) is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self._timeout)
            method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
            connect = method == "CONNECT"
            if not connect and method not in METHODS:
                await self._leave_unsent(reader, writer, method, head)
                return
            upgrade = not connect and bool(_WEB_SOCKET.search(head))
            url = f"https://{target}/" if connect else re.sub("^ws(s?)://", r"http\1://", target)
            goal, up = await asyncio.wait_for(self._connect(url, connect or upgrade), self._timeout)
            way = self._tunnel if connect else self._web_socket if upgrade else self._exchange
            await way((reader, writer), up, head, goal.canonical(url))
        except (Egress, NoSuchName, DnsFailed) as error:
            await self._refuse(writer, url, error)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            pass  # the connection ends, and the browser says of what
        finally:
            writer.close()

    async def _connect(self, url: str, tunnel: bool) -> tuple[Target, Streams]:
        """Check an address and open the way to it: directly to the checked address, or through the egress proxy."""
        target, address = await self._deployment.door.open(url)
        settings = self._deployment.settings
        if tunnel or not self._absolute:
            return target, await open_stream(settings, target.host, address, target.port, MAX_HEAD)
        way = urlsplit(settings.egress_proxy)
        return target, await asyncio.open_connection(way.hostname, way.port or 8080, limit=MAX_HEAD)

    @property
    def _absolute(self) -> bool:
        """True where plain http is handed to the egress proxy by its whole address, and not through a tunnel."""
        settings = self._deployment.settings
        return bool(settings.egress_proxy) and settings.egress_connect == "name"

    async def _tunnel(self, down: Streams, up: Streams, _head: bytes, _target: str) -> None:
        down[1].write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await _both_ways(down, up, self._most)

    async def _web_socket(self, down: Streams, up: Streams, head: bytes, target: str) -> None:
        method, _, version = head.split(b"\r\n", 1)[0].split(b" ", 2)
        up[1].write(b" ".join((method, _origin_form(target).encode("latin-1"), version)))
        up[1].write(head[head.index(b"\r\n") :])
        await _both_ways(down, up, self._most)

    async def _exchange(self, _down: Streams, up: Streams, head: bytes, target: str) -> None:
        line, _, rest = head.partition(b"\r\n")
        method, _, version = line.split(b" ", 2)
        # The one host that the door has read (RFC 9112, 3.2.2), whatever else the head says.
        kept = [b"Host: " + urlsplit(target).netloc.encode("ascii")]
        kept += [h for h in rest.split(b"\r\n") if h and not h.lower().startswith((*_DROPPED, *_FRAMING))]
        place, via = _origin_form(target), b""
        if self._absolute:
            place, via = target, proxy_credentials(self._deployment.settings.egress_proxy)
        up[1].write(b" ".join((method, place.encode("latin-1"), version)) + b"\r\n" + b"\r\n".join(kept))
        # No body and no second request: what followed on this connection would pass unchecked.
        up[1].write(b"\r\n" + via + b"Connection: close\r\n\r\n")
        await _answer(up, _down)

    async def _leave_unsent(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, head: bytes
    ) -> None:
        """Answer a form or a script's POST with nothing (RFC 9110, 15.3.5): the page stays where it is."""
        self.unsent[method[:20]] += 1
        left = min(int(length[1]), MAX_BODY) if (length := _LENGTH.search(head)) is not None else 0
        while left > 0 and (data := await asyncio.wait_for(reader.read(_CHUNK), self._timeout)):
            left -= len(data)
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        with suppress(OSError):
            await writer.drain()

    async def _refuse(self, writer: asyncio.StreamWriter, url: str, error: Exception) -> None:
        outcome = (
            Outcome.EGRESS
            if isinstance(error, Egress)
            else Outcome.NO_SUCH_NAME
            if isinstance(error, NoSuchName)
            else Outcome.DNS_FAILED
        )
        place = url.split("://", 1)[-1].split("/")[0].lower().removesuffix(":443")
        self.refused[place] = (outcome, str(error))
        if len(self.refused) > MAX_REFUSED:
            self.refused.popitem(last=False)
        writer.write(
            f"HTTP/1.1 403 Refused\r\nX-Zhenwei-Gate: {self.token} {outcome.value}\r\n"
            "Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        with suppress(OSError):
            await writer.drain()


def _origin_form(target: str) -> str:
    parts = urlsplit(target)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


async def _answer(up: Streams, down: Streams) -> None:
    try:
        head = await up[0].readuntil(b"\r\n\r\n")
        lines = [h for h in head.rstrip(b"\r\n").split(b"\r\n") if not h.lower().startswith(_DROPPED)]
        down[1].write(b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n")
        await _pour(up[0], down[1])
    finally:
        up[1].close()


async def _both_ways(down: Streams, up: Streams, most: int) -> None:
    tasks = [asyncio.ensure_future(_pour(down[0], up[1], most)), asyncio.ensure_future(_pour(up[0], down[1], most))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        up[1].close()


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter, left: int = MAX_CONNECTION) -> None:
    with suppress(OSError):
        while left > 0 and (data := await source.read(_CHUNK)):
            left -= len(data)
            sink.write(data)
            await sink.drain()
