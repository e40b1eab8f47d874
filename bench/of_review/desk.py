"""One database filled, served and measured; what both parts share."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.of_names.figures import Figures, Findings
from bench.of_review.asked import NAMES, OTHERS
from bench.of_review.crowd import time_crowd
from bench.of_review.filling import fill
from bench.of_review.pages import time_pages
from bench.of_review.paint import first_paint
from bench.of_review.serving import Served
from review.figures.count import Counting
from review.figures.keeping import keep
from zhenwei.store.database import open_store
from zhenwei.watchlist.clocks import load_clocks

CASES, QUICK_CASES = 1_000_000, 8_000
# For trying things out: another number of cases.
ASKED = "REVIEW_CASES"


def keys(base: str) -> list[str]:
    """Return the keys of one database's figures, in the order of the table."""
    each = ("p95_ms", "cpu_ms", "bare_sql_p95_ms", "ratio_to_bare_sql")
    crowd = ("errors", "requests_per_s", "p95_ms", "words_written", "words_refused")
    return [
        f"{base}_cases",
        f"{base}_seconds_to_fill",
        f"{base}_counting_seconds",
        *(f"{base}_{name}_{key}" for name in (*NAMES, *OTHERS) for key in each),
        *(f"{base}_crowd_{key}" for key in crowd),
        f"{base}_first_paint_ms",
    ]


def measure_desk(base: str, url: str, folder: Path, *, quick: bool) -> Findings:
    """Fill the database at ``url``, serve it, and measure."""
    cases = int(os.environ.get(ASKED, 0)) or (QUICK_CASES if quick else CASES)
    begun = time.perf_counter()
    fill(url, cases)
    found: Figures = {"cases": cases, "seconds_to_fill": round(time.perf_counter() - begun, 1)}
    with Served(url, folder) as desk:
        found["counting_seconds"] = count_figures(desk)
        found |= time_pages(desk, cases, 3 if quick else 60)
        found["first_paint_ms"] = first_paint(desk.port, 3 if quick else 9)
        crowd, errors = time_crowd(desk, cases, 3 if quick else 30)
    figures = {f"{base}_{key}": value for key, value in (found | crowd).items()}
    notes = [f"crowd met: {', '.join(errors)}"] if errors else []
    if found["first_paint_ms"] is None:
        notes.append("no Chromium here: the first paint was not measured")
    return Findings(figures, notes)


def count_figures(desk: Served) -> float:
    """Count what the front page shows, as a night does at its end; return how long it took."""
    clocks = load_clocks(desk.settings.watchlist_dir)
    begun = time.perf_counter()
    with closing(open_store(desk.settings.database)) as store:
        keep(store, Counting(clocks))
    return round(time.perf_counter() - begun, 1)


def folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder on the disk (not in memory) that goes with its user."""
    below = Path("var/bench").resolve()
    below.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryDirectory(prefix="review-", dir=below)
