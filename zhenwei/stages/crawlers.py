"""How many processes visit pages on this machine, and what each may use of it."""

from __future__ import annotations

import os
import time

from zhenwei.config import Settings
from zhenwei.errors import StoreAway
from zhenwei.stages.desk import Desk
from zhenwei.stages.spiders import Job
from zhenwei.store.visits import outcome_counts

# Starting one more process costs about as much as visiting this many pages.
VISITS_A_WORKER = 400
LOOK_SECONDS = 1.0


def crawl_jobs(settings: Settings, spider: str, waiting: int, **arguments: str) -> list[Job]:
    """Return the processes for so many waiting visits: none for none, one for few, at most ``crawl_workers``.

    Connections and browser tabs are shared out, so that several processes ask for no more than one would. Where there
    are fewer tabs than processes, the others leave rendered visits alone.
    """
    most = settings.crawl_workers or cores()
    count = min(most, -(-waiting // VISITS_A_WORKER), settings.concurrency)
    if spider != "visit":
        count = min(count, 1)
    return [Job(spider, _arguments(settings, number, arguments), _share(settings, count), number)
            for number in range(1, count + 1)]  # fmt: skip


def _share(settings: Settings, count: int) -> dict[str, int]:
    if count == 1:
        return {}
    return {
        "concurrency": -(-settings.concurrency // count),
        "render_tabs": max(1, settings.render_tabs // count),
    }


def _arguments(settings: Settings, number: int, arguments: dict[str, str]) -> dict[str, str]:
    return arguments if number <= settings.render_tabs else {**arguments, "only": "first"}


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Progress:
    """Counts the visits of a night that have ended, for the bar and for whoever watches that anything moves at all."""

    def __init__(self, desk: Desk, night: int) -> None:
        self._store, self._night, self._bar = desk.store, night, desk.bar("访问网页")
        self._done, self._look_at = 0, 0.0

    def __call__(self) -> int:
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + LOOK_SECONDS
            try:
                with self._store.reading() as session:
                    counts = outcome_counts(session, self._night)
            except StoreAway:  # the workers wait for the server as well
                return self._done
            total = sum(counts.values())
            self._done = total - counts.get("", 0)
            self._bar.update(self._done, total)
        return self._done
