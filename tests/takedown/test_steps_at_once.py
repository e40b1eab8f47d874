"""Two people who step at once, and a process that is killed in the middle of a step."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from takedown import life
from tests.takedown.life_desk import DRAFTED, NOW, add_case, add_letter, desk_on
from zhenwei.errors import NotAllowed
from zhenwei.store.database import Store
from zhenwei.store.letters import versions_of
from zhenwei.store.letters_tables import NumberRow
from zhenwei.store.models import NoticeRow
from zhenwei.store.numbers import Given, ledger, take_number
from zhenwei.types import Notice

REPOSITORY = Path(__file__).parents[2]


def at_once(*steps: Callable[[], Notice]) -> tuple[list[Notice], list[str]]:
    """Start each step in a thread of its own; return what came of them and what was refused."""
    came: list[Notice] = []
    refused: list[str] = []
    gate = threading.Barrier(len(steps))

    def run(step: Callable[[], Notice]) -> None:
        gate.wait()
        try:
            came.append(step())
        except NotAllowed as error:
            refused.append(str(error))

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came, refused


def test_one_of_two_approvals_counts(store: Store, tmp_path: Path) -> None:
    desk = desk_on(store, tmp_path / "letters")
    letter = add_letter(desk, [add_case(store, "a.example")])
    came, refused = at_once(
        lambda: life.approve(desk, letter, "wang"),
        lambda: life.approve(desk, letter, "zhao"),
    )
    assert (len(came), len(refused)) == (1, 1)
    with store.transaction() as session:
        assert [row.sequence for row in session.query(NumberRow)] == [1]
        assert len(versions_of(session, session.get_one(NoticeRow, letter))) == 2


def test_one_of_two_edits_of_a_version_counts(store: Store, tmp_path: Path) -> None:
    desk = desk_on(store, tmp_path / "letters")
    letter = add_letter(desk, [add_case(store, "a.example")])
    came, (said,) = at_once(
        lambda: life.edit(desk, letter, "chen", 1, DRAFTED + "+ 甲。\n", "甲"),
        lambda: life.edit(desk, letter, "li", 1, DRAFTED + "+ 乙。\n", "乙"),
    )
    assert len(came) == 1
    assert "在您所改的第 1 版之后已有变化：第 2 版由" in said


HALTED = """
import sys
from datetime import date
from pathlib import Path
from tests.takedown.life_desk import desk_on, rebuild
from takedown import life
from takedown.letterdesk import LetterDesk
from zhenwei.store.database import open_store
store = open_store(sys.argv[1])
desk = desk_on(store, Path(sys.argv[2]))
def halt(folder, **more):
    print("laying out " + more["given"], flush=True)
    sys.stdin.readline()
halted = LetterDesk(desk.store, desk.letters, desk.sender, halt, desk.clock)
life.approve(halted, int(sys.argv[3]), "wang")
"""


def test_a_killed_approval_leaves_neither_number_nor_version(store: Store, database_url: str, tmp_path: Path) -> None:
    desk = desk_on(store, tmp_path / "letters")
    first, second = (add_letter(desk, [add_case(store, f"{n}.example")]) for n in range(2))
    command = [sys.executable, "-c", HALTED, database_url, str(desk.letters), str(first)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=REPOSITORY, stdin=pipe, stdout=pipe, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "laying out 东网函〔2026〕1号\n"
    process.kill()
    process.communicate()
    assert life.approve(desk, second, "wang").number == "东网函〔2026〕1号"
    assert life.approve(desk, first, "wang").number == "东网函〔2026〕2号"


STEPS = st.lists(st.tuples(st.sampled_from(["next", "typed", "cut off"]), st.integers(1, 12)), max_size=12)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_whatever_is_done_no_number_is_missing_or_doubled(blank: Store, steps: list[tuple[str, int]]) -> None:
    """Next numbers go on after the highest; typed ones may skip some; a step that is cut off takes none."""
    taken: set[int] = set()
    with blank.engine.connect() as connection, connection.begin() as all_of_it:
        session = Session(connection, join_transaction_mode="create_savepoint")
        for number, (kind, typed) in enumerate(steps, start=1):
            row = NoticeRow(
                recipient="police",
                office="o",
                kind="k",
                title="t",
                folder=f"{number}",
                drafted_by="chen",
                drafted_at=NOW,
            )
            session.add(row)
            session.flush()
            wanted = str(Given("东网函", 2026, typed)) if kind == "typed" else ""
            with session.begin_nested() as step:
                try:
                    given_now = take_number(session, row, "东网函", NOW.date(), "wang", wanted).sequence
                except NotAllowed:
                    assert typed in taken
                    continue
                if kind == "cut off":
                    step.rollback()
                    continue
            assert given_now == (typed if kind == "typed" else max(taken, default=0) + 1)
            taken.add(given_now)
        lines = list(ledger(session))
        assert {line.number.sequence for line in lines if line.row} == taken
        assert [line.number.sequence for line in lines] == list(range(1, max(taken, default=0) + 1))
        all_of_it.rollback()
