"""Real lists kept beside the checkout; a user's clone has none of them."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.feeds.read import Tally, read_list
from tests.feeds.reading import read
from zhenwei.errors import BadInput

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FIXTURES = DATA / "fixtures"
HOSTILE = FIXTURES / "hostile"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent"),
]


def truths(kind: str) -> list[dict[str, Any]]:
    if not (FIXTURES / "truth.jsonl").exists():
        return []
    rows = map(json.loads, (FIXTURES / "truth.jsonl").read_text("utf-8").splitlines())
    return [row for row in rows if row["kind"] == kind]


@pytest.mark.parametrize("row", truths("nrd"), ids=lambda row: str(row["file"]))
def test_lists_of_new_names(row: dict[str, Any], tmp_path: Path) -> None:
    names, _, tally = read((FIXTURES / row["file"]).read_bytes(), tmp_path)
    wanted = row["expect"]
    assert tally.bad == 0
    assert len(names) == wanted["lines"]
    assert sum(name.endswith(".cn") for name in names) == wanted["cn"]
    assert sum(name.endswith(".top") for name in names) == wanted["top"]
    assert sum("xn--" in name for name in names) == wanted["punycode"] + wanted["unicode"]
    assert names[-1] == wanted["last"]


@pytest.mark.parametrize("row", truths("zone"), ids=lambda row: str(row["file"]))
def test_zone_lines(row: dict[str, Any], tmp_path: Path) -> None:
    data = (FIXTURES / row["file"]).read_bytes()
    names, _, tally = read(data, tmp_path)
    delegations = [
        line.split()[0].rstrip(b".").decode().lower() for line in data.splitlines() if line.split()[3:4] == [b"NS"]
    ]
    assert len(delegations) == row["expect"]["ns_lines"]
    assert tally.shape == "zone"
    assert set(names) == {name for name in delegations if name}


@pytest.mark.parametrize("file", ["domains_benign.csv.gz", "domains_gov_cn.csv.gz", "domains_lookalike.csv"])
def test_tables_of_names(file: str) -> None:
    path = DATA / "names" / file
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = list(csv.DictReader(text.decode().splitlines()))
    tally = Tally()
    found = [name for batch in read_list(path, tally) for name in batch.names]
    assert tally.bad <= len(rows) / 10_000
    assert len(found) + tally.bad == len(rows)


@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*")) if HOSTILE.is_dir() else [], ids=lambda path: path.name)
def test_nothing_hostile_is_a_list(path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        list(read_list(path, Tally()))
    assert "\n" not in str(caught.value)
