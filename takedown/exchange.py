"""A letter goes out, and what comes back: dates, the office's own number, and what its answer does to the cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.asked import asked
from takedown.draft import as_notice
from takedown.folders import cited_laws, read_text
from takedown.letterdesk import LetterDesk
from takedown.life import number_now
from takedown.permits import ENDS, OUT, move
from takedown.steps import ANSWER, RECEIVE, SEND, enter
from takedown.versions import check_current
from zhenwei.clock import BEIJING
from zhenwei.errors import BadInput, NotAllowed
from zhenwei.sentences import said
from zhenwei.store.letters import ORGAN, OURS, add_event, dispatch_of, read_result, result_said
from zhenwei.store.letters_tables import AnswerRow, DispatchRow
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeRow
from zhenwei.types import CaseState, Notice


@dataclass(frozen=True, slots=True)
class Sending:
    """When and how a letter went out. ``on`` None: just now; ``received`` None: not known."""

    on: date | None = None
    received: date | None = None
    reply_by: date | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an office answered: ``result`` as slug or in Chinese, its own number, the day, the cases it speaks of."""

    result: str = ""
    number: str = ""
    received_on: date | None = None
    cases: tuple[int, ...] = ()
    note: str = ""


def sent(
    desk: LetterDesk, notice_id: int, by: str, note: str = "", number: str = "", sending: Sending | None = None
) -> Notice:
    """Note that an approved letter has gone out (on paper or by the office's own system).

    A number that was given by hand only now is taken into the sequence. Raises NotAllowed (role, state, no number,
    dates), EvidenceError (a file of the letter was changed).
    """
    sending = sending or Sending()
    with desk.step() as session:
        row = enter(session, notice_id, by, SEND)
        if number.strip() and number.strip() != row.number:
            number_now(desk, session, row, by, number)
            add_event(row, by, "numbered", row.number)
        elif not row.number and desk.code:
            raise NotAllowed(said("函件 {letter} 尚未编号，请先编号", letter=row.id))
        version = check_current(desk, session, row)
        _in_order(desk, version.day, sending)
        term = asked(read_text(desk.letters / version.folder))
        session.add(
            DispatchRow(
                notice_id=row.id,
                sent_at=_moment(desk, sending.on or desk.today),
                received_at=_moment(desk, sending.received) if sending.received else None,
                reply_by=sending.reply_by,
                reply_days=term.days if term else 0,
                reply_working=term.working if term else True,
                channel=sending.channel.strip(),
                cites=cited_laws(desk.letters / version.folder),
                by=by,
                at=desk.clock(),
            )
        )
        return move(session, row, "sent", by, note if row.number else f"未编号 {note}".strip())


def _in_order(desk: LetterDesk, dated: date | None, sending: Sending) -> None:
    """Refuse days that cannot be. Raises NotAllowed."""
    day = sending.on or desk.today
    if day > desk.today or (sending.received is not None and sending.received > desk.today):
        raise NotAllowed(said("发出、收文之日不能在将来"))
    if dated is not None and day < dated:
        raise NotAllowed(said("发出之日 {day} 早于成文日期 {dated}", day=day, dated=dated))
    if sending.received is not None and sending.received < day:
        raise NotAllowed(said("收文之日 {received} 早于发出之日 {day}", received=sending.received, day=day))
    if sending.reply_by is not None and sending.reply_by < day:
        raise NotAllowed(said("复函期限 {due} 早于发出之日 {day}", due=sending.reply_by, day=day))


def _moment(desk: LetterDesk, day: date) -> datetime:
    """Return a day as a moment: this one if it is today, else noon in Beijing."""
    return desk.clock() if day == desk.today else datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)


def received(desk: LetterDesk, notice_id: int, by: str, on: date | None = None, note: str = "") -> Notice:
    """Note on which day the office received a letter, as its return slip says; clocks run from the newest.

    Raises NotAllowed (role, state, a letter without a row of its sending, a day before it or in the future).
    """
    with desk.step() as session:
        row = enter(session, notice_id, by, RECEIVE)
        dispatch, day = dispatch_of(session, row.id), on or desk.today
        if dispatch is None:
            raise NotAllowed(said("函件 {letter} 没有发出的登记，不能登记收文", letter=row.id))
        sent_on = dispatch.sent_at.astimezone(BEIJING).date()
        if not sent_on <= day <= desk.today:
            raise NotAllowed(
                said("收文之日 {day} 须在发出之日 {sent} 至今日 {today} 之间", day=day, sent=sent_on, today=desk.today)
            )
        dispatch.received_at = _moment(desk, day)
        add_event(row, by, "received", f"{day} {note}".strip())
        session.flush()
        return as_notice(row)


def answered(desk: LetterDesk, notice_id: int, by: str, answer: Answer | None = None) -> Notice:
    """Note an answer; there may be several. Raises BadInput (result, case, day), NotAllowed (role, state)."""
    answer = answer or Answer()
    with desk.step() as session:
        row = enter(session, notice_id, by, ANSWER)
        result = read_result(answer.result, row.recipient)
        received = answer.received_on or desk.today
        dispatch = dispatch_of(session, row.id)
        first = dispatch.sent_at.astimezone(BEIJING).date() if dispatch else row.drafted_at.astimezone(BEIJING).date()
        if not first <= received <= desk.today:
            raise BadInput(
                said(
                    "答复收到之日 {received} 须在发出之日 {first} 至今日 {today} 之间",
                    received=received,
                    first=first,
                    today=desk.today,
                )
            )
        own = [link.case_id for link in row.cases]
        if strange := [case for case in answer.cases if case not in own]:
            raise BadInput(
                said(
                    "函件 {letter} 不涉及案件 {strange}，只涉及 {own}",
                    letter=row.id,
                    strange=strange[0],
                    own="、".join(map(str, own)),
                )
            )
        session.add(
            AnswerRow(
                notice_id=row.id,
                result=result,
                number=answer.number.strip(),
                received_on=received,
                cases=sorted(set(answer.cases)),
                note=answer.note.strip(),
                by=by,
                at=desk.clock(),
            )
        )
        told = [result_said(result), answer.number.strip(), answer.note.strip()]
        if row.recipient == ORGAN and result == OURS:
            _take_out(session, row, answer.cases or own, by)
        return move(session, row, "answered", by, " ".join(filter(None, told)))


def _take_out(session: Session, row: NoticeRow, cases: Sequence[int], by: str) -> None:
    """The site is the organ's own: each case waits for a new decision, and every other letter about it is told so."""
    for case in session.scalars(select(CaseRow).where(CaseRow.id.in_(cases)).order_by(CaseRow.id)):
        if case.state not in (CaseState.DISMISSED, CaseState.CLOSED):
            case.state = CaseState.HOLD.value
        others = select(NoticeRow).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case.id, NoticeRow.id != row.id)
        for other in session.scalars(others.order_by(NoticeRow.id)):
            if other.state not in ENDS:
                what = said("请撤回") if other.state not in OUT else said("已发出，请去函更正或者撤回")
                add_event(
                    other,
                    by,
                    "objected",
                    said(
                        "案件 {case} 的网站经 {office} 答复系其自有（函件 {letter}），{what}",
                        case=case.id,
                        office=row.office,
                        letter=row.id,
                        what=what,
                    ),
                )
    session.flush()
