"""Figures that are kept: read at once, counted anew beside the readers when they have grown old."""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog
from sqlalchemy import select

from review.figures.elsewhere import Elsewhere
from review.figures.keeping import NAME, Count, Kept, keep
from zhenwei.clock import now
from zhenwei.errors import ZhenweiError
from zhenwei.store.database import Store
from zhenwei.store.front_tables import FigureRow

log = structlog.get_logger()
FRESH = timedelta(minutes=1)
# Counting may take this share of the time and no more: what takes ten seconds is done every 200.
SPARE = 20
PATIENCE = 2.0  # seconds that the first reader of a new deployment waits
# What takes longer (seconds) is counted in a process of its own; to start one takes half as long.
LONG = 2.0


class Keeper:
    """Hands out the kept figures of one store. One counting at a time, in a thread of its own, which leaves a long one
    to ``elsewhere``. What is handed out is shared: nobody changes it."""

    def __init__(self, store: Store, count: Count, elsewhere: Elsewhere | None = None) -> None:
        self._store, self._count, self._elsewhere = store, count, elsewhere
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._read: dict[str, Kept] = {}

    def figures(self) -> Kept | None:
        """Return the newest figures; None where none are there yet and counting takes its time."""
        kept = self.apart(NAME)
        if kept is None:
            self._start(0.0).join(PATIENCE)
            kept = self.apart(NAME)
        elif now() - kept.at > max(FRESH, timedelta(seconds=kept.seconds * SPARE)):
            self._start(kept.seconds)
        return kept

    def apart(self, name: str) -> Kept | None:
        """Return what was kept apart at the last counting."""
        with self._store.reading() as session:
            found = session.execute(select(FigureRow.at, FigureRow.seconds).where(FigureRow.name == name)).first()
            if found is None:
                return None
            known = self._read.get(name)
            if known is None or (known.at, known.seconds) != tuple(found):
                # Many lines, which are not taken apart again with each request.
                row = session.get_one(FigureRow, name)
                known = self._read[name] = Kept(row.at, row.value, row.seconds)
        return known

    def close(self) -> None:
        """End what counts elsewhere, and wait for a counting that is under way here."""
        if self._elsewhere is not None:
            self._elsewhere.close()
        if self._thread is not None:
            self._thread.join()

    def _start(self, seconds: float) -> threading.Thread:
        """``seconds``: how long it took the last time."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, args=(seconds,), name="figures", daemon=True)
                self._thread.start()
            return self._thread

    def _work(self, seconds: float) -> None:
        if seconds > LONG and self._elsewhere is not None:
            if self._elsewhere.run():
                return
            log.warning("figures were not counted in a process of their own; this one counts")
        try:
            keep(self._store, self._count)
        except ZhenweiError as error:
            log.error("figures of the front page were not counted", reason=str(error))
