"""Reports made beside the desk: one at a time, each in a process of its own, so that no page waits for its counting."""

from __future__ import annotations

import multiprocessing
import threading
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection

import structlog

from takedown.reports.filing import FOLDER, file_report, name_of
from takedown.reports.monthly import make_report
from takedown.reports.periods import Period
from zhenwei.clock import now, today
from zhenwei.config import Settings
from zhenwei.errors import ZhenweiError
from zhenwei.store.database import open_store
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.reporting import load_reporting

log = structlog.get_logger()
SECONDS = 1800.0
TURN = 0.25  # seconds between two looks at whether the desk is closing
MOST = 12  # that wait or are under way; whoever comes then comes again later
MADE, FAILED, LATE, RUNNING, WAITING = "made", "failed", "late", "running", "waiting"


@dataclass
class Making:
    """One report on its way. ``why``: what the command would have printed, of one that failed."""

    period: Period
    by: str
    asked_at: datetime = field(default_factory=now)
    state: str = WAITING
    why: str = ""

    @property
    def under_way(self) -> bool:
        """True until it is over, one way or the other."""
        return self.state in (WAITING, RUNNING)


class Full(Exception):
    """Raised where too many reports wait already."""


class Makings:
    """The reports that one desk has been asked for since it started: the last of each period."""

    def __init__(self, settings: Settings, seconds: float = SECONDS) -> None:
        self._settings, self._seconds = settings, seconds
        self._lock = threading.Lock()
        self._one = threading.Semaphore(1)
        self._closing = threading.Event()
        self._all: dict[str, Making] = {}
        self._threads: list[threading.Thread] = []

    def of(self, period: Period) -> Making | None:
        """Return the last making of a period's report."""
        return self._all.get(name_of(period))

    def under_way(self) -> list[Making]:
        """Return those that are not over, the first asked for first."""
        return [one for one in list(self._all.values()) if one.under_way]

    def start(self, period: Period, by: str) -> Making:
        """Have a report made; one that is under way is not made twice. Raises Full."""
        with self._lock:
            known = self.of(period)
            if known is not None and known.under_way:
                return known
            if len(self.under_way()) >= MOST:
                raise Full
            making = Making(period, by)
            self._all.pop(name_of(period), None)
            self._all[name_of(period)] = making
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            thread = threading.Thread(target=self._run, args=(making,), name="report", daemon=True)
            self._threads.append(thread)
            thread.start()
        return making

    def close(self) -> None:
        """End what is under way, and wait for that."""
        self._closing.set()
        for thread in self._threads:
            thread.join()

    def _run(self, making: Making) -> None:
        while not self._one.acquire(timeout=TURN):
            if self._closing.is_set():
                return
        try:
            if not self._closing.is_set():
                making.state = RUNNING
                making.state = self._made(making)
        except OSError as error:
            log.error("a report was not made", reason=str(error))
            making.state = FAILED
        finally:
            self._one.release()

    def _made(self, making: Making) -> str:
        here, there = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=work, args=(there, self._settings, making.period, making.by), daemon=True)
        process.start()
        there.close()
        left = self._seconds
        try:
            while left > 0 and not self._closing.is_set() and not here.poll(TURN):
                left -= TURN
            if not here.poll():
                return LATE
            making.why = here.recv()
            return FAILED if making.why else MADE
        except EOFError:
            return FAILED
        finally:
            process.kill()
            process.join()
            here.close()


def work(out: Connection, settings: Settings, period: Period, by: str) -> None:
    """Make and file a report in this process, as the command does; send an empty text, or why it was not made."""
    try:
        store = open_store(settings.database)
        try:
            lists, reporting = load_watchlist(settings.watchlist_dir), load_reporting(settings.watchlist_dir)
            with store.reading() as session:
                made = make_report(session, lists, reporting, period, today())
        finally:
            store.close()
        file_report(settings.data_dir / FOLDER, made, by)
        out.send("")
    except ZhenweiError as error:
        out.send(error.sentence or type(error).__name__)
    finally:
        out.close()
