"""The life of a letter: who may take which step, and from where. Each step is one transaction and rows of events.

draft → edited → approved → numbered → sent → answered → closed; rejected and withdrawn end it. docs/life.md draws it.
Sending and answers are in exchange.py.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from takedown.letterdesk import LetterDesk
from takedown.permits import move, reason
from takedown.steps import APPROVE, CLOSE, EDIT, NUMBER, REJECT, WITHDRAW, enter
from takedown.versions import Final, check_current, check_last, check_signer, edited, finished
from zhenwei.clock import BEIJING
from zhenwei.errors import NotAllowed
from zhenwei.sentences import said
from zhenwei.store.letters import add_event
from zhenwei.store.models import NoticeRow
from zhenwei.store.numbers import number_of, take_number
from zhenwei.types import Notice


def edit(desk: LetterDesk, notice_id: int, by: str, version: int, text: str, why: str = "") -> Notice:
    """Make a new version with another marked text; it is a draft again, whatever the one before was.

    ``version`` is the one that ``text`` was made on. Raises NotAllowed (role, state, a newer version), BadInput (text).
    """
    with desk.step() as session:
        row = enter(session, notice_id, by, EDIT)
        check_last(session, row, version)
        made = edited(desk, session, row, by, why, text)
        return move(session, row, "edited", by, f"第 {made.version} 版 {why}".strip())


def approve(
    desk: LetterDesk,
    notice_id: int,
    by: str,
    note: str = "",
    number: str = "",
    *,
    day: date | None = None,
    signer: str = "",
    later: bool = False,
) -> Notice:
    """Let a draft go out, dated ``day`` (today), with the next number of its year, or the one typed.

    ``later`` leaves the number to ``give_number``, as a sender without a code does. Raises NotAllowed: the drafter, the
    last editor, roles below reviewer, no draft; BadInput: an upward letter without
    签发人; EvidenceError: a file of the letter was changed on disk.
    """
    with desk.step() as session:
        row = enter(session, notice_id, by, APPROVE)
        check_current(desk, session, row)
        check_signer(desk, session, row, signer)
        dated = _dated(desk, row, day)
        given = "" if later and not number else _numbered(desk, session, row, dated, by, number)
        finished(desk, session, row, "approved", by, note, Final(given, dated, signer))
        notice = move(session, row, "approved", by, note)
        if given:
            add_event(row, by, "numbered", given)
        session.flush()
        return notice


def give_number(desk: LetterDesk, notice_id: int, by: str, note: str = "", number: str = "") -> Notice:
    """Give an approved letter its number. One that has it keeps it, and counts as numbered from then on."""
    with desk.step() as session:
        row = enter(session, notice_id, by, NUMBER)
        number_now(desk, session, row, by, number)
        return move(session, row, "numbered", by, f"{row.number} {note}".strip())


def number_now(desk: LetterDesk, session: Session, row: NoticeRow, by: str, number: str) -> None:
    """Take a number for an approved letter and lay it out with it, unless it prints it already."""
    version = check_current(desk, session, row)
    dated = version.day or _approved_on(row)
    if not desk.code and not number and not row.number:
        raise NotAllowed(said("发文机关代字尚未填写（recipients/sender.toml），请填写或者用 --number 给出发文字号"))
    given = _numbered(desk, session, row, dated, by, number)
    if version.given != given:
        finished(desk, session, row, "numbered", by, "", Final(given, dated))


def reject(desk: LetterDesk, notice_id: int, by: str, note: str) -> Notice:
    """Turn a letter that has not gone out down, with a reason. The drafter may take their own back."""
    with desk.step() as session:
        row = enter(session, notice_id, by, REJECT)
        reason(note, said("退回"))
        return move(session, row, "rejected", by, note)


def withdraw(desk: LetterDesk, notice_id: int, by: str, note: str) -> Notice:
    """Withdraw a letter, also one that has gone out, with a reason. Its number stays its own."""
    with desk.step() as session:
        row = enter(session, notice_id, by, WITHDRAW)
        reason(note, said("撤回"))
        return move(session, row, "withdrawn", by, note)


def close(desk: LetterDesk, notice_id: int, by: str, note: str = "") -> Notice:
    """End a letter that was answered; one without an answer only with a reason."""
    with desk.step() as session:
        row = enter(session, notice_id, by, CLOSE)
        if row.state == "sent":
            reason(note, said("未获答复而办结"))
        return move(session, row, "closed", by, note)


def _dated(desk: LetterDesk, row: NoticeRow, day: date | None) -> date:
    """Return the 成文日期: not before the letter was drafted, and not in the future. Raises NotAllowed."""
    drafted = row.drafted_at.astimezone(BEIJING).date()
    if day is not None and not drafted <= day <= desk.today:
        raise NotAllowed(
            said(
                "成文日期 {day} 须在起草之日 {drafted} 至今日 {today} 之间", day=day, drafted=drafted, today=desk.today
            )
        )
    return day or desk.today


def _approved_on(row: NoticeRow) -> date:
    """Return the day of approval of a letter whose folder says no date."""
    return next(e.at for e in reversed(row.events) if e.event == "approved").astimezone(BEIJING).date()


def _numbered(desk: LetterDesk, session: Session, row: NoticeRow, day: date, by: str, typed: str) -> str:
    """Return the letter's number: its own, the typed one, the next; empty while the sender's code is a placeholder."""
    if desk.code:
        return take_number(session, row, desk.code, day, by, typed).given
    if not typed.strip() and number_of(session, row.id) is None:
        return ""
    return take_number(session, row, "", day, by, typed).given
