"""Reading a log's head and its entries, by RFC 6962's queries or by static-ct's tiles, over any way of fetching."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from crawler.ct.batch import Batch
from crawler.ct.entries import names_of_rows
from crawler.ct.head import TreeHead, read_checkpoint, read_sth
from crawler.ct.loglist import RFC6962, STATIC
from crawler.ct.tiles import WIDTH, names_of_names_tile, names_of_tile, tile_path
from zhenwei.errors import BadInput

MAX_UNPACKED = 64 * 1024 * 1024
MAX_ROWS = 1024  # what logs give at most in one answer; they cut what is asked for beyond their own limit
BUSY = (429, 503)
PATIENCE = 5
LONGEST_WAIT = 60.0
_MISSING = range(400, 500)  # object stores say 403 of what is not there


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer. ``retry_after`` in seconds, negative where the log did not say."""

    status: int
    body: bytes
    retry_after: float = -1.0


Get = Callable[[str], Awaitable[Answer]]


class Log(Protocol):
    """One log. ``span`` reads entries ``start`` to ``end`` (exclusive), at most up to the next multiple of ``step``."""

    kind: str
    step: int

    async def head(self, key: bytes = b"") -> TreeHead: ...

    async def span(self, start: int, end: int) -> Batch: ...


class QueriedLog:
    """A log of RFC 6962."""

    kind = RFC6962

    def __init__(self, base: str, get: Get) -> None:
        self._base, self._get = base.rstrip("/"), get
        self.step = MAX_ROWS

    async def head(self, key: bytes = b"") -> TreeHead:
        """Return the signed tree head. Raises BadInput."""
        return read_sth(await _body(self._get, f"{self._base}/ct/v1/get-sth"))

    async def span(self, start: int, end: int) -> Batch:
        """Read entries, asking again where the log gives fewer than asked for. Raises BadInput."""
        rows: list[object] = []
        while start + len(rows) < end:
            at = start + len(rows)
            body = await _body(self._get, f"{self._base}/ct/v1/get-entries?start={at}&end={end - 1}")
            given = _rows(body)
            if not given:
                raise BadInput(f"get-entries 从 {at} 起没有内容")
            rows += given
            if start + len(rows) < end:
                self.step = max(1, min(self.step, len(given)))
        return await asyncio.to_thread(names_of_rows, rows[: end - start])


class StaticLog:
    """A log of static-ct, read by its monitoring address."""

    kind = STATIC
    step = WIDTH

    def __init__(self, base: str, get: Get) -> None:
        self._base, self._get = base.rstrip("/"), get
        self._size = 0
        self._offers_names = True

    async def head(self, key: bytes = b"") -> TreeHead:
        """Return the checkpoint's head. Raises BadInput."""
        head = read_checkpoint(await _body(self._get, f"{self._base}/checkpoint"), key)
        self._size = head.size
        return head

    async def span(self, start: int, end: int) -> Batch:
        """Read entries of one tile: its names tile where the log offers one, else its certificates."""
        number = start // WIDTH
        first, width, skip = number * WIDTH, end - number * WIDTH, start - number * WIDTH
        whole = min(WIDTH, self._size - first)
        if self._offers_names:
            answer = await self._tile("names", number, whole)
            self._offers_names = answer.status == 200
            if self._offers_names and (read := names_of_names_tile(answer.body, width, skip)) is not None:
                return read
        for attempt in (1, 2):
            answer = await self._tile("data", number, whole)
            if answer.status != 200:
                raise BadInput(f"第 {number} 块答复 HTTP {answer.status}")
            batch, unbroken = await asyncio.to_thread(names_of_tile, answer.body, width, skip)
            if unbroken or attempt == 2:
                break
        return batch

    async def _tile(self, kind: str, number: int, width: int) -> Answer:
        """Fetch a tile; a partial one that is gone has become a full one."""
        answer = await _asked(self._get, f"{self._base}/{tile_path(kind, number, width)}")
        if answer.status in _MISSING and width < WIDTH:
            answer = await _asked(self._get, f"{self._base}/{tile_path(kind, number)}")
        return Answer(answer.status, unpacked(answer.body)) if answer.status == 200 else answer


async def recognised(base: str, get: Get, key: bytes = b"") -> tuple[Log, TreeHead]:
    """Return the log at a base address of unknown kind, with its head. Raises BadInput with both reasons."""
    found: Log = StaticLog(base, get)
    try:
        return found, await found.head(key)
    except BadInput as error:
        static = error
    found = QueriedLog(base, get)
    try:
        return found, await found.head(key)
    except BadInput as error:
        raise BadInput(f"既不是 static-ct 日志（{static}），也不是 RFC 6962 日志（{error}）") from error


def unpacked(body: bytes) -> bytes:
    """Return a body without gzip, which a store may serve as it lies there. Raises BadInput.

    A data tile never begins like gzip: its first eight bytes are a time in milliseconds.
    """
    if not body.startswith(b"\x1f\x8b"):
        return body
    packed = zlib.decompressobj(wbits=31)
    try:
        plain = packed.decompress(body, MAX_UNPACKED)
    except zlib.error as error:
        raise BadInput("日志块的 gzip 压缩损坏") from error
    if not packed.eof:
        raise BadInput("日志块的 gzip 压缩不完整或解压后过大")
    return plain


async def _asked(get: Get, url: str) -> Answer:
    """Ask, and ask again as often and as late as a busy log wants it."""
    answer = await get(url)
    for attempt in range(PATIENCE):
        if answer.status not in BUSY:
            break
        wanted = answer.retry_after if answer.retry_after >= 0 else 2.0**attempt
        await asyncio.sleep(min(wanted, LONGEST_WAIT))
        answer = await get(url)
    return answer


async def _body(get: Get, url: str) -> bytes:
    answer = await _asked(get, url)
    if answer.status != 200:
        raise BadInput(f"HTTP {answer.status}")
    return unpacked(answer.body)


def _rows(body: bytes) -> list[object]:
    try:
        rows = json.loads(body)["entries"]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadInput("get-entries 的答复不是条目列表") from error
    if not isinstance(rows, list):
        raise BadInput("get-entries 的答复不是条目列表")
    return rows
