"""A tab may not eat the machine: renderers above a limit are killed, which costs their page and nothing else."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Browser, Error

PAUSE = 0.25  # seconds between two looks
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class Guard:
    """Knows one browser's processes: ends renderers that hold too much (Linux; elsewhere V8's own limit must do)."""

    def __init__(self, browser: Browser, most_mb: int) -> None:
        self._browser, self._most = browser, most_mb * 1024 * 1024
        self._pid = 0
        self.ended = 0  # renderers ended whose pages have not been told yet
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Find the browser's process and begin to look."""
        self._session = await self._browser.new_browser_cdp_session()
        self._pid = next((pid for kind, pid in await self._processes() if kind == "browser"), 0)
        if self._most and sys.platform == "linux":
            self._task = asyncio.ensure_future(self._watch())

    def stop(self, *, kill: bool) -> None:
        """End; also the browser, where it may no longer listen."""
        if self._task is not None:
            self._task.cancel()
        if kill and self._pid:
            with suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)

    async def _watch(self) -> None:
        with suppress(Error):  # the browser has ended
            while self._browser.is_connected():
                await asyncio.sleep(PAUSE)
                if not self._browser.contexts:
                    continue
                for kind, pid in await self._processes():
                    if kind == "renderer" and held_by(pid) > self._most:
                        with suppress(OSError):
                            os.kill(pid, signal.SIGKILL)
                            self.ended += 1

    async def _processes(self) -> list[tuple[str, int]]:
        found = await self._session.send("SystemInfo.getProcessInfo")
        return [(str(one["type"]), int(one["id"])) for one in found["processInfo"]]


def held_by(pid: int) -> int:
    """Return the bytes that a process holds for itself (resident, without what it shares), 0 if it has ended."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE
