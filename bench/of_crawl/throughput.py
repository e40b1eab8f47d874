"""Static pages: our whole crawl (all rules, evidence, store) beside a bare Scrapy spider that only downloads.

Both run over the same farm in turns, several rounds, and the medians are compared; both clocks run from the first page
to the last, so that no start is counted. ``pages_per_s`` counts until the last page is captured and stored while the
sites are judged in processes beside it, ``judged_pages_per_s`` until the last site is judged. A worker looks at
robots.txt and at the icon of each host besides, which the bare spider does not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from bench.of_crawl.farm import ROOT, Farm
from bench.of_crawl.night import CONCURRENCY
from bench.of_crawl.run import Run, crawl
from bench.of_names.figures import Findings

KEYS = (
    "pages",
    "pages_per_s",
    "bare_scrapy_pages_per_s",
    "ratio_to_bare_scrapy",
    "judged_pages_per_s",
    "ratio_judged_to_bare_scrapy",
    "lost_pages",
    "peak_mb",
    "growth_mb",
)
PAGES, HOSTS, ROUNDS = 10_000, 500, 5
_QUICK_PAGES, _QUICK_ROUNDS = 200, 1


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure; the labelled data are not needed."""
    del data
    count, rounds = (_QUICK_PAGES, _QUICK_ROUNDS) if quick else (PAGES, ROUNDS)
    bare: list[float] = []
    ours: list[Run] = []
    with Farm() as farm:
        urls = farm.urls(count, HOSTS * count // PAGES)
        for _ in range(rounds):
            bare.append(bare_seconds(urls))
            ours.append(crawl(farm, urls))
    fetched, judged = median(r.done.seconds for r in ours), median(r.done.judged_seconds for r in ours)
    alone = median(bare)
    return Findings(
        {
            "pages": count,
            "pages_per_s": round(count / fetched, 1),
            "bare_scrapy_pages_per_s": round(count / alone, 1),
            "ratio_to_bare_scrapy": round(alone / fetched, 2),
            "judged_pages_per_s": round(count / judged, 1),
            "ratio_judged_to_bare_scrapy": round(alone / judged, 2),
            "lost_pages": max(count - run.done.captured for run in ours),
            "peak_mb": round(max(run.peak_mb for run in ours)),
            "growth_mb": round(median(run.growth_mb for run in ours)),
        }
    )


def bare_seconds(urls: Sequence[str]) -> float:
    """Return how long the bare spider takes from the first page to the last. Raises if one is missing."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "urls.txt"
        listed.write_text("\n".join(urls), "utf-8")
        command = [sys.executable, "-m", "bench.of_crawl.bare", str(listed), str(CONCURRENCY)]
        said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    count, seconds = said.split()
    if int(count) != len(urls):
        raise RuntimeError(f"the bare spider got {count} of {len(urls)} pages")
    return float(seconds)
