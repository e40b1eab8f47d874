"""``zhenwei clocks`` and the night's summary over a store."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from takedown import exchange, life
from takedown.exchange import Sending
from takedown.ticking import all_clocks
from tests.takedown.life_desk import NOW, add_case, add_letter, desk_on
from zhenwei.cli import clocks as command
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import BadInput, NotAllowed
from zhenwei.stages.reminders import clocks_said
from zhenwei.stages.summary import summarize
from zhenwei.store.database import Store
from zhenwei.store.models import CaseRow
from zhenwei.store.nights import open_night
from zhenwei.watchlist.clocks import load_clocks

APP = typer.Typer()
APP.command()(command.clocks)


@pytest.fixture
def run(lite: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """Case 1 with a letter to the market office that went out today, seen alive two hundred days ago."""
    desk = desk_on(lite, tmp_path / "letters", now())
    case = add_case(lite, "a.example", seen=now() - timedelta(days=200))
    notice = add_letter(desk, [case], "market", at=now())
    life.approve(desk, notice, "wang")
    exchange.sent(desk, notice, "chen", sending=Sending(reply_by=desk.today + timedelta(days=2)))
    monkeypatch.setenv("ZHENWEI_DATABASE_URL", f"sqlite:///{tmp_path / 'lite.db'}")
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def said(run: CliRunner, *arguments: str) -> list[dict[str, object]]:
    result = run.invoke(APP, list(arguments))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_list(run: CliRunner) -> None:
    rows = {str(row["clock"]): row for row in said(run, "--case", "1")}
    assert rows.keys() >= {"reply:n1", "market-check:n1", "access-records:c1", "network-logs:c1", "public-order:c1"}
    assert (rows["reply:n1"]["state"], rows["reply:n1"]["left_days"]) == ("soon", 2)
    assert (rows["access-records:c1"]["state"], rows["access-records:c1"]["left_days"]) == ("lapsed", -140)
    assert [row["clock"] for row in said(run, "--state", "soon", "--case", "1")] == ["reply:n1"]
    table = run.invoke(APP, ["--table"], env={"COLUMNS": "160"}).stdout
    assert "即将届满" in table
    assert "日历数据缺失" in table or "进行中" in table


def test_a_mark(run: CliRunner) -> None:
    (row,) = said(run, "--done", "access-records:c1", "--by", "chen", "--note", "已请公安机关调取")
    assert (row["clock"], row["by"]) == ("access-records:c1", "chen")
    assert "access-records:c1" not in {row["clock"] for row in said(run, "--case", "1")}
    assert "access-records:c1" in {row["clock"] for row in said(run, "--case", "1", "--all")}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--done", "access-records:c1"], BadInput),
        (["--done", "access-records:c9", "--by", "chen"], BadInput),
        (["--done", "access-records:c1", "--by", "vera"], NotAllowed),
    ],
)
def test_marks_that_are_refused(run: CliRunner, arguments: list[str], error: type[Exception]) -> None:
    assert isinstance(run.invoke(APP, arguments).exception, error)


def test_no_mail_without_a_server(run: CliRunner) -> None:
    (row,) = said(run, "--mail")
    assert row["sent"] == 0


def test_the_nights_summary_names_them(lite: Store, tmp_path: Path) -> None:
    add_case(lite, "a.example", seen=now() - timedelta(days=200))
    settings = Settings(data_dir=tmp_path)
    with lite.transaction() as session:
        lines = summarize(session, settings, open_night(session).id, now(), {}).clocks
    assert any("案件 1：接入服务记录留存届满（60 日）" in line and "届满" in line for line in lines)


def test_a_broken_file_of_clocks_is_a_line(lite: Store, tmp_path: Path) -> None:
    (tmp_path / "clocks.toml").write_text("[[clock]]\nid = 3\n", "utf-8")
    with lite.transaction() as session:
        (line,) = clocks_said(session, Settings(watchlist_dir=tmp_path), NOW)
    assert "clocks.toml" in line


@pytest.mark.parametrize("state", ["new", "hold", "dismissed", "closed"])
def test_cases_that_nobody_confirmed_have_no_clocks(lite: Store, state: str) -> None:
    add_case(lite, "a.example", state, NOW)
    with lite.transaction() as session:
        found = all_clocks(session, load_clocks(), NOW)
    assert not [clock for clock in found if clock.cases]


def test_withdrawn_letters_have_no_clocks(lite: Store, tmp_path: Path) -> None:
    desk = desk_on(lite, tmp_path / "letters")
    notice = add_letter(desk, [add_case(lite, "a.example")], "market")
    life.approve(desk, notice, "wang")
    exchange.sent(desk, notice, "chen", sending=Sending(reply_by=date(2026, 12, 1)))
    life.withdraw(desk, notice, "wang", "系其自有网站")
    with lite.transaction() as session:
        assert not [clock for clock in all_clocks(session, load_clocks(), NOW) if clock.notice]
        assert session.get_one(CaseRow, 1).state == "confirmed"
