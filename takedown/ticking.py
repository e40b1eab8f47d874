"""The facts of the store that clocks run on: letters that are out, cases under way, what people have marked as done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from takedown.clocks import Clock, LastSeen, SentLetter, Table, clocks_of
from takedown.following import GONE_OUT
from takedown.permits import OUT
from zhenwei.clock import BEIJING
from zhenwei.store.letters import answers_of
from zhenwei.store.letters_tables import AnswerRow, ClockDoneRow, DispatchRow
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeRow
from zhenwei.types import CaseState
from zhenwei.watchlist.clocks import Clocks

# Cases whose records are still wanted: confirmed by a person, and not ended.
UNDER_WAY = (
    CaseState.CONFIRMED,
    CaseState.DRAFTED,
    CaseState.APPROVED,
    CaseState.SENT,
    CaseState.ANSWERED,
    CaseState.DOWN,
    CaseState.RESURFACED,
)


def all_clocks(session: Session, clocks: Clocks, now: datetime, case: int = 0, *, closed: bool = False) -> list[Clock]:
    """Return every clock of the store, or those of one case, in the order of clocks_of.

    The clocks of closed letters, which have all ended, come with ``closed`` or for one case only.
    """
    table = Table(clocks, now, done_marks(session))
    letters = sent_letters(session, case, closed=closed or case > 0)
    return clocks_of(table, letters, last_seen(session, case), None if case else _since(session))


def clocks_of_letter(session: Session, clocks: Clocks, now: datetime, notice: int) -> list[Clock]:
    """Return the clocks of one letter, ended ones too."""
    table = Table(clocks, now, done_marks(session))
    return clocks_of(table, sent_letters(session, notice=notice, closed=True), ())


def sent_letters(session: Session, case: int = 0, notice: int = 0, *, closed: bool = False) -> list[SentLetter]:
    """Return the letters that have gone out and were not withdrawn."""
    states = GONE_OUT if closed else OUT
    query = select(NoticeRow).where(NoticeRow.state.in_(states)).order_by(NoticeRow.id)
    if notice:
        query = query.where(NoticeRow.id == notice)
    if case:
        query = query.join(NoticeCaseRow).where(NoticeCaseRow.case_id == case)
    rows = session.scalars(query.options(selectinload(NoticeRow.cases), selectinload(NoticeRow.events))).all()
    numbers = [row.id for row in rows]
    sendings = session.scalars(select(DispatchRow).where(DispatchRow.notice_id.in_(numbers)))
    dispatched = {row.notice_id: row for row in sendings}
    answers: dict[int, list[AnswerRow]] = defaultdict(list)
    for answer in answers_of(session, numbers):
        answers[answer.notice_id].append(answer)
    return [_letter(row, dispatched.get(row.id), answers[row.id]) for row in rows]


def _letter(row: NoticeRow, out: DispatchRow | None, answers: Iterable[AnswerRow]) -> SentLetter:
    moments = {event.event: event.at for event in row.events}
    results = [(answer.result, answer.received_on) for answer in answers]
    if not results and "answered" in moments:  # from before answers were rows
        results = [("", moments["answered"].astimezone(BEIJING).date())]
    return SentLetter(
        notice=row.id,
        recipient=row.recipient,
        kind=row.kind,
        office=row.office,
        number=row.number,
        cases=tuple(link.case_id for link in row.cases),
        sent_at=out.sent_at if out else moments.get("sent", row.drafted_at),
        received_at=out.received_at if out else None,
        reply_by=out.reply_by if out else None,
        reply_days=out.reply_days if out else 0,
        reply_working=out.reply_working if out else True,
        cites=tuple(map(str, out.cites)) if out else (),
        results=tuple(results),
        closed_on=moments["closed"].astimezone(BEIJING).date() if row.state == "closed" else None,
    )


def last_seen(session: Session, case: int = 0) -> list[LastSeen]:
    """Return the cases under way with the day on which their site was last seen alive."""
    query = (
        select(CaseRow, StandingRow.last_alive)
        .outerjoin(StandingRow, StandingRow.case_id == CaseRow.id)
        .where(CaseRow.state.in_([state.value for state in UNDER_WAY]))
        .order_by(CaseRow.id)
    )
    if case:
        query = query.where(CaseRow.id == case)
    told = _told(session)
    return [
        LastSeen(row.id, row.verdict, alive or row.last_seen, frozenset(told.get(row.id, ())))
        for row, alive in session.execute(query)
    ]


def _told(session: Session) -> dict[int, set[str]]:
    rows = session.execute(
        select(NoticeCaseRow.case_id, NoticeRow.recipient)
        .join(NoticeRow, NoticeRow.id == NoticeCaseRow.notice_id)
        .where(NoticeRow.state.in_(GONE_OUT))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for case, recipient in rows:
        found[case].add(recipient)
    return found


def done_marks(session: Session) -> dict[str, datetime]:
    """Return the newest mark of each clock that a person has marked as done."""
    return {row.key: row.at for row in session.scalars(select(ClockDoneRow).order_by(ClockDoneRow.id))}


def _since(session: Session) -> date | None:
    """Return the day of the first case: from then on monthly reports are owed."""
    first = session.scalar(select(func.min(CaseRow.first_seen)))
    return first.astimezone(BEIJING).date() if first else None
