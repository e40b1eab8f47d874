"""发文字号: the form, the sequence of each year, the ledger; and no gap however many processes take numbers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from takedown import life
from takedown.letterdesk import LetterDesk
from tests.takedown.life_desk import NOW, add_case, add_letter, desk_on, printed
from zhenwei.cli.noticeviews import ledger_csv
from zhenwei.errors import BadInput, NotAllowed
from zhenwei.store.database import Store
from zhenwei.store.letters_tables import NumberRow
from zhenwei.store.models import NoticeRow
from zhenwei.store.numbers import ledger, read_number, take_number

REPOSITORY = Path(__file__).parents[2]
NEW_YEAR = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight of 2027 in Beijing


@pytest.fixture
def desk(lite: Store, tmp_path: Path) -> LetterDesk:
    """Five letters about five cases, drafted by chen."""
    made = desk_on(lite, tmp_path / "letters")
    for number in range(1, 6):
        add_letter(made, [add_case(lite, f"{number}.example")])
    return made


def approve(desk: LetterDesk, notice: int, number: str = "", day: date | None = None) -> str:
    return life.approve(desk, notice, "wang", number=number, day=day).number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("东网函〔2026〕3号", ("东网函", 2026, 3)),
        (" 东网函〔2026〕120号 ", ("东网函", 2026, 120)),
        ("湘市监网函〔2027〕1号", ("湘市监网函", 2027, 1)),
    ],
)
def test_numbers_that_are_right(typed: str, read: tuple[str, int, int]) -> None:
    found = read_number(typed)
    assert (found.code, found.year, found.sequence) == read
    assert str(found) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        *("东网函[2026]3号", "东网函（2026）3号", "东网函〔2026〕第3号", "东网函〔2026〕003号", "东网函〔2026〕3"),
        *("东网函 〔2026〕 3 号", "东网函【2026】3号", "东网函［2026］3号"),
    ],
)
def test_numbers_in_another_form_are_answered_with_the_right_one(typed: str) -> None:
    with pytest.raises(BadInput, match="应写成 东网函〔2026〕3号"):
        read_number(typed)


@pytest.mark.parametrize(
    "typed", ["3", "东网函", "东网函〔26〕3号", "东网函〔2026〕0号", "〔2026〕3号", "东网函〔2026〕3号1"]
)
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(BadInput, match="不合格式"):
        read_number(typed)


def test_the_sequence_goes_on_where_a_person_put_it(desk: LetterDesk) -> None:
    assert [approve(desk, 1), approve(desk, 2, "东网函〔2026〕7号"), approve(desk, 3)] == [
        *("东网函〔2026〕1号", "东网函〔2026〕7号", "东网函〔2026〕8号"),
    ]
    assert approve(desk, 4, "东网函〔2026〕5号") == "东网函〔2026〕5号", "one that was used outside, it turns out, here"
    with desk.store.transaction() as session:
        lines = list(ledger(session))
        assert [(line.number.sequence, line.row.notice_id if line.row else 0) for line in lines] == [
            *((1, 1), (2, 0), (3, 0), (4, 0), (5, 4), (6, 0), (7, 2), (8, 3)),
        ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("东网函〔2026〕1号", "已用于函件 1，下一个是 东网函〔2026〕2号"),
        ("西网函〔2026〕2号", "机关代字是 西网函"),
        ("东网函〔2025〕2号", "年份"),
    ],
)
def test_numbers_that_cannot_be_given(desk: LetterDesk, typed: str, said: str) -> None:
    approve(desk, 1)
    with pytest.raises(NotAllowed, match=said):
        approve(desk, 2, typed)
    assert approve(desk, 2) == "东网函〔2026〕2号", "what was refused took no number"


def test_the_year_is_beijings(desk: LetterDesk) -> None:
    approve(desk, 1)
    later = desk_on(desk.store, desk.letters, NEW_YEAR)
    assert approve(later, 2) == "东网函〔2027〕1号"
    assert printed(later, 2)["day"] == "2027-01-01"
    assert approve(later, 3, day=date(2026, 12, 30)) == "东网函〔2026〕2号", "a letter dated back is of the old year"


def test_a_letter_keeps_its_number(desk: LetterDesk) -> None:
    approve(desk, 1)
    approve(desk, 2)
    assert life.withdraw(desk, 1, "wang", "网站已收回").number == "东网函〔2026〕1号"
    assert approve(desk, 3) == "东网函〔2026〕3号", "a withdrawn letter's number is not given again"
    assert life.give_number(desk, 2, "li").number == "东网函〔2026〕2号"
    with pytest.raises(NotAllowed, match="不能改为"):
        life.give_number(desk, 2, "li", number="东网函〔2026〕9号")
    text = "# 关于移送线索的函\n+ 改过的正文。\n"
    version = life.edit(desk, 2, "li", 2, text, "更正").folder
    assert version.endswith("-v3")
    assert approve(desk, 2) == "东网函〔2026〕2号", "approved again, the same number"
    later = desk_on(desk.store, desk.letters, NEW_YEAR)
    life.edit(later, 2, "li", 4, text + "+ 再改。\n", "更正")
    with pytest.raises(NotAllowed, match="属于 2026 年"):
        approve(later, 2)


def test_a_step_that_fails_gives_its_number_back(desk: LetterDesk) -> None:
    with pytest.raises(RuntimeError, match="cut off"), desk.store.transaction() as session:
        taken = take_number(session, session.get_one(NoticeRow, 1), "东网函", date(2026, 11, 20), "wang")
        assert taken.sequence == 1
        raise RuntimeError("cut off")
    assert approve(desk, 2) == "东网函〔2026〕1号"
    with desk.store.transaction() as session:
        assert session.get_one(NoticeRow, 1).number == ""


def test_the_ledger_as_a_table(desk: LetterDesk) -> None:
    approve(desk, 1)
    approve(desk, 2, "东网函〔2026〕3号")
    life.withdraw(desk, 2, "wang", "=1+1")
    with desk.store.transaction() as session:
        table = ledger_csv(list(ledger(session, 2026)))
        assert list(ledger(session, 2025)) == []
    assert table.startswith("\ufeff发文字号,成文日期,标题,主送,状态")
    lines = table.splitlines()
    assert lines[1].startswith("东网函〔2026〕1号,2026-11-20,关于移送线索的函,东江市police,已审核,chen,wang,")
    assert lines[2].startswith("东网函〔2026〕2号,,,,（系统外编号）,")
    assert "已撤回" in lines[3]
    assert lines[3].endswith(",2,'=1+1"), "no cell is a formula"


TAKER = """
import sys
from pathlib import Path
from tests.takedown.life_desk import desk_on
from takedown import life
from zhenwei.store.database import open_store
url, folder, broken, *notices = sys.argv[1:]
store = open_store(url)
desk = desk_on(store, Path(folder))
print("ready", flush=True)
sys.stdin.readline()
for notice in map(int, notices):
    if notice == int(broken):
        try:
            with desk.step() as session:
                from datetime import date
                from zhenwei.store.letters import locked_notice
                from zhenwei.store.numbers import take_number
                take_number(session, locked_notice(session, notice), "东网函", date(2026, 11, 20), "wang")
                raise KeyError
        except KeyError:
            pass
    life.approve(desk, notice, "wang")
store.close()
"""


def test_many_processes_take_numbers_without_a_gap(store: Store, database_url: str, tmp_path: Path) -> None:
    """Three real processes approve 18 letters at once, two about each case; each process rolls back once."""
    desk = desk_on(store, tmp_path / "letters")
    cases = [add_case(store, f"{number}.example") for number in range(9)]
    letters = [add_letter(desk, [cases[n // 2]], ("police", "market")[n % 2]) for n in range(18)]
    takers = [_taker(database_url, desk.letters, letters[n::3]) for n in range(3)]
    for taker in takers:
        assert taker.stdout is not None
        assert taker.stdout.readline() == "ready\n"
    for taker in takers:
        assert taker.stdin is not None
        taker.stdin.write("go\n")
        taker.stdin.flush()
    for taker in takers:
        _, errors = taker.communicate(timeout=120)
        assert taker.returncode == 0, errors
    with store.transaction() as session:
        rows = session.query(NumberRow).order_by(NumberRow.sequence).all()
        assert [row.sequence for row in rows] == list(range(1, 19))
        assert {row.notice_id for row in rows} == set(letters)
        numbers = {row.notice_id: row.given for row in rows}
    assert {notice: printed(desk, notice)["given"] for notice in letters} == numbers


def _taker(url: str, folder: Path, notices: Sequence[int]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", TAKER, url, str(folder), str(notices[2]), *map(str, notices)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=REPOSITORY, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def test_a_number_cannot_be_taken_twice_by_one_letter(desk: LetterDesk) -> None:
    with desk.store.transaction() as session:
        row = session.get_one(NoticeRow, 1)
        first = take_number(session, row, "东网函", NOW.date(), "wang")
        assert take_number(session, row, "东网函", NOW.date(), "wang") is first
