"""Pages rendered a second by the spider ``visit``, with evidence and store on, beside a bare Playwright loop.

Both use the same headless shell, the same number of tabs and a fresh context a site; both take the markup and two
pictures (whole page, window). The clock runs from the first page done to the last, so that no start is counted.
Rounds of the two take turns; the ratio is the median of the rounds' ratios.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from sqlalchemy import select

from bench.of_crawl.rendered_sites import host
from bench.of_names.figures import Figures
from crawler.browser import find_browser
from zhenwei.config import Settings, load_settings
from zhenwei.store.database import open_store
from zhenwei.store.leads import site_for
from zhenwei.store.models import VisitRow
from zhenwei.store.nights import open_night
from zhenwei.store.visits import plan_visits
from zhenwei.types import Outcome, Profile

ROOT = Path(__file__).resolve().parents[2]
TABS = 2


def rendering(quick: bool) -> dict[str, float]:
    """Return ``rendered_pages_per_s``, ``bare_playwright_pages_per_s`` and ``ratio_to_bare_playwright``.

    Five rounds of 80 pages; quick: one of 5. Raises RuntimeError if there is no browser or a page was not rendered.
    """
    browser = find_browser(load_settings(os.environ, Path.cwd()), os.environ)
    if browser is None:
        raise RuntimeError("no Chromium on this machine")
    rounds, count = (1, 5) if quick else (5, 80)
    own: list[float] = []
    bare: list[float] = []
    with serving() as ports:
        for number in range(rounds):
            first = number * count
            own.append(_own(ports, first, count))
            bare.append(_bare(str(browser.path), ports["http"], first, count))
    return {
        "rendered_pages_per_s": round(median(own), 2),
        "bare_playwright_pages_per_s": round(median(bare), 2),
        "ratio_to_bare_playwright": round(median(a / b for a, b in zip(own, bare, strict=True)), 3),
    }


def measure(*, quick: bool, data: Path | None) -> Figures:
    """Return the figures; pages are made up, so no data is needed."""
    return {**rendering(quick)}


@contextmanager
def serving() -> Iterator[dict[str, int]]:
    """Serve the sites in a process of their own; yields its ports."""
    command = [sys.executable, "-m", "bench.of_crawl.rendered_sites"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        try:
            yield json.loads(server.stdout.readline())
        finally:
            server.stdin.close()


def _bare(executable: str, port: int, first: int, count: int) -> float:
    numbers = [str(n) for n in (port, TABS, first, count)]
    command = [sys.executable, "-m", "bench.of_crawl.bare_browser", executable, *numbers]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return (count - 1) / float(json.loads(done.stdout))


def _own(ports: dict[str, int], first: int, count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DATA_DIR": folder,
            "EGRESS_ALLOW": "127.0.0.0/8",
            "EGRESS_PORTS": str(ports["http"]),
            "DNS_SERVERS": f"127.0.0.1:{ports['dns']}",
            "DELAY": "0",
            "RENDER_TABS": str(TABS),
            "ROBOTS": "false",
        }
        kept = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")}
        environ = kept | {f"ZHENWEI_{key}": value for key, value in settings.items()}
        store = open_store(Settings(data_dir=Path(folder)).database)
        with store.transaction() as session:
            night = open_night(session).id
            for number in range(first, first + count):
                site = site_for(session, host(number))
                url = f"http://{host(number)}:{ports['http']}/"
                plan_visits(session, night, site.id, [url], [Profile.DESKTOP], purpose="render", rendered=True)
        command = [sys.executable, "-m", "scrapy", "crawl", "visit"]
        ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        with store.transaction() as session:
            visits = list(session.scalars(select(VisitRow)))
        store.engine.dispose()
        times = sorted(v.captured_at for v in visits if v.outcome == Outcome.OK and v.captured_at is not None)
        if len(times) != count:
            raise RuntimeError(f"only {len(times)} of {count} pages were rendered: {ended.stderr[-2000:]}")
        return (count - 1) / (times[-1] - times[0]).total_seconds()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(rendering("--quick" in sys.argv)) + "\n")
