"""`zhenwei assess`: one answer a line, bad lines named, good ones answered all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhenwei.cli.pages import app

FIELDS = {"id", "verdict", "impersonation", "sale", "flagged", "reasons", "contacts", "target"}
OFFER = {"id": 7, "text": "电工证免考包过，加微信 demo1900", "url": "http://www.shop.example.com/"}


@pytest.fixture(autouse=True)
def _deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "watchlist" / "recipients"
    folder.mkdir(parents=True)
    sender = 'name = "某市网信办"\nshort = "网信办"\ncode = "某网"\nregion = "330000"\n'
    (folder / "sender.toml").write_text(sender, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(tmp_path / "watchlist"))


def test_one_answer_a_line() -> None:
    result = CliRunner().invoke(
        app, ["-"], input=json.dumps(OFFER) + "\n\n" + json.dumps({"id": "b", "html": "<p>面包</p>"})
    )
    assert result.exit_code == 0, result.stderr
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert first.keys() == second.keys() == FIELDS
    assert (first["id"], first["verdict"], first["flagged"]) == (7, "certificate_sale", True)
    assert {"rule", "points", "quote", "start", "end", "detail"} == first["reasons"][0].keys()
    assert first["contacts"] == [{"kind": "wechat", "value": "dem***00", "source": "text"}]
    assert "demo1900" not in json.dumps(first["contacts"])
    assert not second["flagged"]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "{}",
        '{"id":1}',
        '{"id":1,"text":3}',
        '{"id":1,"text":"a","url":"ftp://x"}',
        '{"id":1,"text":"a","profile":"tv"}',
    ],
)
def test_a_bad_line_is_named_and_the_others_answered(line: str, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(f"{json.dumps(OFFER)}\n{line}\n{json.dumps(OFFER)}\n", encoding="utf-8")
    result = CliRunner().invoke(app, [str(file)])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "第 2 行" in result.stderr


def test_a_missing_file_is_one_line() -> None:
    result = CliRunner().invoke(app, ["absent.jsonl"])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_workers_keep_the_order(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    rows = [json.dumps({"id": n, "text": f"第{n}页 面包"}) for n in range(150)]
    file.write_text("\n".join(rows), encoding="utf-8")
    result = CliRunner().invoke(app, [str(file), "--workers", "2"])
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == list(range(150))
