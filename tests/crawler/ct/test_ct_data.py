"""Real answers of logs and streams, kept beside the checkout: each must give what its row of truths says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.ct.head import read_checkpoint
from crawler.ct.loglist import RFC6962, STATIC, read_log_list
from crawler.ct.messages import read_message
from crawler.ct.tiles import leaves, names_of_names_tile, names_of_tile
from zhenwei.errors import BadInput

FIXTURES = Path(__file__).parents[4] / "shared" / "data" / "fixtures"
Expect = dict[str, Any]


def rows() -> list[Expect]:
    path = FIXTURES / "truth.jsonl"
    if not path.is_file():
        return []
    return [row for row in map(json.loads, path.read_text("utf-8").splitlines()) if row["kind"] == "ct"]


@pytest.mark.data
@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row["file"]))
def test_real_answers_are_read_right(row: Expect) -> None:
    name = Path(row["file"]).name
    data = (FIXTURES / row["file"]).read_bytes()
    next(check for part, check in CHECKS.items() if part in name)(data, row["expect"])


def _checkpoint(data: bytes, expect: Expect) -> None:
    if not expect["accept"]:
        with pytest.raises(BadInput):
            read_checkpoint(data)
        return
    head = read_checkpoint(data)
    assert (head.origin, head.size, head.timestamp) == (expect["origin"], expect["tree_size"], expect["timestamp"])


def _data_tile(data: bytes, expect: Expect) -> None:
    found = list(leaves(data))
    assert len(found) == expect["entries"]
    assert found[0].index == expect["first_leaf_index"]
    for key, value in (
        ("first_timestamp", found[0].timestamp),
        ("last_timestamp", found[-1].timestamp),
        ("last_leaf_index", found[-1].index),
        ("all_precert_first_and_last", found[0].precertificate and found[-1].precertificate),
    ):
        assert expect.get(key, value) == value
    batch, whole = names_of_tile(data, len(found))
    assert whole
    assert batch.unreadable == 0
    assert len(batch.names) >= len(found) // 4
    beside = FIXTURES / "ct" / "static_ct_navigli2025h2_tile_names_000.jsonl"
    if expect["first_leaf_index"] == 0 and expect["entries"] == 256 and beside.is_file():
        other = names_of_names_tile(beside.read_bytes(), 256)
        assert other is not None
        assert list(other.names) == list(batch.names)


def _names_tile(data: bytes, expect: Expect) -> None:
    batch = names_of_names_tile(data, expect["entries"])
    assert batch is not None
    assert batch.entries == expect["entries"] == len(data.splitlines())
    endings = sum(
        any(name.endswith((b".cn", b".top")) for name in one.names)
        for line in data.splitlines()
        if (one := names_of_names_tile(line, 1)) is not None
    )
    assert endings == expect.get("entries_with_cn_or_top", endings)


def _log_list(data: bytes, expect: Expect) -> None:
    found = read_log_list(data)
    assert (found.version, found.timestamp) == (expect["version"], expect["timestamp"])
    kinds = [log.kind for log in found.logs]
    assert (kinds.count(RFC6962), kinds.count(STATIC)) == (expect["logs"], expect["tiled_logs"])
    assert all(log.key and log.url.startswith(("https://", "http://")) for log in found.logs)


def _message(data: bytes, expect: Expect) -> None:
    update = read_message(data)
    assert update is not None
    assert [name.decode() for name in update.names] == [n.removeprefix("*.").lower() for n in expect["all_domains"]]
    assert update.index > 0


CHECKS: dict[str, Callable[[bytes, Expect], None]] = {
    "checkpoint": _checkpoint,
    "tile_data": _data_tile,
    "tile_names": _names_tile,
    "logs_list": _log_list,
    "certstream": _message,
}
