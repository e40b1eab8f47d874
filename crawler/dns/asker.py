"""Questions to several servers: who is asked next, what is asked again elsewhere, and what in the end was no answer."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from crawler.dns import wire
from crawler.dns.server import Asked, Server
from crawler.dns.servers import Address
from crawler.dns.stream import FAILED as STREAM_FAILED
from crawler.dns.stream import ask_over_tcp

# The code of a question that nobody answered; the data is the reason, in UTF-8.
FAILED = -9
# So many seconds without a word from any server, and what waits is given up instead of kept for hours.
PATIENCE = 20.0
_SAYINGS = {
    wire.FORMERR: "FORMERR", wire.SERVFAIL: "SERVFAIL", wire.NOTIMP: "NOTIMP", wire.REFUSED: "REFUSED",
    Server.SILENT: "超时", Server.UNREACHABLE: "连接不上", STREAM_FAILED: "应答被截断，TCP 也未成功",
}  # fmt: skip


class Asker:
    """Spreads questions over servers, each within its own rate. Open it on the loop on which it is used."""

    def __init__(self, servers: Sequence[Address], *, rate: float, timeout: float, tries: int) -> None:
        self._addresses, self._rate, self._timeout, self._tries = servers, rate, timeout, max(tries, 1)
        self.servers: list[Server] = []
        self._waiting: deque[Asked] = deque()
        self._next = 0
        self._timer: asyncio.TimerHandle | None = None
        self._streams: set[asyncio.Task[None]] = set()
        self._few = asyncio.Semaphore(16)

    def open(self) -> None:
        """Take one socket for each server. Raises OSError if none of them can be had."""
        errors: list[OSError] = []
        for address in self._addresses:
            server = Server(address, self._rate, self._timeout, self._replied, self.pump)
            try:
                server.open()
            except OSError as error:
                server.close()
                errors.append(error)
            else:
                self.servers.append(server)
        if not self.servers and errors:
            raise errors[0]

    def close(self) -> None:
        """Give everything back; what is under way is never answered."""
        if self._timer is not None:
            self._timer.cancel()
        for task in self._streams:
            task.cancel()
        for server in self.servers:
            server.close()
        self._waiting.clear()

    def leave_out(self, servers: Sequence[Server]) -> None:
        """Ask these no more."""
        for server in servers:
            server.close()
        self.servers = [server for server in self.servers if server not in servers]

    def submit(self, asked: Asked) -> None:
        """Ask as soon as there is room; the end comes by ``asked.done``, never before this returns."""
        self._waiting.append(asked)
        self.pump()

    async def ask(self, name: str, kind: str, only: Server | None = None) -> tuple[int, bytes]:
        """Ask one question (ASCII name, a kind of wire.KINDS) and wait for its end. Raises BadInput for a bad name."""
        future: asyncio.Future[tuple[int, bytes]] = asyncio.get_running_loop().create_future()

        def done(code: int, data: bytes) -> None:
            if not future.done():
                future.set_result((code, data))

        self.submit(Asked(wire.encode_name(name), wire.KINDS[kind], done, only))
        return await future

    def pump(self) -> None:
        """Send what waits, as far as windows and rates allow."""
        while self._waiting:
            asked = self._waiting[0]
            server, wait = self._choose(asked)
            if server is None:
                if self.servers[0].resting and self._all_silent():
                    self._waiting.popleft()
                    asyncio.get_running_loop().call_soon(asked.done, FAILED, _reason(Server.SILENT))
                    continue
                if wait:
                    self._later(wait)
                return
            if not server.send(asked, last=asked.tries + 1 >= self._tries):
                self._later(0.002)
                return
            self._waiting.popleft()
            asked.tries += 1

    def _choose(self, asked: Asked) -> tuple[Server | None, float]:
        """Return a server with room, else the seconds to wait for a token (0: until a reply makes room)."""
        if len(self.servers) == 1:  # in one breath: for most deployments this is every question
            if not (server := self.servers[0]).has_room:
                return None, 0.0
            return (None, wait) if (wait := server.bucket.take()) else (server, 0.0)
        among: Sequence[Server] = [asked.only] if asked.only else self.servers
        if asked.been:
            among = [server for server in among if server not in asked.been] or among
        if len(among) > 1:
            among = [server for server in among if not server.resting] or among
        soonest = 0.0
        for step in range(len(among)):
            server = among[(self._next + step) % len(among)]
            if not server.has_room:
                continue
            if not (wait := server.bucket.take()):
                self._next += step + 1
                return server, 0.0
            soonest = min(soonest, wait) if soonest else wait
        return None, soonest

    def _all_silent(self) -> bool:
        return all(server.silent_for > PATIENCE for server in self.servers)

    def _later(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(max(seconds, 0.001), self._timed)

    def _timed(self) -> None:
        self._timer = None
        self.pump()

    def _replied(self, asked: Asked, code: int, data: bytes, server: Server) -> None:
        if code in (wire.NOERROR, wire.NXDOMAIN):
            asked.done(code, data)
        elif code == Server.CUT:
            task = asyncio.get_running_loop().create_task(self._stream(asked, server))
            self._streams.add(task)
            task.add_done_callback(self._streams.discard)
        elif code in (wire.FORMERR, wire.NOTIMP) and server.edns:
            server.edns = False  # a server from before RFC 6891
            asked.tries -= 1
            self._again(asked)
        elif self._worth_another_try(asked, code, server):
            asked.been += (server,)
            self._again(asked)
        else:
            asked.done(FAILED, _reason(code))

    def _again(self, asked: Asked) -> None:
        self._waiting.appendleft(asked)
        self.pump()

    def _worth_another_try(self, asked: Asked, code: int, server: Server) -> bool:
        if asked.tries >= self._tries:
            return False
        if asked.only is None and any(s is not server and s not in asked.been for s in self.servers):
            return True
        # Nobody else is left to ask: a lost packet is sent again, a server failure asked about once more.
        return code == Server.SILENT or (code == wire.SERVFAIL and asked.tries < 2)

    async def _stream(self, asked: Asked, server: Server) -> None:
        async with self._few:
            code, data = await ask_over_tcp(server.address, asked.name, asked.kind, self._timeout)
        self._replied(asked, code, data, server)


def _reason(code: int) -> bytes:
    return _SAYINGS.get(code, f"RCODE {code}").encode()
