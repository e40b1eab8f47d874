"""Floors on real names kept beside the checkout; a user's clone has none of them."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from detectors.names import Screener
from zhenwei.errors import BadInput
from zhenwei.watchlist import load_watchlist

NAMES = Path(__file__).resolve().parents[3] / "shared" / "data" / "names"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not NAMES.is_dir(), reason="../shared/data is absent"),
]


def flagged(file: str, label: str = "") -> tuple[list[str], int]:
    """Return the flagged names of a file and how many rows were looked at."""
    screener = Screener(load_watchlist())
    path = NAMES / file
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    found, seen = [], 0
    for row in csv.DictReader(text.decode().splitlines()):
        if not label or row["label"] == label:
            seen += 1
            try:
                if screener.screen(row["domain"]).flagged:
                    found.append(row["domain"])
            except BadInput:
                continue
    return found, seen


def test_no_government_host_is_flagged() -> None:
    assert flagged("domains_gov_cn.csv.gz")[0] == []


def test_fewer_than_one_honest_name_in_five_thousand_is_flagged() -> None:
    found, seen = flagged("domains_benign.csv.gz")
    assert len(found) * 5000 < seen, found


@pytest.mark.parametrize(("label", "floor"), [("lookalike_cn_gov", 0.5), ("lookalike_cn_gov_path", 1.0)])
def test_imitations_of_chinese_government_are_found(label: str, floor: float) -> None:
    found, seen = flagged("domains_lookalike.csv", label)
    assert len(found) >= floor * seen
