"""The journal of a night notices what is missing, and holds together when several write or one is killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zhenwei.errors import EvidenceError
from zhenwei.evidence import Exchange, Work, verify, write_capture, write_captures
from zhenwei.evidence.journal import JOURNAL, Journals, current_captures, read_journal
from zhenwei.types import Page

ONE, TWO, NEXT = "000001/a.example/1-phone", "000001/b.example/2-phone", "000002/a.example/3-phone"


@pytest.fixture
def root(tmp_path: Path, page: Page, exchange: Exchange) -> Path:
    digests = write_captures(tmp_path, [Work(f, page, [exchange]) for f in (ONE, TWO)])
    write_capture(tmp_path, NEXT, page, [exchange])
    assert verify(tmp_path) == []
    assert [d for _, d in current_captures(read_journal(tmp_path, "000001")).values()] == digests
    return tmp_path


def problems(root: Path) -> list[str]:
    return [f"{p.path.relative_to(root)}: {p.what}" for p in verify(root)]


def test_a_deleted_capture_is_noticed(root: Path) -> None:
    shutil.rmtree(root / TWO)
    assert [line.split(":")[0] for line in problems(root)] == [TWO]
    assert [p.path for p in verify(root / "000001")] == [root / TWO]


def test_a_capture_put_in_the_place_of_another_is_noticed(root: Path, page: Page) -> None:
    write_capture(root / "elsewhere", TWO, page, [])
    shutil.rmtree(root / TWO)
    shutil.move(root / "elsewhere" / TWO, root / TWO)
    shutil.rmtree(root / "elsewhere")
    assert any("与日志登记的 SHA-256 不符" in line for line in problems(root))


def test_a_deleted_night_is_noticed_by_the_next(root: Path) -> None:
    shutil.rmtree(root / "000001")
    assert ["前一夜的日志缺失" in line for line in problems(root)] == [True]


def test_a_journal_cut_short_is_noticed_by_the_next_night(root: Path) -> None:
    path = root / "000001" / JOURNAL
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    assert any("已被改动或截短" in line for line in problems(root))


def test_a_changed_line_breaks_the_chain(root: Path) -> None:
    path = root / "000001" / JOURNAL
    path.write_text(path.read_text().replace("a.example", "c.example"))
    assert any("断开" in line for line in problems(root))


def test_a_line_that_a_killed_writer_left_half_is_none(root: Path, page: Page) -> None:
    with (root / "000001" / JOURNAL).open("ab") as file:
        file.write(b'{"number": 4, "ev')
    assert problems(root) == []
    write_capture(root, "000001/c.example/5-phone", page, [])
    assert problems(root) == []
    assert len(read_journal(root, "000001")) == 4


def test_a_damaged_end_is_not_written_on(root: Path, page: Page) -> None:
    with (root / "000001" / JOURNAL).open("ab") as file:
        file.write(b"rubbish\n")
    with pytest.raises(EvidenceError, match="已损坏"):
        write_capture(root, "000001/c.example/5-phone", page, [])


WRITE = """
import sys
from pathlib import Path
from zhenwei.evidence.journal import Journals
own = Journals(Path(sys.argv[1]))
for n in range(50):
    own.append("000007", "captured", [{"folder": f"000007/{sys.argv[2]}/{n}-phone", "manifest_sha256": "0"}])
"""


def test_two_processes_write_one_chain(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITE, tmp_path, name]) for name in ("a", "b")]
    assert [process.wait() for process in running] == [0, 0]
    chain = read_journal(tmp_path, "000007")
    assert len(chain) == 101
    assert len(current_captures(chain)) == 100


def test_the_first_line_names_the_night_before(root: Path) -> None:
    opened = read_journal(root, "000002")[0]
    assert opened["event"] == "opened"
    detail = opened["detail"]
    assert isinstance(detail, dict)
    assert detail["before"] == "000001"
    assert detail["hash"] == json.loads((root / "000001" / JOURNAL).read_text().splitlines()[-1])["hash"]
    assert Journals(root).append("000002", "seen", [{"who": "x"}])
