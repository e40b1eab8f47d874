"""Copies of protected pages over the labelled pages, where these are at hand: the goals of docs/rules.md P011."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detectors.detector import Detector
from detectors.page.reference import reference_of
from zhenwei.cli.pagelines import site_of
from zhenwei.types import Site
from zhenwei.watchlist import load_watchlist

PAGES = Path(__file__).parents[3] / "shared" / "data" / "pages"
FOREIGN = "http://www.copy-one.example.com/a.html"
OWN = "https://www.gov.cn/a.html"
COPIED = ("official_gov", "counterfeit_gov")
LAWFUL = ("training_school", "exam_site", "news_about_fakes", "generic_benign")
pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not PAGES.is_dir(), reason="needs ../shared/data/pages (labelled pages)"),
]


def _rows(label: str) -> Iterator[dict[str, Any]]:
    for path in PAGES.glob(f"{label}.jsonl*"):
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        yield from map(json.loads, text.decode("utf-8").splitlines())


def _site(row: dict[str, Any], url: str) -> Site:
    kind = "html" if row.get("html") else "text"
    return site_of(json.dumps({"id": row["id"], kind: row[kind], "url": url}))[1]


@pytest.fixture(scope="module")
def judge() -> Detector:
    known = [reference_of(_site(row, OWN).pages[0], "mem") for label in COPIED for row in _rows(label)]
    return Detector(load_watchlist(), known, date(2026, 11, 22))


@pytest.mark.parametrize("label", COPIED)
def test_copies_are_flagged_elsewhere_and_never_at_home(label: str, judge: Detector) -> None:
    rows = list(_rows(label))
    elsewhere = [judge.assess(_site(row, FOREIGN)).flagged for row in rows]
    assert sum(elsewhere) >= 0.95 * len(rows)
    assert not any(judge.assess(_site(row, url)).flagged for row in rows for url in (OWN, ""))


@pytest.mark.parametrize("label", LAWFUL)
def test_lawful_pages_elsewhere_copy_nothing(label: str, judge: Detector) -> None:
    for row in _rows(label):
        assert "P011" not in {f.rule for f in judge.assess(_site(row, FOREIGN)).findings}, row["id"]
