"""What is written can be read back, appears whole or not at all, and never outside the root."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from zhenwei.errors import EvidenceError
from zhenwei.evidence import Exchange, capture_folder, read_capture, verify, write_capture
from zhenwei.evidence.custody import append, read_chain
from zhenwei.evidence.digests import sha256
from zhenwei.types import Page, Profile

FOLDER = "000001/copy.example/17-phone-rendered"


def test_a_page_comes_back_as_it_was(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    digest = write_capture(tmp_path, FOLDER, page, [exchange], records={"dns": {"a": ["198.18.0.1"]}})
    assert read_capture(tmp_path, FOLDER) == page
    assert sha256((tmp_path / FOLDER / "manifest.json").read_bytes()) == digest
    assert json.loads((tmp_path / FOLDER / "page.json").read_text())["records"] == {"dns": {"a": ["198.18.0.1"]}}
    assert verify(tmp_path) == []
    assert sorted(p.name for p in (tmp_path / FOLDER / "pictures").iterdir()) == ["001.png", "002.bin"]


def test_a_capture_without_an_exchange_or_extras_is_whole_too(tmp_path: Path, page: Page) -> None:
    bare = replace(page, pictures=(), favicon=b"", screenshot=b"", chain=(), html="")
    write_capture(tmp_path, FOLDER, bare, [])
    assert read_capture(tmp_path, FOLDER) == bare
    assert verify(tmp_path) == []


def test_a_leftover_of_the_same_name_is_replaced(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    write_capture(tmp_path, FOLDER, page, [exchange])
    write_capture(tmp_path, FOLDER, replace(page, html="newer"), [exchange])
    assert read_capture(tmp_path, FOLDER).html == "newer"
    assert [p.name for p in (tmp_path / "000001/copy.example").iterdir()] == ["17-phone-rendered"]


def test_the_first_entry_says_how_and_later_ones_hang_on_it(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    write_capture(tmp_path, FOLDER, page, [exchange])
    head = append(tmp_path / FOLDER, "cited", "analyst", {"notice": 3})
    entries = read_chain((tmp_path / FOLDER / "custody.jsonl").read_bytes())
    assert [e["event"] for e in entries] == ["captured", "cited"]
    detail = entries[0]["detail"]
    assert isinstance(detail, dict)
    assert detail["method"] == "browser"
    assert detail["profile"] == "phone"
    assert str(detail["tool"]).startswith("zhenwei")
    assert "clock" in detail
    assert entries[1]["hash"] == head
    assert verify(tmp_path) == []


@pytest.mark.parametrize(
    ("host", "part"),
    [
        ("www.example.cn", "www.example.cn"),
        ("xn--fiqs8s.example", "xn--fiqs8s.example"),
        ("../../etc", None),
        ("a/../../b", None),
        ("..", None),
        ("", None),
        ("a" * 300, None),
        ("host\x00.cn", None),
        (".hidden.cn", None),
        ("证书.cn", None),
        ("C:\\windows", None),
    ],
)
def test_no_host_leaves_the_root(tmp_path: Path, page: Page, host: str, part: str | None) -> None:
    folder = capture_folder(1, host, 17, Profile.FROM_SEARCH, False)
    night, name, visit = folder.split("/")
    assert (night, visit) == ("000001", "17-from-search")
    assert part is None or name == part
    assert name not in (".", "..")
    assert len(name) < 130
    write_capture(tmp_path / "root", folder, page, [])
    assert [p.name for p in tmp_path.iterdir()] == ["root"]


def test_hosts_that_clean_to_the_same_name_stay_apart() -> None:
    assert capture_folder(1, "a/b", 1, Profile.PHONE, False) != capture_folder(1, "a?b", 1, Profile.PHONE, False)


@pytest.mark.parametrize("folder", ["../x", "/etc/x", "a//b", "a/./b", "a/../../b", "", "a\x00b", ".hidden/x"])
def test_a_folder_name_from_elsewhere_is_refused(tmp_path: Path, page: Page, folder: str) -> None:
    with pytest.raises(EvidenceError):
        write_capture(tmp_path, folder, page, [])
    with pytest.raises(EvidenceError):
        read_capture(tmp_path, folder)


def test_a_link_out_of_the_root_is_refused(tmp_path: Path, page: Page) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "000001").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EvidenceError, match=r"不在 .+ 之内"):
        write_capture(tmp_path / "root", FOLDER, page, [])


@pytest.mark.parametrize("name", ["../x", "A", "", "a b"])
def test_a_record_has_a_plain_name(tmp_path: Path, page: Page, name: str) -> None:
    with pytest.raises(EvidenceError, match="不是合法的附记名称"):
        write_capture(tmp_path, FOLDER, page, [], records={name: {}})
    assert [p for p in tmp_path.rglob("*") if not p.is_dir()] == []


def test_a_changed_file_is_not_read(tmp_path: Path, page: Page) -> None:
    write_capture(tmp_path, FOLDER, page, [])
    (tmp_path / FOLDER / "page.html").write_text("other")
    with pytest.raises(EvidenceError, match="与清单不符"):
        read_capture(tmp_path, FOLDER)
    with pytest.raises(EvidenceError, match="没有清单"):
        read_capture(tmp_path, "000001/none/1-phone")


FULL_DISK = """
import resource, sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zhenwei.errors import EvidenceError
from zhenwei.evidence import write_capture
from zhenwei.types import Page, Profile
page = Page("http://a.example/", "http://a.example/", Profile.DESKTOP, 200, "x" * 200_000, datetime.now(UTC))
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_capture(Path(sys.argv[1]), "000001/a.example/1-desktop", page, [])
except EvidenceError as error:
    print(error)
"""


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    """A limit on file size makes the write fail half-way, as a full disk does."""
    result = subprocess.run([sys.executable, "-c", FULL_DISK, tmp_path], capture_output=True, text=True, check=True)
    assert result.stdout.count("\n") == 1
    assert "无法写入" in result.stdout
    assert result.stderr == ""
    assert [p for p in tmp_path.rglob("*") if not p.is_dir()] == []
    assert list(tmp_path.rglob("*.part")) == []


def test_an_unwritable_root_is_one_line(tmp_path: Path, page: Page) -> None:
    (tmp_path / "root").write_text("a file where the folder should be")
    with pytest.raises(EvidenceError, match="无法写入"):
        write_capture(tmp_path / "root", FOLDER, page, [])
