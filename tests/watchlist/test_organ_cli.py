"""``zhenwei organ list``, ``check`` and ``learn`` over a folder laid over the built-in watchlist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from zhenwei.cli.organs import app
from zhenwei.cli.pagelines import site_of
from zhenwei.cli.pages import build_detector
from zhenwei.errors import BadInput, NoSuch

HOME = "https://www.office.gov.cn/"
TEXT = "某某办事规定\n任何单位和个人不得伪造、变造、转让、出租、出借许可证件，违反者没收。"
ORGAN = 'name = "某某办事机构"\ndomains = ["office.gov.cn"]\nsite_code = "bm99000001"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "organs").mkdir()
    (tmp_path / "organs" / "office.toml").write_text(ORGAN, "utf-8")
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def _rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.exception
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_list_names_every_organ() -> None:
    rows = {row["target"]: row for row in _rows(_run("list"))}
    assert rows["mem"]["domains"] == ["mem.gov.cn"]
    assert rows["mem"]["pages"] == 0
    assert rows["samr"]["role"] == "neighbour"
    assert "待核实" in _run("list", "--format", "list").stdout


def test_check_says_what_is_open() -> None:
    assert [row["key"] for row in _rows(_run("check", "mem"))] == ["pages"]
    assert [row["key"] for row in _rows(_run("check", "yjt-hubei"))] == ["confirmed", "pages"]
    assert isinstance(_run("check", "nobody").exception, NoSuch)


@pytest.mark.parametrize(("name", "charset"), [("a.txt", "utf-8"), ("a.html", "gb18030"), ("a.htm", "utf-8")])
def test_what_is_learnt_is_known_again(folder: Path, name: str, charset: str) -> None:
    markup = "".join(f"<p>{line}</p>" for line in TEXT.split("\n"))
    (folder / name).write_bytes((TEXT if name == "a.txt" else markup).encode(charset))
    row = _rows(_run("learn", "office", folder / name, "--url", HOME))[0]
    assert (row["target"], row["url"], row["new"]) == ("office", HOME, True)
    assert _rows(_run("learn", "office", folder / name, "--url", HOME))[0]["new"] is False
    assert next(r for r in _rows(_run("list")) if r["target"] == "office")["pages"] == 1
    detector = build_detector(folder)
    for url, flagged in (("http://copy.example.com/", True), (HOME, False), ("", False)):
        line = json.dumps(
            {"id": 1, "url": url, "text" if name == "a.txt" else "html": TEXT if name == "a.txt" else markup}
        )
        opinion = detector.assess(site_of(line)[1])
        assert (opinion.flagged, opinion.target) == (flagged, "office" if flagged else "")


def test_pages_without_an_address_lie_at_the_first_domain(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.txt").write_text("另一份规定\n本规定自公布之日起施行，由主管部门负责解释并组织实施。", "utf-8")
    rows = _rows(_run("learn", "office", folder / "a.txt", folder / "b.txt"))
    assert {row["url"] for row in rows} == {"https://office.gov.cn/"}
    assert next(r for r in _rows(_run("list")) if r["target"] == "office")["pages"] == 2


def test_what_cannot_be_learnt_writes_nothing(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "empty.html").write_text(" \n", "utf-8")
    assert isinstance(_run("learn", "nobody", folder / "a.txt").exception, NoSuch)
    for bad in ("empty.html", "missing.html"):
        assert isinstance(_run("learn", "office", folder / "a.txt", folder / bad).exception, BadInput)
    assert _run("learn", "office").exit_code == 2
    assert [f.name for f in (folder / "organs").iterdir()] == ["office.toml"]


def test_check_names_what_contradicts(folder: Path) -> None:
    (folder / "a.html").write_text(f"<p>{TEXT}</p><p>网站标识码：bm99000002</p>", "utf-8")
    assert "提醒" in _run("learn", "office", folder / "a.html", "--url", "https://www.elsewhere.example.com/").stderr
    said = " ".join(row["what"] for row in _rows(_run("check", "office")))
    assert "bm99000002" in said
    assert "不在该机构的域名之下" in said
