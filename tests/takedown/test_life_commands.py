"""``zhenwei notice …``: what the commands print, over letters that were really drafted."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from takedown.draft import draft
from tests.takedown.letters_world import World
from zhenwei.cli.notices import app
from zhenwei.errors import BadInput, NotAllowed

SENDER = """
name = "东江市互联网信息办公室"
short = "东江网信办"
code = "东网函"
region = "330100"
placeholder = false
"""


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    (tmp_path / "lists" / "recipients").mkdir(parents=True)
    (tmp_path / "lists" / "recipients" / "sender.toml").write_text(SENDER, "utf-8")
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(world.settings.data_dir))
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(tmp_path / "lists"))
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def said(run: CliRunner, *arguments: str) -> list[dict[str, object]]:
    result = run.invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_letter_from_draft_to_close(world: World, run: CliRunner, tmp_path: Path) -> None:
    case = world.case("a.example")
    (row,) = said(run, "draft", "--confirmed", "--to", "police", "--by", "chen")
    assert (row["recipient"], row["kind"], row["cases"]) == ("police", "police-clue", [case])
    number = str(row["notice"])
    assert Path(str(row["folder"])) == world.settings.letters_dir / f"{number}-police"
    assert (world.settings.letters_dir / f"{number}-police" / "notice.docx").exists()
    (row,) = said(run, "approve", number, "--by", "wang")
    assert (row["state"], str(row["number"]).endswith("〕1号")) == ("approved", True)
    (row,) = said(run, "sent", number, "--by", "chen", "--reply-by", "2099-01-01", "--channel", "机要交换")
    assert (row["state"], world.state(case)) == ("sent", "sent")
    (row,) = said(run, "answered", number, "--by", "chen", "--result", "立案", "--number", "东公立〔2026〕8号")
    assert (row["state"], world.state(case)) == ("answered", "answered")
    (row,) = said(run, "close", number, "--by", "chen")
    assert row["state"] == "closed"
    (shown,) = said(run, "show", number)
    assert [event["event"] for event in shown["events"]] == [  # type: ignore[attr-defined]
        *("drafted", "approved", "numbered", "sent", "answered", "closed"),
    ]
    assert shown["answers"][0]["said"] == "立案"  # type: ignore[index]
    assert {clock["state"] for clock in shown["clocks"]} == {"ended"}  # type: ignore[attr-defined]
    assert [row["notice"] for row in said(run, "list", "--state", "closed", "--case", str(case))] == [int(number)]
    assert said(run, "list", "--state", "draft") == []
    (line,) = said(run, "numbers")
    assert (line["sequence"], line["notice"], line["state"]) == (1, int(number), "closed")
    said(run, "numbers", "--csv", "登记簿.csv")
    table = (tmp_path / "登记簿.csv").read_text("utf-8-sig").splitlines()
    assert next(csv.reader(table[1:]))[4] == "已办结"


def test_a_number_typed_in_another_form_is_one_line(world: World, run: CliRunner) -> None:
    world.case("a.example")
    (row,) = said(run, "draft", "--confirmed", "--to", "police", "--by", "chen")
    result = run.invoke(app, ["approve", str(row["notice"]), "--by", "wang", "--number", "东网函[2026]第003号"])
    assert isinstance(result.exception, BadInput)
    assert "东网函〔2026〕3号" in str(result.exception)


def test_the_built_in_sender_has_no_number_to_give(
    world: World, run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZHENWEI_WATCHLIST_DIR")
    world.case("a.example")
    (row,) = said(run, "draft", "--confirmed", "--to", "police", "--by", "chen")
    number = str(row["notice"])
    for step in ("approve", "sent", "answered"):
        (row,) = said(run, step, number, "--by", "wang")
    assert (row["state"], row["number"]) == ("answered", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["draft"],
        ["draft", "1", "--confirmed"],
        ["draft", "1", "--to", "king"],
        ["edit", "1", "--by", "li", "--file", "x"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_nothing_confirmed_is_no_letter(run: CliRunner) -> None:
    result = run.invoke(app, ["draft", "--confirmed"])
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_rejected_letter_makes_room_for_a_new_one(world: World, run: CliRunner) -> None:
    case = world.case("a.example")
    (first,) = said(run, "draft", str(case), "--to", "police", "--by", "chen")
    said(run, "reject", str(first["notice"]), "--by", "wang", "--note", "收文单位有误")
    assert world.state(case) == "confirmed"
    (again,) = draft(world.store, world.settings, world.watchlist, [case], "chen", "police")
    assert again.id != first["notice"]
    result = run.invoke(app, ["approve", str(again.id), "--by", "chen"])
    assert isinstance(result.exception, NotAllowed)
