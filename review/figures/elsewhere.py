"""Counting in a process of its own: a thread would share the interpreter with every reader for as long as it takes."""

from __future__ import annotations

import multiprocessing
import os
import threading
from contextlib import closing
from multiprocessing.process import BaseProcess

from review.figures.keeping import Count, keep
from zhenwei.errors import ZhenweiError
from zhenwei.store.database import open_store

# Readers come first where processors are few.
NICE = 10


class Elsewhere:
    """Counts and keeps the figures of the store at an address. ``count`` goes over with what it holds (pickled)."""

    def __init__(self, database: str, count: Count) -> None:
        self._database, self._count = database, count
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._closed = False

    def run(self) -> bool:
        """Count once and wait for its end; return False if it has to be done otherwise, for no process does it."""
        with self._lock:
            if self._closed:
                return True
            process = multiprocessing.get_context("spawn").Process(
                target=work, args=(self._database, self._count), name="figures", daemon=True
            )
            try:
                process.start()
            except OSError:
                return False
            self._process = process
        process.join()
        return process.exitcode == 0 or self._closed

    def close(self) -> None:
        """End what is under way: the next reader, or the night, counts anew."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()


def work(database: str, count: Count) -> None:
    """Count in this process. What goes wrong ends it with 1, and nothing is kept."""
    os.nice(NICE)
    try:
        with closing(open_store(database)) as store:
            keep(store, count)
    except ZhenweiError as error:
        # Who started it counts itself then, and logs what goes wrong there.
        raise SystemExit(1) from error
