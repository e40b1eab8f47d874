"""What each figure has to reach; shown beside it."""

from __future__ import annotations

from bench.of_review.asked import NAMES, OTHERS

DATABASES = ("sqlite", "postgresql")

GOALS = {
    **{f"{base}_{name}_p95_ms": "< 150" for base in DATABASES for name in NAMES},
    **{f"{base}_{name}_ratio_to_bare_sql": "≤ 3" for base in DATABASES for name in NAMES},
    **{f"{base}_{name}_p95_ms": "< 200" for base in DATABASES for name in OTHERS},
    **{f"{base}_crowd_errors": "0" for base in DATABASES},
    **{f"{base}_first_paint_ms": "< 1000" for base in DATABASES},
}
