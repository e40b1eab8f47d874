"""One page that breaks a detector costs its site an opinion, not the night."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from detectors.detector import Detector
from zhenwei.stages.judging import Job, Judge
from zhenwei.types import Assessment, Site, Verdict


class Breaking:
    """A detector that fails in a way of its own."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def assess(self, site: Site) -> Assessment:
        raise self.error


@pytest.mark.parametrize("error", [RecursionError("deep"), ValueError("odd"), MemoryError("bomb")])
def test_a_failing_detector_leaves_an_unclear_opinion_that_says_so(error: Exception, tmp_path: Path) -> None:
    judge = Judge(cast("Detector", Breaking(error)), tmp_path)
    opinion = judge(Job("hostile.example", None, ()))
    assert opinion.verdict is Verdict.UNCLEAR
    assert type(error).__name__ in opinion.findings[0].detail
