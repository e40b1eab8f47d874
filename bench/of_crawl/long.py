"""A long night: 100 000 static pages in one run, for its memory (all processes together) and for what is lost."""

from __future__ import annotations

from pathlib import Path

from bench.of_crawl.farm import Farm
from bench.of_crawl.run import crawl
from bench.of_names.figures import Findings

KEYS = ("long_pages", "long_pages_per_s", "long_peak_mb", "long_growth_mb", "long_lost_pages")
PAGES, HOSTS = 100_000, 5_000
_QUICK_PAGES, _QUICK_HOSTS = 1_000, 50


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure one run, judged beside the fetching."""
    del data
    count, hosts = (_QUICK_PAGES, _QUICK_HOSTS) if quick else (PAGES, HOSTS)
    with Farm() as farm:
        run = crawl(farm, farm.urls(count, hosts))
    return Findings(
        {
            "long_pages": count,
            "long_pages_per_s": round(count / run.done.seconds, 1),
            "long_peak_mb": round(run.peak_mb),
            "long_growth_mb": round(run.growth_mb),
            "long_lost_pages": count - run.done.captured,
        }
    )
