"""What people may do with a letter, who may not, and where the cases then stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from takedown import exchange, life
from takedown.exchange import Answer, Sending
from takedown.letterdesk import LetterDesk
from takedown.ticking import sent_letters
from tests.takedown.life_desk import (
    DRAFTED,
    NOW,
    SENDER,
    add_case,
    add_letter,
    case_state,
    desk_on,
    events,
    printed,
)
from zhenwei.clock import BEIJING
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.store.database import Store
from zhenwei.store.models import AccountRow, CaseRow
from zhenwei.types import Notice

Step = Callable[[LetterDesk, int], Notice]
EDITED = DRAFTED.replace("a点example", "www点a点example")


@pytest.fixture
def desk(lite: Store, tmp_path: Path) -> LetterDesk:
    return desk_on(lite, tmp_path / "letters")


@pytest.fixture
def one(desk: LetterDesk) -> LetterDesk:
    """Case 1 with letter 1 to the police, drafted by chen."""
    add_letter(desk, [add_case(desk.store, "a.example")])
    return desk


def edit(by: str, version: int, text: str = EDITED) -> Step:
    return lambda desk, notice: life.edit(desk, notice, by, version, text, "更正网址")


def approve(by: str, **more: object) -> Step:
    return lambda desk, notice: life.approve(desk, notice, by, **more)  # type: ignore[arg-type]


def answer(**more: object) -> Step:
    return lambda desk, notice: exchange.answered(desk, notice, "li", Answer(**more))  # type: ignore[arg-type]


def number(by: str = "chen", typed: str = "") -> Step:
    return lambda desk, notice: life.give_number(desk, notice, by, number=typed)


def sent(by: str = "chen", **more: object) -> Step:
    return lambda desk, notice: exchange.sent(desk, notice, by, sending=Sending(**more))  # type: ignore[arg-type]


def reject(by: str, note: str = "收文单位有误") -> Step:
    return lambda desk, notice: life.reject(desk, notice, by, note)


def withdraw(by: str, note: str = "网站已收回") -> Step:
    return lambda desk, notice: life.withdraw(desk, notice, by, note)


def close(note: str = "") -> Step:
    return lambda desk, notice: life.close(desk, notice, "chen", note)


def go(desk: LetterDesk, *steps: Step, notice: int = 1) -> Notice:
    for step in steps:
        last = step(desk, notice)
    return last


def test_the_whole_way(store: Store, tmp_path: Path) -> None:
    one = desk_on(store, tmp_path / "letters")
    add_letter(one, [add_case(store, "a.example")])
    assert go(one, edit("li", 1)).state == "edited"
    assert case_state(one, 1) == "drafted"
    assert go(one, approve("wang")).number == "东网函〔2026〕1号"
    assert case_state(one, 1) == "approved"
    assert go(one, number()).state == "numbered"
    assert go(one, sent(reply_by=date(2026, 12, 4))).state == "sent"
    assert case_state(one, 1) == "sent"
    assert go(one, answer(result="立案", number="东公立〔2026〕8号")).state == "answered"
    assert case_state(one, 1) == "answered"
    assert go(one, close()).state == "closed"
    assert case_state(one, 1) == "answered"
    assert [name for name, _ in events(one, 1)] == [
        *("drafted", "edited", "approved", "numbered", "numbered", "sent", "answered", "closed"),
    ]
    assert printed(one, 1) == {
        "given": "东网函〔2026〕1号", "day": "2026-11-20", "draft": False, "signer": "", "by": "wang",
    }  # fmt: skip


REFUSED: dict[str, tuple[tuple[Step, ...], Step, str]] = {
    "an analyst approves": ((), approve("li"), "审核须为"),
    "a viewer approves": ((), approve("vera"), "审核须为"),
    "a viewer edits": ((), edit("vera", 1), "修改须为"),
    "the last editor approves": ((edit("wang", 1),), approve("wang"), "由 wang 修改，须由他人审核"),
    "approving twice": ((approve("wang"),), approve("zhao"), "须为草稿"),
    "a number for a draft": ((), number(), "须为已审核"),
    "a viewer numbers": ((approve("wang", later=True),), number("vera"), "编号须为"),
    "sending a draft": ((), sent(), "须为已审核"),
    "sending an edited one": ((approve("wang"), edit("li", 2)), sent(), "须为已审核"),
    "sending without a number": ((approve("wang", later=True),), sent(), "尚未编号"),
    "sending tomorrow": ((approve("wang"),), sent(on=date(2026, 11, 21)), "不能在将来"),
    "sending before its date": ((approve("wang"),), sent(on=date(2026, 11, 19)), "早于成文日期"),
    "received before it went": ((approve("wang"),), sent(received=date(2026, 11, 19)), "早于发出之日"),
    "a reply before it went": ((approve("wang"),), sent(reply_by=date(2026, 11, 19)), "复函期限"),
    "an answer to a draft": ((), answer(), "须为已发出"),
    "a date in the future": ((), approve("wang", day=date(2026, 11, 21)), "成文日期"),
    "a date before the draft": ((), approve("wang", day=date(2026, 11, 19)), "成文日期"),
    "another's letter taken back": ((), reject("li"), "退回须为"),
    "a rejection without a reason": ((), reject("wang", " "), "须写明理由"),
    "rejecting what is out": ((approve("wang"), sent()), reject("wang"), "须为草稿"),
    "an analyst withdraws": ((approve("wang"), sent()), withdraw("chen"), "撤回须为"),
    "a withdrawal without a reason": ((approve("wang"), sent()), withdraw("wang", ""), "须写明理由"),
    "withdrawing twice": ((approve("wang"), withdraw("wang")), withdraw("wang"), "须为草稿"),
    "closing a draft": ((), close(), "须为已发出"),
    "closing unanswered without a reason": ((approve("wang"), sent()), close(), "须写明理由"),
    "editing what is out": ((approve("wang"), sent()), edit("li", 2), "须为草稿"),
    "editing what was rejected": ((reject("wang"),), edit("li", 1), "须为草稿"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused(one: LetterDesk, what: str) -> None:
    before, step, said = REFUSED[what]
    if before:
        go(one, *before)
    seen = events(one, 1)
    with pytest.raises(NotAllowed, match=said) as caught:
        go(one, step)
    assert "\n" not in str(caught.value)
    assert events(one, 1) == seen, "a refused step leaves no trace"


def test_the_drafter_cannot_approve_but_take_back(desk: LetterDesk) -> None:
    case = add_case(desk.store, "a.example")
    add_letter(desk, [case], by="wang")
    with pytest.raises(NotAllowed, match="由 wang 拟稿，须由他人审核"):
        go(desk, approve("wang"))
    assert go(desk, reject("wang")).state == "rejected"
    assert case_state(desk, case) == "confirmed"


def test_an_editor_before_the_last_may_approve(one: LetterDesk) -> None:
    assert go(one, edit("wang", 1), edit("li", 2, DRAFTED), approve("wang")).state == "approved"


def test_a_disabled_account_does_nothing(one: LetterDesk) -> None:
    with one.store.transaction() as session:
        session.query(AccountRow).filter_by(name="wang").one().disabled = True
    with pytest.raises(NotAllowed, match="已停用"):
        go(one, approve("wang"))


def test_unknown_letters_and_accounts(one: LetterDesk) -> None:
    with pytest.raises(NoSuch, match="没有函件 99"):
        go(one, approve("wang"), notice=99)
    with pytest.raises(NoSuch, match="没有账号"):
        go(one, approve("nobody"))


def test_a_second_letter_does_not_move_the_case_back(one: LetterDesk) -> None:
    add_letter(one, [1], "organ")
    go(one, approve("wang"), sent())
    assert go(one, approve("wang"), notice=2).number == "东网函〔2026〕2号"
    assert case_state(one, 1) == "sent"
    go(one, withdraw("wang"))
    assert case_state(one, 1) == "approved"
    go(one, withdraw("wang"), notice=2)
    assert case_state(one, 1) == "confirmed"


@pytest.mark.parametrize("state", ["down", "closed", "hold", "dismissed"])
def test_what_letters_do_not_move(one: LetterDesk, state: str) -> None:
    with one.store.transaction() as session:
        session.get_one(CaseRow, 1).state = state
    go(one, approve("wang"))
    assert case_state(one, 1) == state


def test_letters_of_an_earlier_life_do_not_count(one: LetterDesk) -> None:
    """The site came back and was confirmed again: a letter that went out before says nothing about the new case."""
    go(one, approve("wang"), sent(), answer(result="handled"))
    later = NOW + timedelta(days=30)
    with one.store.transaction() as session:
        session.get_one(CaseRow, 1).decisions[0].at = later
    desk = desk_on(one.store, one.letters, later)
    add_letter(desk, [1], at=later)
    go(desk, reject("wang"), notice=2)
    assert case_state(desk, 1) == "confirmed"


def test_a_sender_without_a_code_gives_no_number_of_its_own(lite: Store, tmp_path: Path) -> None:
    sender = SENDER.model_copy(update={"placeholder": True, "code": "（待填写：机关代字）"})
    desk = desk_on(lite, tmp_path / "letters", sender=sender)
    case = add_case(lite, "a.example")
    first, second = add_letter(desk, [case]), add_letter(desk, [case], "organ")
    assert go(desk, approve("wang"), notice=first).number == ""
    with pytest.raises(NotAllowed, match="机关代字"):
        go(desk, number(), notice=first)
    assert go(desk, sent(), notice=first).state == "sent"
    assert go(desk, approve("wang", number="东网函〔2026〕5号"), notice=second).number == "东网函〔2026〕5号"


def test_a_number_that_is_given_when_it_goes_out(one: LetterDesk) -> None:
    go(one, approve("wang", later=True))
    assert exchange.sent(one, 1, "chen", number="东网函〔2026〕9号").number == "东网函〔2026〕9号"
    assert printed(one, 1)["given"] == "东网函〔2026〕9号"
    assert ("numbered", "chen") in events(one, 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"result": "not-ours"}, "不能是"),
        ({"result": "大概立案"}, "filed（立案）"),
        ({"received_on": date(2026, 11, 21)}, "今日"),
        ({"received_on": date(2026, 11, 19)}, "发出之日"),
        ({"cases": (2,)}, "不涉及案件 2"),
    ],
)
def test_answers_that_cannot_be(one: LetterDesk, more: dict[str, object], said: str) -> None:
    go(one, approve("wang"), sent())
    with pytest.raises(BadInput, match=said):
        go(one, answer(**more))


def test_an_office_may_answer_more_than_once(one: LetterDesk) -> None:
    go(one, approve("wang"), sent(), answer(result="accepted"), answer(result="filed"), answer(result="handled"))
    assert [name for name, _ in events(one, 1)].count("answered") == 3


def test_the_return_slip_comes_later(one: LetterDesk) -> None:
    """The day of receipt is noted once the slip is there; the state stays, the newest day counts."""
    with pytest.raises(NotAllowed, match="须为已发出"):
        exchange.received(one, 1, "chen")
    go(one, approve("wang"), sent())
    later = desk_on(one.store, one.letters, NOW + timedelta(days=5))
    for day in (date(2026, 11, 19), date(2026, 11, 26)):
        with pytest.raises(NotAllowed, match="收文之日"):
            exchange.received(later, 1, "chen", day)
    with pytest.raises(NotAllowed, match="登记收文须为"):
        exchange.received(later, 1, "vera", date(2026, 11, 23))
    assert exchange.received(later, 1, "chen", date(2026, 11, 23), "回执").state == "sent"
    assert exchange.received(later, 1, "li", date(2026, 11, 24)).state == "sent"
    with one.store.transaction() as session:
        (letter,) = sent_letters(session)
    assert letter.received_at is not None
    assert letter.received_at.astimezone(BEIJING).date() == date(2026, 11, 24)
    assert [name for name, _ in events(one, 1)][-2:] == ["received", "received"]
