"""The crawl: static pages, rendered pages, two workers, and how soon a lead is judged. All on loopback.

    python bench/crawl.py [--quick] [--json] [--only PART]...

Compared within one run: a bare Scrapy spider and a bare Playwright loop over the same pages, one pinned
worker beside two. Figures are medians of five rounds (``--quick``: fewer, smaller, the same keys). Keys say unit
and direction: ``*_per_s`` and ``ratio_*`` more is better; ``*_seconds``, ``*_ms``, ``*_mb``, ``lost_*`` less is.
"""

from __future__ import annotations

import sys

from bench.of_crawl.goals import GOALS
from bench.parts import run_parts

PARTS = ("throughput", "evidence", "workers", "rendering", "latency", "long")

if __name__ == "__main__":
    sys.exit(run_parts(__doc__, "bench.of_crawl", PARTS, GOALS, "The crawl"))
