"""A trial run: what a change would flag, in a process of its own that is ended when its time is over.

A process and not a thread alone, for a pattern that never ends would stand still with the whole desk in it.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import structlog

from review.editing.rescreen import Report, compare
from zhenwei.config import Settings
from zhenwei.errors import StoreError, ZhenweiError
from zhenwei.store.database import open_store
from zhenwei.watchlist.editing import tried

log = structlog.get_logger()
SECONDS = 90.0  # for reading; the process itself is given half as much again
TURN = 0.25  # seconds between two looks at whether it is to end
TURNS = 8  # between two questions whether anybody still wants it
_ONE = threading.Semaphore(1)  # trial runs at a time: analysts share the machine


@dataclass
class Trial:
    """``state``: waiting (for its turn), running, done, late (its time was over), failed, stopped.

    ``wanted``: asked now and then; once it says no, the trial ends.
    """

    state: str = "waiting"
    report: Report | None = None
    wanted: Callable[[], bool] = lambda: True
    _turns: int = 0
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self, settings: Settings, name: str, text: str | None, seconds: float = SECONDS) -> None:
        """Begin; ``state`` tells when it is over."""
        self._thread = threading.Thread(target=self._run, args=(settings, name, text, seconds), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it, if it still runs, and wait for that."""
        self.abandon()
        self.wait()

    def abandon(self) -> None:
        """Let it end."""
        self._stopped.set()

    @property
    def is_under_way(self) -> bool:
        """True until it is over, however it ends."""
        return self.state in ("waiting", "running")

    def wait(self) -> None:
        """Wait until it is over."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, settings: Settings, name: str, text: str | None, seconds: float) -> None:
        while not _ONE.acquire(timeout=TURN):
            if self._is_to_end():
                self.state = "stopped"
                return
        try:
            self.state = "running"
            assert settings.watchlist_dir is not None
            # A copy, so that what others save meanwhile does not change what is compared.
            with tried(settings.watchlist_dir, name, text) as changed:
                self._watch(settings, changed, seconds)
        except (ZhenweiError, OSError) as error:
            log.error("trial run of a change failed", reason=str(error))
            self.state = "failed"
        finally:
            _ONE.release()

    def _watch(self, settings: Settings, changed: Path, seconds: float) -> None:
        here, there = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=work, args=(there, settings, changed, seconds), daemon=True)
        process.start()
        there.close()
        left = seconds * 1.5
        try:
            while left > 0 and not self._is_to_end() and not here.poll(TURN):
                left -= TURN
            self.report = here.recv() if here.poll() else None
            self.state = "done" if self.report else "stopped" if self._stopped.is_set() else "late"
        except EOFError:
            self.state = "failed"
        finally:
            process.kill()
            process.join()
            here.close()

    def _is_to_end(self) -> bool:
        self._turns += 1
        with suppress(StoreError):  # a store that is away for a moment does not say that nobody wants it
            if self._turns % TURNS == 0 and not self.wanted():
                self._stopped.set()
        return self._stopped.is_set()


def work(out: Connection, settings: Settings, changed: Path, seconds: float) -> None:
    """Compare in this process and send the report."""
    store = open_store(settings.database)
    try:
        out.send(compare(store, settings, changed, seconds))
    finally:
        store.close()
        out.close()
