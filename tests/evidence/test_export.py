"""What another office gets can be checked with sha256sum alone, and the log says that it was handed on."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from zhenwei.errors import EvidenceError
from zhenwei.evidence import Exchange, Work, verify, write_captures
from zhenwei.evidence.custody import read_chain
from zhenwei.evidence.export import export_captures
from zhenwei.evidence.journal import read_journal
from zhenwei.types import Page

FOLDERS = ["000001/copy.example/1-phone", "000001/copy.example/2-desktop"]


@pytest.fixture
def root(tmp_path: Path, page: Page, exchange: Exchange) -> Path:
    write_captures(tmp_path / "e", [Work(f, page, [exchange]) for f in FOLDERS])
    return tmp_path / "e"


def test_a_folder_that_sha256sum_checks(root: Path, tmp_path: Path) -> None:
    assert export_captures(root, FOLDERS, tmp_path / "out", "analyst") == 2
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out", check=True)
    assert done.returncode == 0
    assert verify(tmp_path / "out") == []
    assert verify(root) == []
    entries = read_chain((root / FOLDERS[0] / "custody.jsonl").read_bytes())
    assert [(e["event"], e["by"]) for e in entries] == [("captured", "zhenwei"), ("exported", "analyst")]
    assert [e["event"] for e in read_journal(root, "000001")][-2:] == ["exported", "exported"]
    assert "尚无时间戳" in (tmp_path / "out" / "校验说明.txt").read_text()


def test_a_zip(root: Path, tmp_path: Path) -> None:
    export_captures(root, FOLDERS[:1], tmp_path / "out.zip", "analyst")
    with zipfile.ZipFile(tmp_path / "out.zip") as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path / "unpacked")
    assert verify(tmp_path / "unpacked") == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["e", "out.zip", "unpacked"]


def test_nothing_is_written_over_and_nothing_half(root: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(EvidenceError, match="已存在"):
        export_captures(root, FOLDERS, tmp_path / "out", "analyst")
    with pytest.raises(EvidenceError):
        export_captures(root, [*FOLDERS, "000001/copy.example/3-phone"], tmp_path / "other", "analyst")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["e", "out"]
