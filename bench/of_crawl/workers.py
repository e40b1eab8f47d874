"""Two workers, each pinned to a core of its own, beside one pinned to one core, over the same farm.

Each worker is a process as on a machine of its own (``scrapy crawl visit``); the farm is pinned to no core. Nothing is
judged meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.of_crawl.farm import ROOT, Farm
from bench.of_crawl.night import desk_for, done, plan, settings_for
from bench.of_names.figures import Findings, left_out
from zhenwei.config import settings_environ

KEYS = ("one_worker_pages_per_s", "two_workers_pages_per_s", "ratio_two_workers_to_one")
PAGES, ROUNDS = 6_000, 5
_QUICK_PAGES, _QUICK_ROUNDS = 400, 1


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure; needs two cores and a system that pins processes."""
    del data
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(cores) < 2:
        return left_out(KEYS, "two workers: this machine has one core, or pins no processes")
    count, rounds = (_QUICK_PAGES, _QUICK_ROUNDS) if quick else (PAGES, ROUNDS)
    one: list[float] = []
    two: list[float] = []
    with Farm() as farm:
        urls = farm.urls(count, count // 20)
        for _ in range(rounds):
            one.append(pinned(farm, urls, cores[:1]))
            two.append(pinned(farm, urls, cores[:2]))
    first, second = median(one), median(two)
    return Findings(
        {
            "one_worker_pages_per_s": round(count / first, 1),
            "two_workers_pages_per_s": round(count / second, 1),
            "ratio_two_workers_to_one": round(first / second, 2),
        }
    )


def pinned(farm: Farm, urls: Sequence[str], cores: Sequence[int]) -> float:
    """Return the seconds that one worker on each of the cores takes for all addresses. Raises if one is missing."""
    with tempfile.TemporaryDirectory(prefix="zhenwei-bench-") as folder:
        settings = settings_for(farm, Path(folder))
        desk = desk_for(settings)
        night = plan(desk, urls)
        environ = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")} | settings_environ(settings)
        environ["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
        running = [
            subprocess.Popen(
                ["taskset", "-c", str(core), sys.executable, "-m", "scrapy", "crawl", "visit"], cwd=ROOT, env=environ
            )
            for core in cores
        ]
        failed = [process.wait() for process in running]
        told = done(desk, night)
        desk.store.close()
    if any(failed) or told.captured != len(urls):
        raise RuntimeError(f"{len(cores)} workers captured {told.captured} of {len(urls)} pages")
    return told.seconds
