"""Floors hold, are lifted, and never sink; rates count what fires where."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.of_pages import floors
from bench.of_pages.floors import Floors
from bench.of_pages.labelled import DEFAULT
from bench.of_pages.rates import Rate, rate
from detectors.rules import every_rule
from zhenwei.types import Assessment, Finding, Side, Verdict

REPOSITORY = Path(__file__).parents[2]


def test_what_sank_is_named() -> None:
    held = Floors("", {"classes": {"recall": 0.9}, "P101": {"recall": 0.5, "precision": 1.0}, "P999": {"recall": 0.1}})
    measured = {"classes": {"recall": 0.9}, "P101": {"recall": 0.4999, "precision": 1.0}, "P102": {"recall": 0.0}}
    lines = floors.sunk(held, measured)
    assert len(lines) == 3
    assert lines[0].startswith("P101 recall: 0.4999, floor 0.5")
    assert lines[1].startswith("P999 recall: was 0.1")
    assert lines[2].startswith("P102 recall: no floor yet")


def test_lifting_never_lowers_and_loses_nothing() -> None:
    held = Floors("old", {"P101": {"recall": 0.5, "precision": 1.0}, "P999": {"recall": 0.1}})
    after = floors.lifted(held, {"P101": {"recall": 0.7, "precision": 0.9}, "classes": {"recall": 1 / 3}}, "new")
    assert after.tables == {
        "classes": {"recall": 0.3333},
        "P101": {"recall": 0.7, "precision": 1.0},
        "P999": {"recall": 0.1},
    }
    assert after.data == "new"
    assert floors.sunk(after, {"classes": {"recall": 1 / 3}})[0].startswith("P101")


def test_floors_survive_their_file(tmp_path: Path) -> None:
    held = Floors("d", {"classes": {"recall": 0.9}, "P101": {"recall": 0.25, "precision": 1.0}})
    (tmp_path / "floors.toml").write_text(floors.text(held), "utf-8")
    assert floors.read(tmp_path / "floors.toml") == held
    assert floors.read(tmp_path / "absent.toml") == Floors()


def _said(*rules: str) -> Assessment:
    found = tuple(Finding(rule, 1, Side.SALE, 10, "") for rule in rules)
    return Assessment(Verdict.BENIGN, 0, 0, found, (), "")


def test_rates_weigh_kinds_of_pages_alike() -> None:
    pages = [(_said("P101"), True), (_said(), True), (_said("P101", "P151"), False), (_said("P151"), False)]
    told = rate("P101", [*pages, *[(_said(), False)] * 8], excuses=False)
    assert told == Rate(1, 2, 1, 10)
    assert (told.recall, round(told.precision or 0, 4)) == (0.5, round(0.5 / 0.6, 4))
    assert rate("P151", pages, excuses=True) == Rate(2, 2, 0, 2)
    assert rate("P102", pages, excuses=False).precision is None


def test_every_rule_has_a_floor_and_every_floor_a_rule() -> None:
    held = floors.read(REPOSITORY / "bench" / "floors.toml")
    assert set(held.tables) - {"classes"} == set(every_rule())


@pytest.mark.data
@pytest.mark.slow
def test_nothing_sank_on_the_labelled_pages() -> None:
    line = [sys.executable, "bench/gate.py", "--data", str(DEFAULT)]
    done = subprocess.run(line, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
