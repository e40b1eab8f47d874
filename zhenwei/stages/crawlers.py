"""How many processes visit pages on this machine, and what each may use of it."""

from __future__ import annotations

import os

from zhenwei.config import Settings
from zhenwei.stages.spiders import Job

# Starting one more process costs about as much as visiting this many pages.
VISITS_A_WORKER = 400


def crawl_jobs(settings: Settings, spider: str, waiting: int, **arguments: str) -> list[Job]:
    """Return the processes for so many waiting visits: none for none, one for few, at most ``crawl_workers``.

    Connections and browser tabs are shared out, so that several processes ask for no more than one would. Where there
    are fewer tabs than processes, the others leave rendered visits alone.
    """
    most = settings.crawl_workers or len(os.sched_getaffinity(0))
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
