"""What each figure has to reach; shown beside it."""

from __future__ import annotations

GOALS = {
    "recall_families_at_1": "≥ 0.85, stretch 0.90",
    "recall_families_at_5": "≥ 0.92",
    "recall_cn_gov_families_at_1": "≥ 0.82 (18 of 22)",
    "recall_no_gov_families_at_5": "≥ 0.64 (18 of 28)",
    "flagged_gov_cn_at_1": "0",
    "flagged_gov_cn_at_5": "0",
    "flagged_gov_cn_default": "0",
    "flagged_phish_other_cn_at_1": "≤ 1 in 913",
    "flagged_phish_other_cn_at_5": "≤ 1 in 913",
    "flagged_phish_other_cn_default": "≤ 1 in 913",
    "false_alarms_benign": "≤ 1 in 50 000",
    "false_alarms_gov_cn": "0",
    "names_per_s": "≥ 2 000 000 (of 5 000 000)",
    "ratio_to_opensquat": "≥ 500",
    "peak_memory_mb": "< 500",
    "memory_growth_mb": "flat",
    "expand_found_to_dnstwist_found": "≥ 5",
    "resolution_ratio_to_dnstwist": "≥ 5",
    "resolution_missed": "0",
    "resolution_false": "0",
    "ct_entries_per_s": "≥ 20 000",
    "ct_seeded_found": "all of ct_seeded",
}
