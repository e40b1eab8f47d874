"""Hostile servers on loopback: raw sockets, so that an answer may break every rule. Host names as in crawler_farm."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.crawler.crawler_farm import ROOT, Deployment, Farm

Answer = Callable[["Talk"], Awaitable[None]]
NOT_THERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Talk:
    """One request and the socket to answer on."""

    path: str
    head: bytes
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()

    async def forever(self, piece: bytes, pause: float = 0.0) -> None:
        """Send a piece again and again until the other side has had enough."""
        while not self.writer.is_closing():
            await self.send(piece)
            await asyncio.sleep(pause)

    async def silence(self) -> None:
        await self.reader.read()

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        self.writer.transport.abort()


@dataclass(frozen=True)
class Attack:
    """What a host does, and how a visit to it must end. ``page``: a capture is kept all the same.

    ``outcome`` names several with | where it depends on the machine which bound comes first."""

    answer: Answer
    outcome: str
    page: bool = False
    parts: dict[str, Answer] = field(default_factory=dict)


class RawFarm(Farm):
    """A Farm with a second port, ``raw_port``, on which attacks answer by host name, and ports of their own for TLS."""

    def __init__(self) -> None:
        super().__init__()
        self.attacks: dict[str, Attack] = {}
        self.asked_raw: list[tuple[str, str]] = []
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.ports: dict[str, int] = {}
        self.raw_port = 0

    async def _start(self) -> None:
        await super()._start()
        self.raw_port = await self._listen(self._by_host, None)

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await super()._stop()

    def attack(self, host: str, attack: Attack) -> None:
        """Put an attack up at a host of the raw port."""
        self.addresses[host] = ["127.0.0.1"]
        self.attacks[host] = attack

    def own_port(
        self, host: str, serve: Callable[[Talk], Awaitable[None]], context: ssl.SSLContext | None = None
    ) -> None:
        """Give a host a port of its own; ``serve`` gets the connection as it is accepted (``head`` is empty)."""
        self.addresses[host] = ["127.0.0.1"]

        async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await serve(Talk("", b"", reader, writer))

        work = asyncio.run_coroutine_threadsafe(self._listen(accepted, context), self._loop)
        self.ports[host] = work.result(20)

    def raw_url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.raw_port}{path}"

    async def _listen(
        self,
        serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
        context: ssl.SSLContext | None,
    ) -> int:
        async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            with suppress(OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await serve(reader, writer)
            self._tasks.discard(task)
            writer.close()

        server = await asyncio.start_server(guarded, "127.0.0.1", 0, ssl=context)
        self._servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _by_host(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode("latin-1")
        host = head.lower().split(b"host: ", 1)[1].split(b"\r\n")[0].split(b":")[0].decode("latin-1")
        self.asked_raw.append((host, path))
        attack = self.attacks[host]
        answer = attack.parts.get(path.split("?")[0])
        talk = Talk(path, head, reader, writer)
        if answer is None and path == "/robots.txt":
            await talk.send(NOT_THERE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        else:
            await (answer or attack.answer)(talk)

    def environment(self, data: Path, **extra: str) -> dict[str, str]:
        ports = ",".join(str(port) for port in (80, 443, self.port, self.raw_port, *self.ports.values()))
        return super().environment(data, EGRESS_PORTS=ports, **extra)


# A small process between: what Linux says of a child begins with the memory of whoever started it.
_MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def crawl_measured(own: Deployment, spider: str = "visit") -> tuple[int, str, int]:
    """Run ``scrapy crawl`` and return exit code, what it wrote to standard error, and its peak memory in KB."""
    errors = own.folder / "stderr.txt"
    with errors.open("wb") as sink:
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, sys.executable, "-m", "scrapy", "crawl", spider],
            cwd=ROOT, env=own.environ, stdout=subprocess.PIPE, stderr=sink, text=True, check=False,
        )  # fmt: skip
    return done.returncode, errors.read_text("utf-8", "replace"), int(done.stdout.split()[-1])
