"""``zhenwei leads``: what it prints, what it says beside it, and that a long file needs little memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from io import BytesIO
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner, Result

from tests.intake.office_files import delimited, xlsx
from zhenwei.cli.root import build
from zhenwei.errors import BadInput
from zhenwei.intake.reading import Reader
from zhenwei.intake.report import Report
from zhenwei.intake.waiting import Waiting


@pytest.fixture(autouse=True)
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(tmp_path / "var"))
    return tmp_path


def run(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(build(), ["leads", *arguments], input=stdin)


def test_what_add_prints(deployment: Path) -> None:
    (deployment / "in.xlsx").write_bytes(xlsx())
    first = json.loads(run("add", "in.xlsx", "--source", "12377").stdout)
    assert (
        first.items()
        >= {
            "source": "12377",
            "added": 2,
            "known": 0,
            "skipped": 0,
            "known_addresses": {"new": 2},
            "reports": 2,
            "repeats": 0,
        }.items()
    )
    again = run("add", "in.xlsx", "--source", "12377")
    said = json.loads(again.stdout)
    assert said.items() >= {"added": 0, "known": 2, "repeats": 2, "same_file": first["receipt"]}.items()
    assert f"同一文件此前已导入过（回执 {first['receipt']}）" in again.stderr
    assert said["receipt"] != first["receipt"]


def test_a_receipt_as_json_text_and_document(deployment: Path) -> None:
    number = json.loads(run("add", "--source", "某市市场监管局", stdin=delimited().encode("gbk")).stdout)["receipt"]
    row = json.loads(run("receipt", number).stdout)
    assert (row["receipt"], row["reports"], len(row["items"]), row["source"]) == (number, 2, 2, "某市市场监管局")
    shown = run("receipt", f"{number}-2", "--text", "--docx", "r.docx").stdout
    assert f"回执编号：{number}-2" in shown
    paper = docx.Document(str(deployment / "r.docx"))
    assert f"回执编号：{number}-2" in [paragraph.text for paragraph in paper.paragraphs]
    assert paper.tables[0].rows[1].cells[3].text == "hxxp://b[.]example"


def test_bad_rows_go_into_a_file_as_well(deployment: Path) -> None:
    data = ("网址\n" + "坏\n" * 30 + "a.example\n").encode()
    error = run("add", "--source", "x", "--bad", "bad.csv", stdin=data).exception
    assert isinstance(error, BadInput)
    assert "另有 10 行" in str(error)
    assert len((deployment / "bad.csv").read_text("utf-8-sig").splitlines()) == 31
    result = run("add", "--source", "x", "--skip-bad", stdin=data)
    assert json.loads(result.stdout)["skipped"] == 30


def test_list_shows_what_waits_for_a_person(deployment: Path) -> None:
    run("add", "--source", "x", stdin="网址,公众号\na.example,\n,特种证查询\n".encode())
    rows = [json.loads(line) for line in run("list", "--without-address").stdout.splitlines()]
    assert [row["account"] for row in rows] == ["公众号：特种证查询"]
    assert len(run("list").stdout.splitlines()) == 2


@pytest.mark.parametrize("source", ["", "  ", "x" * 101])
def test_a_source_has_a_name(source: str) -> None:
    assert run("add", "--source", source, stdin=b"").exit_code == 2


def long_file(rows: int) -> bytes:
    lines = (f"s{n}.example/a,说明 {n} 假的查询页面,N{n},张{n}\n" for n in range(rows))
    return ("网址,说明,编号,举报人\n" + "".join(lines)).encode("gb18030")


def test_a_long_file_needs_the_memory_of_a_short_one() -> None:
    def peak(rows: int) -> int:
        data = BytesIO(long_file(rows))
        tracemalloc.start()
        try:
            with Waiting() as waiting:
                for one in Reader(data, "long"):
                    assert isinstance(one, Report)
                    waiting.add(one)
                count = sum(len(part) for part in waiting.parts())
            assert count == rows
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # tables that are read once
    assert peak(2600) < peak(1000) + 1_000_000


def test_what_waits_comes_out_as_it_went_in() -> None:
    reports = list(Reader(BytesIO(delimited().encode()), "x"))
    with Waiting() as waiting:
        for one in reports * 400:
            assert isinstance(one, Report)
            waiting.add(one)
        assert [one for part in waiting.parts() for one in part] == reports * 400


def test_it_starts_without_the_crawler() -> None:
    code = "import sys, zhenwei.cli.leads; print(sorted({'scrapy', 'playwright', 'takedown'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
