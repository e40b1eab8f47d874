"""Whole pages in many layouts: folder = truth. Flagged ones must be flagged with the right verdict, others never."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from detectors.detector import Detector
from zhenwei.types import Site, Verdict

FOLDER = Path(__file__).with_name("truths")
CASES = sorted(p for p in FOLDER.glob("*/*") if p.is_dir())


@pytest.mark.parametrize("folder", CASES, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_the_verdict_is_the_truth(folder: Path, detector: Detector, site_in: Callable[[Path], Site]) -> None:
    opinion = detector.assess(site_in(folder))
    told = "; ".join(f"{f.rule} {f.points:g} {f.detail} {f.quote}" for f in opinion.findings)
    if folder.parent.name in ("benign",):
        assert opinion.verdict in (Verdict.BENIGN, Verdict.UNCLEAR), told
    else:
        assert opinion.verdict == folder.parent.name, f"{opinion.impersonation} {opinion.sale} {told}"
