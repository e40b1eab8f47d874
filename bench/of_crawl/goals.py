"""What each figure has to reach; shown beside it."""

from __future__ import annotations

GOALS = {
    "ratio_to_bare_scrapy": "≥ 0.75",
    "lost_pages": "0",
    "ratio_to_bare_playwright": "≥ 0.9",
    "ratio_two_workers_to_one": "≥ 1.7",
    "lead_to_assessment_seconds": "< 2",
    "long_peak_mb": "< 600",
}
