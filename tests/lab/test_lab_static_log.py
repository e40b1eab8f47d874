"""The static log of the lab, read the way its specification says; and the list of both logs."""

from __future__ import annotations

import gzip
import json
from base64 import b64decode
from pathlib import Path

import pytest

from crawler.ct.head import key_id, read_checkpoint, read_sth
from crawler.ct.loglist import read_log_list
from crawler.ct.tiles import leaves, names_of_tile
from lab.ctledger import tree_hash
from lab.staticlog import asked_tile
from tests.lab.lab_worlds import visited


def test_both_logs_hold_the_same_entries_under_one_key(tmp_path: Path) -> None:
    names = ", ".join(f'"n{n:03}.example"' for n in range(300))
    with visited(tmp_path, {}, f"[ct]\nnames = [{names}]\n") as visitor:
        queried, static = visitor.lab.settings["ZHENWEI_CT_LOGS"].split(",")
        logs = read_log_list(visitor.get(visitor.lab.settings["ZHENWEI_CT_LOG_LIST"]).body)
        known = logs.at(static)
        assert known is not None
        assert logs.at(queried) is not None
        said = visitor.get(f"{static}checkpoint").body
        head = read_checkpoint(said, known.key)
        assert head.signed_by(known.key)
        assert head.origin == known.origin
        assert key_id(head.origin, known.key) in b64decode(said.split()[-1])
        assert head.size == 300
        packed = [visitor.get(f"{static}tile/data/{path}") for path in ("000", "001.p/44")]
        assert [reply.headers["Content-Encoding"] for reply in packed] == ["gzip", "gzip"]
        tiles = [gzip.decompress(reply.body) for reply in packed]
        found = [name.decode() for tile, width in zip(tiles, (256, 44), strict=True)
                 for name in names_of_tile(tile, width)[0].names]  # fmt: skip
        assert found == [f"n{n:03}.example" for n in range(300)]
        assert [leaf.index for tile in tiles for leaf in leaves(tile)] == list(range(300))
        assert head.root == tree_hash([leaf for tile in tiles for leaf in merkle_leaves(tile)])
        other = read_sth(visitor.get(f"{queried}ct/v1/get-sth").body)
        assert other.signed_by(known.key)
        assert other.size == 300
        rows = json.loads(visitor.get(f"{queried}ct/v1/get-entries?start=0&end=0").body)["entries"]
        assert b64decode(rows[0]["leaf_input"])[2:-2] == merkle_leaves(tiles[0])[0][2:-10]


def merkle_leaves(tile: bytes) -> list[bytes]:
    """Return MerkleTreeLeaf of each entry: version, leaf type, and the entry up to its extensions."""
    found, at = [], 0
    for leaf in leaves(tile):
        end = leaf.stop + 2 + int.from_bytes(tile[leaf.stop : leaf.stop + 2])
        found.append(b"\0\0" + tile[at:end])
        if leaf.precertificate:
            end += 3 + int.from_bytes(tile[end : end + 3])
        at = end + 2 + int.from_bytes(tile[end : end + 2])
    return found


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("tile/data/000", (0, 256)), ("tile/data/001.p/44", (256, 44)), ("tile/data/001", None),
        ("tile/data/001.p/43", None), ("tile/data/001.p/0", None), ("tile/data/x000/000", (0, 256)),
        ("tile/data/1", None), ("tile/0/000", None), ("tile/names/000", None), ("checkpoint/", None),
    ],
)  # fmt: skip
def test_only_tiles_of_the_tree_exist(path: str, asked: tuple[int, int] | None) -> None:
    assert asked_tile(path, 300) == asked
