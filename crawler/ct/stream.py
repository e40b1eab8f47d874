"""Listening to a certstream server for a bounded time, connecting anew with growing pauses (RFC 6455, by aiohttp).

Everything goes through the gate, a proxy on loopback that asks the door for every connection: aiohttp itself never
looks a name up and never connects to anything else.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from crawler.ct.messages import Update, read_message
from crawler.deployment import Deployment
from crawler.gate import Gate
from crawler.manner import identity
from crawler.resolver import DnsFailed, NoSuchName
from zhenwei.errors import BadInput, SettingsError

MAX_MESSAGE = 4 * 1024 * 1024
MAX_STREAM = 1 << 40
SLICE = 2.0  # seconds without a message after which what is pending is kept
SILENCE = 90.0  # servers send a heartbeat at least every 30 seconds
HEARTBEAT = 30.0
CLOSING = 2.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.05, 60.0
MAX_LOGS = 1000


@dataclass(slots=True)
class Heard:
    """What a night heard of one stream. ``missed``: entries of logs that passed while no connection stood."""

    certificates: int = 0
    unreadable: int = 0
    connections: int = 0
    missed: int = 0
    seconds: float = 0.0
    indexes: dict[str, int] = field(default_factory=dict)
    problem: str = ""

    def note(self, update: Update, fresh: set[str]) -> None:
        """Count a certificate, and the gap before it if it is the first of its log since connecting."""
        self.certificates += 1
        if update.index < 0 or (update.log not in self.indexes and len(self.indexes) >= MAX_LOGS):
            return
        last = self.indexes.get(update.log)
        if last is not None and update.log not in fresh:
            self.missed += max(0, update.index - last - 1)
        fresh.add(update.log)
        self.indexes[update.log] = max(update.index, last or 0)


class Stream:
    """One stream. ``keep`` is called with each update that holds names, ``pause`` whenever there is time to store."""

    def __init__(self, deployment: Deployment, url: str, heard: Heard) -> None:
        self._deployment, self._url, self.heard = deployment, url, heard
        self._settings = deployment.settings
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time() - heard.seconds

    async def listen(self, keep: Callable[[Update], None], pause: Callable[[], None]) -> None:
        """Listen until the night's time or number of certificates is reached. Raises Egress for a forbidden address."""
        gate, context = Gate(self._deployment, MAX_STREAM), self._trust()
        await gate.start()
        wait = 0.0
        try:
            async with aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=None),
                cookie_jar=aiohttp.DummyCookieJar(),  # one connection carries nothing into the next
                headers={"User-Agent": identity(self._settings)},
            ) as session:
                while self._left() > 0:
                    before = self.heard.certificates
                    try:
                        # Said in words here; the gate asks again for the connection itself.
                        await self._deployment.door.open(_as_http(self._url))
                        await self._connected(session, gate.url, context, keep, pause)
                    except (aiohttp.ClientError, OSError, NoSuchName, DnsFailed, TimeoutError) as error:
                        self.heard.problem = _said(error)
                    pause()
                    wait = 0.0 if self.heard.certificates > before else wait * 2
                    wait = min(max(wait, self._settings.delay, SHORTEST_PAUSE), LONGEST_PAUSE)
                    await asyncio.sleep(min(wait, max(0.0, self._left())))
        finally:
            await gate.close()

    async def _connected(
        self,
        session: aiohttp.ClientSession,
        proxy: str,
        context: ssl.SSLContext,
        keep: Callable[[Update], None],
        pause: Callable[[], None],
    ) -> None:
        async with asyncio.timeout(self._settings.timeout):
            socket = await session.ws_connect(
                self._url, proxy=proxy, ssl=context, heartbeat=HEARTBEAT, max_msg_size=MAX_MESSAGE
            )
        try:
            await self._hear(socket, keep, pause)
        finally:
            # A server that goes on talking would keep the closing handshake waiting for ever.
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSING):
                    await socket.close()

    async def _hear(
        self, socket: aiohttp.ClientWebSocketResponse, keep: Callable[[Update], None], pause: Callable[[], None]
    ) -> None:
        fresh: set[str] = set()
        silent, kept = 0.0, self._loop.time()
        self.heard.connections += 1
        while (left := self._left()) > 0 and silent < SILENCE:
            try:
                message = await socket.receive(timeout=min(SLICE, left))
            except TimeoutError:
                silent += SLICE
                pause()
                continue
            if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED):
                self.heard.problem = "对方关闭了连接"
                return
            if message.type is aiohttp.WSMsgType.ERROR:
                self.heard.problem = "连接中断或消息不合规范"
                return
            silent = 0.0
            self._take(message.data, fresh, keep)
            if self._loop.time() - kept > SLICE:
                kept = self._loop.time()
                pause()
        if silent >= SILENCE:
            self.heard.problem = "连接后没有任何消息"

    def _take(self, data: Any, fresh: set[str], keep: Callable[[Update], None]) -> None:
        update = read_message(data) if isinstance(data, str | bytes) else None
        if update is None:
            self.heard.unreadable += 1
        elif update.names or update.index >= 0:
            self.heard.note(update, fresh)
            keep(update)

    def _left(self) -> float:
        """Return the seconds left, none once enough certificates were seen."""
        self.heard.seconds = self._loop.time() - self._began
        if self.heard.certificates >= self._settings.certstream_budget:
            return 0.0
        return self._settings.certstream_seconds - self.heard.seconds

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._settings.egress_ca is not None:
            try:
                context.load_verify_locations(self._settings.egress_ca)
            except (OSError, ssl.SSLError) as error:
                raise SettingsError(f"设置 egress_ca 有误：{self._settings.egress_ca} 不是可读的 PEM 文件") from error
        return context


def _as_http(url: str) -> str:
    """Return the address as the door knows it. Raises BadInput for another scheme."""
    scheme, mark, rest = url.partition("://")
    if not mark or scheme.lower() not in ("ws", "wss"):
        raise BadInput(f"证书流的地址应以 ws:// 或 wss:// 开头：{url[:80]}")
    return f"{'https' if scheme.lower() == 'wss' else 'http'}://{rest}"


def _said(error: Exception) -> str:
    if isinstance(error, NoSuchName | DnsFailed):
        return str(error)
    if isinstance(error, TimeoutError):
        return "在规定时间内没有连上"
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return f"对方不答应 WebSocket 连接（HTTP {error.status}）"
    return f"连接失败（{type(error).__name__}）"
