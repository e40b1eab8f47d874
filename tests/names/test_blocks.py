"""Files cut into pieces give every line once, wherever the cuts fall."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from detectors.names.blocks import pieces
from zhenwei.errors import BadInput

LINES = [f"name-{number:03}.example.cn" + "x" * (number % 7) for number in range(200)]


@pytest.mark.parametrize("size", [1, 7, 64, 1000, 1 << 20])
@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("packed", [False, True])
def test_every_line_is_in_one_piece(tmp_path: Path, size: int, end: str, packed: bool) -> None:
    path = tmp_path / "names"
    raw = ("\n".join(LINES) + end).encode()
    path.write_bytes(gzip.compress(raw) if packed else raw)
    found = b"".join(piece.read() for piece in pieces([str(path)], size))
    assert found.decode().split("\n") == ([*LINES, ""] if end else LINES)


def test_names_relative_to_an_origin_are_made_whole(tmp_path: Path) -> None:
    path = tmp_path / "cn.zone"
    path.write_text("$ORIGIN com.cn.\n$TTL 600\ncx-mem-gov 600 IN NS ns1\nabc IN NS ns2\n", "utf-8")
    assert b"".join(piece.read() for piece in pieces([str(path)])) == b"cx-mem-gov.com.cn\nabc.com.cn\n"


def test_what_is_no_list_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>\n" * 2000, "utf-8")
    with pytest.raises(BadInput, match=r"page\.html 不像域名清单"):
        list(pieces([str(page)]))
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress("\n".join(LINES).encode())[:-20])
    with pytest.raises(BadInput, match=r"cut\.gz"):
        list(pieces([str(cut)]))
    with pytest.raises(BadInput, match=r"none\.txt"):
        list(pieces([str(tmp_path / "none.txt")]))


def test_a_file_that_goes_away_is_named(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("\n".join(LINES), "utf-8")
    found = list(pieces([str(path)]))
    path.unlink()
    with pytest.raises(BadInput, match=r"names\.txt"):
        found[0].read()
