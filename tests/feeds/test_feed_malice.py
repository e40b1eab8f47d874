"""Lists that want to hurt: bombs, endless lines, rubbish, names that are none."""

from __future__ import annotations

import bz2
import gzip
import io
import resource
import zipfile
from pathlib import Path

import pytest

from crawler.feeds import text, unpack
from crawler.feeds.entry import About, entry
from crawler.feeds.text import LONGEST, Lines, blocks
from tests.feeds.reading import names_of, read
from zhenwei.errors import BadInput


@pytest.fixture(autouse=True)
def _small_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "FREE", 2_000_000)


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(b"a.example\n" * 900_000, 9)
    assert len(bomb) < 20_000
    with pytest.raises(BadInput, match="压缩炸弹"):
        names_of(bomb, tmp_path)


def test_a_bomb_in_a_bomb(tmp_path: Path) -> None:
    inner = bz2.compress(b"\n" * 7_000_000)
    assert len(inner) < 1000
    with pytest.raises(BadInput, match="压缩炸弹"):
        names_of(inner, tmp_path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("names.txt", b"a.example\n" * 900_000)
    with pytest.raises(BadInput, match="压缩炸弹"):
        names_of(file.getvalue(), tmp_path)


def test_a_workbook_that_unpacks_without_end(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
    with pytest.raises(BadInput, match="压缩炸弹"):
        names_of(file.getvalue(), tmp_path)


def test_a_zip_of_very_many_files(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(unpack.MOST_MEMBERS + 1):
            archive.writestr(str(number), b"")
    with pytest.raises(BadInput, match="多于"):
        names_of(file.getvalue(), tmp_path)


LIST = "".join(f"n{number}.example\n" for number in range(20_000)).encode()


def _locked() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("names.txt", LIST)
    data = bytearray(file.getvalue())
    data[6] |= 1  # the flag "encrypted" of the local head, and of the directory
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(LIST)[:-400],
        gzip.compress(LIST)[:-4],
        gzip.compress(LIST)[:30_000] + b"\0" * 40 + gzip.compress(LIST)[30_040:],
        bz2.compress(LIST)[:-50],
        _locked(),
        b"PK\x03\x04" + b"rubbish" * 90,
        b"PK\x05\x06" + b"\0" * 3,
    ],
)
def test_a_broken_archive_is_one_sentence(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="压缩包") as caught:
        names_of(data, tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"7z\xbc\xaf\x27\x1c" + b"x" * 90, b"Rar!\x1a\x07" * 9, b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0" * 99]
)
def test_what_we_cannot_unpack_is_named(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="请另存为"):
        names_of(data, tmp_path)


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(500), b"a.example\n\0\0\0\0\n" * 50]
)
def test_binary_rubbish(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="二进制"):
        names_of(data, tmp_path)


class Endless:
    """A line without end (here 300 megabytes), between two names."""

    def __init__(self, length: int) -> None:
        self.left, self.head, self.tail = length, b"first.example\n", b"\nlast.example\n"

    def read(self, size: int, /) -> bytes:
        if self.head:
            found, self.head = self.head, b""
        elif self.left:
            found = b"x" * min(size, self.left)
            self.left -= len(found)
        else:
            found, self.tail = self.tail, b""
        return found


def test_a_line_without_end_costs_no_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = Lines(blocks(Endless(300_000_000)))
    assert [line for some in lines for line in some] == [b"first.example", b"last.example"]
    assert lines.cut == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("size", [7, 64, 1000])
def test_lines_are_whole_wherever_the_blocks_are_cut(ends: bytes, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "BLOCK", size)
    wanted = [b"a.example", b"y" * (LONGEST + 1), b"", b"b.example", b"c" * 60]
    data = io.BytesIO(ends.join(wanted))
    lines = Lines(blocks(data))
    assert [line for some in lines for line in some] == [line for line in wanted if len(line) <= LONGEST]
    assert lines.cut == 1


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("A.Example.", b"a.example"),
        ("exa\x00mple.com", False),
        ("a\x1b[31m.example", False),
        ("a b.example", False),
        ("-a.example", False),
        ("." * 300, False),
        ("a" * 64 + ".example", False),
        ("a." * 130 + "example", False),
        ("xn--" + "z" * 80 + ".com", False),
        ("1.2.3.4", True),
        ("[2001:db8::1]", True),
        ("http://[2001:db8::1]:80/x", True),
        ("http://[broken/", False),
        ("http://a.example:99999/", False),
        ("javascript:alert(1)", False),
        ("file.mp4", False),
        ("localhost", False),
        ("http://a.example/\u202e/\n/x y", b"a.example/%E2%80%AE//x%20y"),
        ("特种作业。中国", "特种作业.中国".encode("idna")),
        ("ａ.example", b"a.example"),
        ("ⓐ.example", b"a.example"),
    ],
)
def test_cells(cell: str, wanted: bytes | bool) -> None:
    found = entry(cell)
    assert (found.name if isinstance(found, About) else found) == wanted
    if isinstance(found, About):
        assert found.name.isascii()
        assert b"\n" not in found.name
        assert found.url.isascii()
        assert not any(c <= " " for c in found.url)


def test_some_rubbish_among_names_costs_only_itself(tmp_path: Path) -> None:
    names, _, tally = read(b"a.example\n\x07\nb.example\n<b>x</b>\nc.example\n", tmp_path)
    assert names == ["a.example", "b.example", "c.example"]
    assert tally.bad == 2
