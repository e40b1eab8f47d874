"""One name server over UDP: what is under way, how fast it may be asked, when it is silent."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import os
import socket
from collections.abc import Callable

from crawler.dns import wire
from crawler.dns.servers import Address
from crawler.rate import Bucket

# The most is what fits the receive buffer of a server with Linux defaults: more at once is lost there.
_MOST, _LEAST, _FIRST = 224.0, 8.0, 64.0
# So many silences in a row, and the server is left alone for a while.
_SILENCES, _REST = 48, 20.0
_SHORTEST = 0.3  # seconds, the shortest patience with a server however quick it was so far


class Asked:
    """One question with whoever waits for it. ``done(code, data)``: a response code of wire, or a failure below 0."""

    __slots__ = ("been", "done", "kind", "name", "only", "sent", "since", "tries")

    def __init__(self, name: bytes, kind: int, done: Callable[[int, bytes], None], only: Server | None = None) -> None:
        self.name, self.kind, self.done, self.only = name, kind, done, only
        self.tries = 0
        self.been: tuple[Server, ...] = ()
        self.sent = b""
        self.since = 0.0


class Server:
    """Sends questions and hands replies to ``replied(asked, code, data, self)``; silence has codes below 0."""

    SILENT, UNREACHABLE, CUT = -1, -2, -3

    def __init__(
        self,
        address: Address,
        rate: float,
        timeout: float,
        replied: Callable[[Asked, int, bytes, Server], None],
        room: Callable[[], None],
    ) -> None:
        self.address = address
        self.bucket = Bucket(rate, burst=max(1.0, rate / 20))
        self._longest, self._patience = timeout, min(1.0, timeout)
        self._replied, self._room = replied, room
        self.edns = self.keeps_case = True
        self.window = _FIRST
        self._under_way: dict[int, Asked] = {}
        self._deadlines: list[tuple[float, int, int, Asked]] = []
        self._serial = itertools.count()
        self._mean = self._spread = 0.0
        self._silences, self._silent_since, self._resting_until = 0, 0.0, 0.0
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Take a socket of the server's own. Raises OSError if there is no way to such an address."""
        family = socket.AF_INET6 if ":" in self.address.host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
        # Connected: the kernel drops what comes from anybody else.
        self._socket.connect((self.address.host, self.address.port))
        self._loop.add_reader(self._socket, self._read)

    def close(self) -> None:
        """Give the socket back; what is under way is never answered."""
        if self._timer is not None:
            self._timer.cancel()
        if self._socket is not None:
            self._loop.remove_reader(self._socket)
            self._socket.close()
            self._socket = None
        self._under_way.clear()

    @property
    def has_room(self) -> bool:
        """True if another question may be under way."""
        return len(self._under_way) < self.window

    @property
    def resting(self) -> bool:
        """True while a server that fell silent is left alone."""
        return self._resting_until > 0 and self._loop.time() < self._resting_until

    @property
    def silent_for(self) -> float:
        """Seconds since the first of the silences in a row that made it rest; 0 for a server that answers."""
        return self._loop.time() - self._silent_since if self._silences >= _SILENCES else 0.0

    def send(self, asked: Asked, *, last: bool) -> bool:
        """Ask; False if the system's buffer is full just now. ``last``: nobody else will be asked, so wait long."""
        number = int.from_bytes(os.urandom(2))
        while number in self._under_way:
            number = (number + 1) & 0xFFFF
        name = wire.mixed_case(asked.name) if self.keeps_case else asked.name
        data = wire.question(number, name, asked.kind, edns=self.edns)
        try:
            assert self._socket is not None
            self._socket.send(data)
        except BlockingIOError:
            return False
        except OSError:
            self._loop.call_soon(self._replied, asked, self.UNREACHABLE, b"", self)
            return True
        now = self._loop.time()
        asked.sent, asked.since = data[12 : 16 + len(name)], now
        self._under_way[number] = asked
        deadline = now + (self._longest if last else self._patience)
        heapq.heappush(self._deadlines, (deadline, next(self._serial), number, asked))
        if self._timer is None:
            self._timer = self._loop.call_at(deadline, self._late)
        return True

    def _read(self) -> None:
        for _ in range(256):
            if (ours := self._socket) is None:
                return  # closed by whoever got the last reply
            try:
                data = ours.recv(4096)
            except BlockingIOError:
                break
            except OSError:  # nobody listens there, as the network says
                self._give_up()
                break
            self._take(data)
        self._room()

    def _take(self, data: bytes) -> None:
        if len(data) < 12:
            return
        number, flags, _ = wire.header(data)
        asked = self._under_way.get(number)
        if asked is None or not flags & wire.QR or flags & wire.OPCODE:
            return
        if data[12 : 12 + len(asked.sent)] != asked.sent and not self._without_question(data, flags):
            return  # not the question that was asked, letter by letter: forged, or of an earlier time
        del self._under_way[number]
        self._silences, self._resting_until = 0, 0.0
        if number & 3 == 0:  # a sample: numbers are random
            self._timed(self._loop.time() - asked.since)
        if self.window < _MOST:
            self.window += 4 / self.window
        self._replied(asked, self.CUT if flags & wire.TC else flags & 15, data, self)

    @staticmethod
    def _without_question(data: bytes, flags: int) -> bool:
        """True for a refusal that leaves the question out, as some servers send to what they do not read."""
        return len(data) == 12 and flags & 15 in (wire.FORMERR, wire.SERVFAIL, wire.REFUSED, wire.NOTIMP)

    def _timed(self, took: float) -> None:
        """Keep how long this server takes (RFC 6298), so that a lost packet is not waited for as for a slow name."""
        if not self._mean:
            self._mean, self._spread = took, took / 2
        self._spread += (abs(took - self._mean) - self._spread) / 8
        self._mean += (took - self._mean) / 16
        self._patience = min(max(_SHORTEST, self._mean + 6 * self._spread), self._longest)

    def _late(self) -> None:
        self._timer = None
        now, fewer = self._loop.time(), max(_LEAST, self.window * 0.7)
        while self._deadlines:
            deadline, _, number, asked = self._deadlines[0]
            waits = self._under_way.get(number) is asked
            if waits and deadline > now:
                if self._timer is None:
                    self._timer = self._loop.call_at(deadline, self._late)
                break
            heapq.heappop(self._deadlines)
            if waits:
                del self._under_way[number]
                self.window = fewer  # once, however many were lost together
                self._fell_silent(now)
                self._replied(asked, self.SILENT, b"", self)
        self._room()

    def _fell_silent(self, now: float) -> None:
        self._silent_since = self._silent_since if self._silences else now
        self._silences += 1
        if self._silences >= _SILENCES and not self.resting:
            self._resting_until = now + _REST

    def _give_up(self) -> None:
        waiting, self._under_way = list(self._under_way.values()), {}
        self._resting_until = self._loop.time() + 1.0
        for asked in waiting:
            self._replied(asked, self.UNREACHABLE, b"", self)
