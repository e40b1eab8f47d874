"""A long night: 100 000 static pages in one run, for its memory (all processes together) and for what is lost."""

from __future__ import annotations

from pathlib import Path

from bench.of_crawl.farm import Farm
from bench.of_crawl.run import crawl
from bench.of_names.figures import Findings, left_out

KEYS = ("long_pages", "long_pages_per_s", "long_peak_mb", "long_growth_mb", "long_lost_pages")
PAGES, HOSTS = 100_000, 5_000


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure one run, judged beside the fetching."""
    del data
    if quick:
        return left_out(KEYS, "a long night: not in the quick form; peak_mb is that of a short one")
    with Farm() as farm:
        run = crawl(farm, farm.urls(PAGES, HOSTS))
    return Findings(
        {
            "long_pages": PAGES,
            "long_pages_per_s": round(PAGES / run.done.seconds, 1),
            "long_peak_mb": round(run.peak_mb),
            "long_growth_mb": round(run.growth_mb),
            "long_lost_pages": PAGES - run.done.captured,
        }
    )
