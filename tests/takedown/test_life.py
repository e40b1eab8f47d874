"""What people may do with a letter, and where the cases then stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from takedown import life
from takedown.draft import draft
from tests.takedown.letters_world import World
from zhenwei.cli.notices import app
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.store.models import CaseRow
from zhenwei.types import Notice

Step = Callable[[Session, int], Notice]


def do(world: World, step: Step, notice: int) -> str:
    with world.store.transaction() as session:
        return step(session, notice).state


def approve(by: str) -> Step:
    return partial(life.approve, by=by)


@pytest.fixture
def drafted(world: World) -> tuple[int, int, int]:
    """A case with two letters, drafted by the analyst chen."""
    case = world.case("a.example")
    one, two = (
        draft(world.store, world.settings, world.watchlist, [case], "chen", to)[0].id for to in ("police", "organ")
    )
    return case, one, two


def test_the_way_of_a_letter(world: World, drafted: tuple[int, int, int]) -> None:
    case, one, two = drafted
    assert do(world, partial(life.approve, by="wang", number="东网函〔2026〕3号"), one) == "approved"
    assert world.state(case) == "approved"
    assert do(world, partial(life.sent, by="chen"), one) == "sent"
    assert world.state(case) == "sent"
    assert do(world, approve("wang"), two) == "approved"
    assert world.state(case) == "sent", "a second letter does not move the case back"
    assert do(world, partial(life.answered, by="li", note="已立案"), one) == "answered"
    assert world.state(case) == "answered"
    with world.store.transaction() as session:
        row = life.get_notice(session, one)
        assert [e.event for e in row.events] == ["drafted", "approved", "sent", "answered"]
        assert row.number == "东网函〔2026〕3号"


REFUSED: dict[str, Step] = {
    "an analyst approves": approve("li"),
    "a viewer approves": approve("vera"),
    "the drafter approves": approve("chen"),
    "an analyst rejects another's letter": partial(life.reject, by="li", note="x"),
    "a rejection without a reason": partial(life.reject, by="wang", note=" "),
    "sending a draft": partial(life.sent, by="chen"),
    "an answer to a draft": partial(life.answered, by="chen"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused(world: World, drafted: tuple[int, int, int], what: str) -> None:
    with pytest.raises(NotAllowed):
        do(world, REFUSED[what], drafted[1])
    assert world.state(drafted[0]) == "drafted"


def test_a_reviewer_who_drafted_cannot_approve_but_withdraw(world: World) -> None:
    case = world.case("a.example")
    (notice,) = draft(world.store, world.settings, world.watchlist, [case], "wang", "police")
    with pytest.raises(NotAllowed, match="须由他人审核"):
        do(world, approve("wang"), notice.id)
    assert do(world, partial(life.reject, by="wang", note="写错"), notice.id) == "rejected"
    assert world.state(case) == "confirmed"


def test_a_rejected_letter_makes_room_for_a_new_one(world: World, drafted: tuple[int, int, int]) -> None:
    case, one, two = drafted
    do(world, partial(life.reject, by="wang", note="收文单位有误"), one)
    assert world.state(case) == "drafted"
    do(world, partial(life.reject, by="chen", note="撤回"), two)
    assert world.state(case) == "confirmed"
    (again,) = draft(world.store, world.settings, world.watchlist, [case], "chen", "police")
    assert again.id not in (one, two)


def test_a_site_that_is_down_stays_down(world: World, drafted: tuple[int, int, int]) -> None:
    case, one, _ = drafted
    with world.store.transaction() as session:
        session.get_one(CaseRow, case).state = "down"
    do(world, approve("wang"), one)
    assert world.state(case) == "down"


def test_unknown_letters_and_accounts(world: World, drafted: tuple[int, int, int]) -> None:
    with pytest.raises(NoSuch):
        do(world, approve("wang"), 99)
    with pytest.raises(NoSuch):
        do(world, approve("nobody"), drafted[1])


def test_the_commands(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(world.settings.data_dir))
    monkeypatch.chdir(world.settings.data_dir)
    case = world.case("a.example")
    run = CliRunner()
    result = run.invoke(app, ["draft", "--confirmed", "--to", "police", "--by", "chen"])
    assert result.exit_code == 0, result.output
    row = json.loads(result.stdout)
    assert (row["recipient"], row["kind"], row["cases"]) == ("police", "police-clue", [case])
    assert (world.settings.data_dir / "letters" / f"{row['notice']}-police" / "notice.docx").exists()
    assert row["folder"].endswith(f"letters/{row['notice']}-police")
    number = str(row["notice"])
    for step in (
        ["approve", number, "--by", "wang"],
        ["sent", number, "--by", "chen"],
        ["answered", number, "--by", "chen"],
    ):
        result = run.invoke(app, step)
        assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["state"] == "answered"
    assert world.state(case) == "answered"


@pytest.mark.parametrize("arguments", [["draft"], ["draft", "1", "--confirmed"], ["draft", "1", "--to", "king"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2


def test_nothing_confirmed_is_no_letter(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(world.settings.data_dir))
    result = CliRunner().invoke(app, ["draft", "--confirmed"])
    assert (result.exit_code, result.stdout) == (0, "")
