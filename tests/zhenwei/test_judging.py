"""One page that breaks a detector costs its site an opinion, not the night."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

import pytest

from detectors.detector import Detector
from zhenwei.stages import judging
from zhenwei.stages.judging import Bench, Job, Judge, Judges
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


def test_judges_give_back_every_site_in_processes_and_in_this_one(tmp_path: Path) -> None:
    bench = Bench(None, tmp_path, ())
    for workers in (0, 2):
        opinions: dict[int, Assessment] = {}
        waiting = list(range(7))
        with Judges(bench, workers) as judges:
            while waiting or len(opinions) < 7:
                for site in [waiting.pop() for _ in range(min(judges.room, len(waiting)))]:
                    judges.give(site, Job(f"site-{site}.example.com", None, ()))
                opinions |= dict(judges.take(1.0))
        assert set(opinions) == set(range(7))
        assert {opinion.verdict for opinion in opinions.values()} == {Verdict.UNCLEAR}


def test_a_site_that_kills_its_process_costs_only_itself_an_opinion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_judge_here", deadly)
    opinions: dict[int, Assessment] = {}
    waiting = list(range(9))
    with Judges(Bench(None, tmp_path, ()), 2) as judges:
        while len(opinions) < 9:
            for site in [waiting.pop() for _ in range(min(judges.room, len(waiting)))]:
                judges.give(site, Job("deadly.example" if site == 4 else "fine.example", None, ()))
            opinions |= dict(judges.take(1.0))
    assert {site: opinion.verdict for site, opinion in opinions.items() if site != 4} == dict.fromkeys(
        (0, 1, 2, 3, 5, 6, 7, 8), Verdict.BENIGN
    )
    assert opinions[4].verdict is Verdict.UNCLEAR
    assert "BrokenProcessPool" in opinions[4].findings[0].detail


def deadly(job: Job) -> Assessment:
    """Stands in for a page on which a library ends the process."""
    if job.host == "deadly.example":
        os._exit(9)
    return Assessment(Verdict.BENIGN, 0.0, 0.0, ())
