from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from zhenwei.cli import names, screen
from zhenwei.errors import BadInput

LIST = "example.com\ncx-mem-gov-cn.com\nmem.gov.cn\n应急管理部查询.com\nnot a name\n"
FIELDS = ["domain", "unicode", "registrable", "target", "score", "flagged", "reasons"]


def run(command: str, *arguments: str) -> Result:
    app = {"expand": names.app, "screen": screen.app}[command]
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "names.txt"
    path.write_text(LIST, "utf-8")
    return path


def test_only_hits_are_printed_with_the_fields_of_the_contract(listed: Path) -> None:
    result = run("screen", str(listed))
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [row["unicode"] for row in rows] == ["cx-mem-gov-cn.com", "应急管理部查询.com"]
    assert all(list(row) == FIELDS and row["flagged"] and row["target"] == "mem" for row in rows)
    assert all(set(reason) == {"rule", "points", "detail"} for row in rows for reason in row["reasons"])
    assert "1 行" in result.stderr


def test_scores_prints_every_name(listed: Path) -> None:
    rows = [json.loads(line) for line in run("screen", str(listed), "--scores").stdout.splitlines()]
    assert [row["flagged"] for row in rows] == [False, True, False, True]


def test_the_threshold_decides(listed: Path) -> None:
    assert run("screen", str(listed), "--threshold", "100", "--format", "list").stdout == "cx-mem-gov-cn.com\n"
    assert run("screen", str(listed), "--threshold", "101").exit_code == 2


def test_two_processes_say_what_one_says(listed: Path) -> None:
    one, two = run("screen", str(listed), "--scores"), run("screen", str(listed), "--scores", "--workers", "2")
    assert one.stdout == two.stdout != ""


def test_a_packed_list_is_read_and_a_broken_one_named(tmp_path: Path) -> None:
    packed = tmp_path / "zone.gz"
    packed.write_bytes(gzip.compress(b"memgov.cn. 3600 IN NS ns1.example.\n" * 3))
    assert run("screen", str(packed), "--format", "list").stdout == "memgov.cn\n"
    packed.write_bytes(packed.read_bytes()[:-12])
    error = run("screen", str(packed)).exception
    assert isinstance(error, BadInput)
    assert "zone.gz" in str(error)
    assert isinstance(run("screen", str(tmp_path / "none.txt")).exception, BadInput)


def test_standard_input_is_read_where_no_file_is_named() -> None:
    command = [sys.executable, "-c", "from zhenwei.cli.screen import app; app()", "-", "--format", "list"]
    done = subprocess.run(command, input=gzip.compress(LIST.encode()), capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[0] == "cx-mem-gov-cn.com"


def test_expand_prints_names_or_rows() -> None:
    bare = run("expand", "yjt-zhejiang", "--limit", "900", "--format", "list").stdout.splitlines()
    rows = [json.loads(line) for line in run("expand", "yjt-zhejiang", "--limit", "900").stdout.splitlines()]
    assert [row["domain"] for row in rows] == bare
    assert list(rows[0]) == ["domain", "unicode", "family", "target"]
    assert len(rows) == 900


def test_expand_of_one_family() -> None:
    rows = [json.loads(line) for line in run("expand", "mem", "--limit", "9", "--family", "han").stdout.splitlines()]
    assert {row["family"] for row in rows} == {"han"}
    assert rows[0]["unicode"] == "应急管理部.中国"
    assert isinstance(run("expand", "mem", "--family", "none").exception, BadInput)


def test_an_overlay_adds_a_protected_organ(tmp_path: Path, listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "organs").mkdir()
    organ = 'name = "海边市应急管理局"\ndomains = ["yjj.haibian.gov.cn"]\nkeywords = ["hbyingji"]\n'
    (tmp_path / "organs" / "haibian.toml").write_text(organ, "utf-8")
    listed.write_text("haibianyjj-gov.com\n海边市应急局查询.com\nhbyingjichaxun.top\n", "utf-8")
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(tmp_path))
    rows = [json.loads(line) for line in run("screen", str(listed)).stdout.splitlines()]
    assert len(rows) == 3
    assert {row["target"] for row in rows} == {"haibian"}
