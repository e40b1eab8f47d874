"""What each figure has to reach; shown beside it."""

from __future__ import annotations

from bench.of_pages.labelled import LAWFUL

GOALS = {
    "recall_cert_sale": "≥ 0.97",
    "recall_cert_sale_work": "≥ 0.99",
    **{f"false_alarms_{label}": "≤ 1 in 200" for label in LAWFUL},
    "false_alarms_other_spam_as_sale": "≤ 3 in 100",
    "recall_copies_own_fingerprint": "≥ 0.95",
    "recall_counterfeit_own_fingerprint": "≥ 0.95",
    "recall_official_abroad_own_fingerprint": "≥ 0.95",
    "false_alarms_at_home": "0",
    "wrong_organ_others_known": "0",
    "false_alarms_lawful_fingerprints_known": "0",
    "zhenwei_false_alarms_reprinted": "0",
    "precision_sale_90": "≥ 0.90",
    "precision_imitation_90": "≥ 0.90",
    "calibration_short_bands_sale": "0",
    "calibration_falling_bands_sale": "0",
    "calibration_short_bands_imitation": "0",
    "calibration_falling_bands_imitation": "0",
    "pages_per_s": "≥ 300",
}
