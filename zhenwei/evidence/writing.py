"""Writing captures beside a crawl: items wait for their batch, batches are written by a process of their own.

Whatever arrives while a batch is on its way to the disk makes up the next one, so nothing waits for a clock. A crawl of
a few pages is written in a thread; a long one gets a process, for a thread would compete with the crawl for the
interpreter at every system call (measured: docs/decisions/evidence.md). If that process dies, the thread takes over.
"""

from __future__ import annotations

import asyncio
import pickle
import socket
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from zhenwei.errors import EvidenceError
from zhenwei.evidence.batch import CaptureWriter, Work
from zhenwei.evidence.circumstances import Circumstances, circumstances

MOST = 64  # captures in a batch
MOST_BYTES = 16_000_000
UNDER_WAY = 2  # batches: while one is flushed, the next is prepared
PROCESS_AFTER = 100  # captures after which a process is worth starting
_FRAME = struct.Struct("<I")


class BatchWriter:
    """Writes what many tasks hand over. Belongs to one event loop; ``close`` when nothing waits any more."""

    def __init__(self, root: Path, proxy: str = "", ntp_server: str = "", process_after: int = PROCESS_AFTER) -> None:
        self._root, self._proxy, self._ntp, self._after = root, proxy, ntp_server, process_after
        self._waiting: deque[tuple[Work, asyncio.Future[str]]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._own: CaptureWriter | None = None
        self._own_lock = asyncio.Lock()
        self._how: Circumstances | None = None
        self._process: WriterProcess | None = None
        self._written = 0

    async def write(self, work: Work) -> str:
        """Return the SHA-256 of the manifest once the capture is on the disk. Raises EvidenceError in one line."""
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if len(self._tasks) < UNDER_WAY:
            task = asyncio.ensure_future(self._work_off())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await done

    async def close(self) -> None:
        """End the process. What still waits is written first."""
        await asyncio.gather(*self._tasks)
        if self._process is not None:
            await self._process.close()

    async def _work_off(self) -> None:
        while self._waiting:
            batch = self._take()
            try:
                digests = await self._written_by_somebody([work for work, _ in batch])
            except Exception as error:  # noqa: BLE001 (handed on to whoever waits)
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
                continue
            self._written += len(batch)
            for (_, done), digest in zip(batch, digests, strict=True):
                if not done.done():
                    done.set_result(digest)

    def _take(self) -> list[tuple[Work, asyncio.Future[str]]]:
        batch: list[tuple[Work, asyncio.Future[str]]] = []
        size = 0
        while self._waiting and len(batch) < MOST and size < MOST_BYTES:
            batch.append(self._waiting.popleft())
            size += _size(batch[-1][0])
        return batch

    async def _written_by_somebody(self, batch: Sequence[Work]) -> list[str]:
        if self._how is None:
            self._how = await asyncio.to_thread(circumstances, self._proxy, self._ntp)
        if self._process is None and self._written >= self._after:
            self._process = WriterProcess(self._root, self._how)
        if self._process is not None and self._process.ready:
            with suppress(ConnectionError):
                return await self._process.write(batch)
        async with self._own_lock:
            self._own = self._own or CaptureWriter(self._root, self._how)
            return await asyncio.to_thread(self._own.write, batch)


class WriterProcess:
    """A child that writes batches, talked to over a socket pair. It dies with its parent (zhenwei.evidence.writer)."""

    def __init__(self, root: Path, how: Circumstances) -> None:
        self._link, its = socket.socketpair()
        self._link.setblocking(False)
        command = [sys.executable, "-m", "zhenwei.evidence.writer", str(its.fileno())]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, pass_fds=(its.fileno(),), stdin=subprocess.DEVNULL, start_new_session=True
        )
        its.close()
        self.ready = False
        self._answers: dict[int, asyncio.Future[list[str]]] = {}
        self._number = 0
        self._line = asyncio.Lock()
        self._task = asyncio.ensure_future(self._listen(root, how))

    async def write(self, batch: Sequence[Work]) -> list[str]:
        """Have a batch written. Raises EvidenceError as the writer does, ConnectionError if the process has gone."""
        self._number += 1
        number = self._number
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        try:
            await self._send((number, batch))
            digests: list[str] = await answer
            return digests
        finally:
            self._answers.pop(number, None)

    async def close(self) -> None:
        """Close the socket, whereupon the process ends."""
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._link.close()
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    async def _send(self, value: object) -> None:
        # By the loop's own sendall, which copies nothing: a stream would move megabytes with every part that goes out.
        data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        loop = asyncio.get_running_loop()
        async with self._line:
            await loop.sock_sendall(self._link, _FRAME.pack(len(data)))
            await loop.sock_sendall(self._link, data)

    async def _exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            got = await asyncio.get_running_loop().sock_recv(self._link, size - len(data))
            if not got:
                raise ConnectionResetError
            data += got
        return bytes(data)

    async def _listen(self, root: Path, how: Circumstances) -> None:
        try:
            await self._send((str(root), how))
            while True:
                (size,) = _FRAME.unpack(await self._exactly(_FRAME.size))
                number, digests, fault = pickle.loads(await self._exactly(size))  # noqa: S301 - from our own child
                if not number:
                    self.ready = True
                elif (waiting := self._answers.get(number)) is not None and not waiting.done():
                    waiting.set_exception(EvidenceError(fault)) if fault else waiting.set_result(digests)
        except OSError:
            pass  # it has ended: whoever waits hears of it
        finally:
            self.ready = False
            for waiting in self._answers.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionError("the writing process has ended"))


def _size(work: Work) -> int:
    page = work.page
    pictures = sum(len(picture.data) for picture in page.pictures) + len(page.screenshot)
    return len(page.html) + pictures + sum(len(exchange.body) for exchange in work.exchanges)
