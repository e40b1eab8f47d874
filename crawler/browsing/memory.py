"""A tab may not eat the machine: renderers above a limit are killed, which costs their page and nothing else."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Browser, Error

PAUSE = 0.25  # seconds between two looks
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class MemoryGuard:
    """Looks at the renderers of one browser while it runs (Linux; elsewhere V8's own limit must do)."""

    def __init__(self, browser: Browser, most_mb: int) -> None:
        self._browser, self._most = browser, most_mb * 1024 * 1024
        self.killed = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, if this system tells what a process holds."""
        if self._most and Path("/proc/self/statm").exists():
            self._task = asyncio.ensure_future(self._watch())

    def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()

    async def _watch(self) -> None:
        with suppress(Error):  # the browser has ended
            session = await self._browser.new_browser_cdp_session()
            while self._browser.is_connected():
                await asyncio.sleep(PAUSE)
                if not self._browser.contexts:
                    continue
                found = await session.send("SystemInfo.getProcessInfo")
                for process in found["processInfo"]:
                    if process["type"] == "renderer" and held_by(process["id"]) > self._most:
                        with suppress(OSError):
                            os.kill(process["id"], signal.SIGKILL)
                            self.killed += 1


def held_by(pid: int) -> int:
    """Return the bytes that a process holds for itself (resident, without what it shares), 0 if it has ended."""
    try:
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text().split()
    except (OSError, ValueError):
        return 0
    return (int(resident) - int(shared)) * _PAGE
