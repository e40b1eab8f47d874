"""What each figure has to reach; shown beside it."""

from __future__ import annotations

GOALS = {
    "seconds_per_1000_cases": "< 360",
    "letters_per_s_without_pdf": "≥ 5",
    "peak_mb": "< 1024",
    "growth_mb": "≈ 0",
    "different_bytes": "0",
    "packages_not_verified": "0",
    "lost_letters": "0",
    "ratio_to_plain_documents": "≥ 1",
}
