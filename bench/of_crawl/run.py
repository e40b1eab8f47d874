"""One run of our crawl over the farm, as the night does it: worker processes look, sites are judged beside them."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.of_crawl.farm import Farm
from bench.of_crawl.memory import Watch
from bench.of_crawl.night import Done, desk_for, done, plan, settings_for
from zhenwei.stages.detect import detect
from zhenwei.stages.fetch import make_visits


@dataclass(frozen=True)
class Run:
    """What was done, and the memory of all processes in MB."""

    done: Done
    peak_mb: float
    growth_mb: float


def crawl(farm: Farm, urls: Sequence[str], *, judged: bool = True, **settings: object) -> Run:
    """Look at every address once, from an empty store to the last assessment (without ``judged`` to the last visit)."""
    with tempfile.TemporaryDirectory(prefix="zhenwei-bench-") as folder, Watch() as watch:
        desk = desk_for(settings_for(farm, Path(folder), **settings))
        night = plan(desk, urls)
        fetched = threading.Event()
        line = threading.Thread(target=detect, args=(desk, ()), kwargs={"over": fetched.is_set})
        if judged:
            line.start()
        try:
            make_visits(desk, night, ("visit",))
        finally:
            fetched.set()
            if judged:
                line.join()
        told = done(desk, night)
        desk.store.close()
    return Run(told, watch.peak_mb, watch.growth_mb)
