"""The facts of the store that clocks run on: letters that are out, cases under way, what people have marked as done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from takedown.clocks import Clock, LastSeen, SentLetter, Table, clocks_of
from takedown.following import GONE_OUT
from takedown.permits import OUT, SENDERS, needs
from zhenwei.clock import BEIJING
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.store.letters_tables import AnswerRow, ClockDoneRow, DispatchRow
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeEventRow, NoticeRow
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
UNDER_WAY_STATES = tuple(state.value for state in UNDER_WAY)
_AT_ONCE = 5_000  # letters
_LETTER = (
    NoticeRow.id, NoticeRow.recipient, NoticeRow.kind, NoticeRow.office, NoticeRow.number, NoticeRow.state,
    NoticeRow.drafted_at,
)  # fmt: skip
_DISPATCH = (
    DispatchRow.notice_id, DispatchRow.sent_at, DispatchRow.received_at, DispatchRow.reply_by, DispatchRow.reply_days,
    DispatchRow.reply_working, DispatchRow.cites,
)  # fmt: skip


def all_clocks(session: Session, clocks: Clocks, now: datetime, case: int = 0, *, closed: bool = False) -> list[Clock]:
    """Return every clock of the store, or those of one case, in the order of clocks_of.

    The clocks of closed letters, which have all ended, come with ``closed`` or for one case only. Of the whole store
    this takes as long as the store is large: a page asks ``takedown/standing.py``.
    """
    letters = sent_letters(session, case, closed=closed or case > 0)
    marks = done_marks(session, _keys(clocks, letters, case) if case else None)
    table = Table(clocks, now, marks)
    return clocks_of(table, letters, last_seen(session, case), None if case else since(session))


def clocks_of_letter(session: Session, clocks: Clocks, now: datetime, notice: int) -> list[Clock]:
    """Return the clocks of one letter, ended ones too."""
    letters = sent_letters(session, notice=notice, closed=True)
    return clocks_of(Table(clocks, now, done_marks(session, _keys(clocks, letters))), letters, ())


def clocks_among(session: Session, clocks: Clocks, now: datetime, notices: Collection[int]) -> list[Clock]:
    """Return the clocks of some letters, ended ones too."""
    letters = sent_letters(session, closed=True, among=notices)
    return clocks_of(Table(clocks, now, done_marks(session, _keys(clocks, letters))), letters, ())


def sent_letters(
    session: Session, case: int = 0, notice: int = 0, *, closed: bool = False, among: Collection[int] | None = None
) -> list[SentLetter]:
    """Return the letters that have gone out and were not withdrawn; ``among`` narrows them to some."""
    states = GONE_OUT if closed else OUT
    query = select(*_LETTER).where(NoticeRow.state.in_(states)).order_by(NoticeRow.id)
    if notice:
        query = query.where(NoticeRow.id == notice)
    if among is not None:
        query = query.where(NoticeRow.id.in_(among))
    if case:
        query = query.join(NoticeCaseRow).where(NoticeCaseRow.case_id == case)
    rows = session.execute(query).all()
    return [
        letter
        for first in range(0, len(rows), _AT_ONCE)
        for letter in _letters(session, rows[first : first + _AT_ONCE])
    ]


def _letters(session: Session, rows: Sequence[Any]) -> Iterator[SentLetter]:
    """Yield letters with all that hangs on them; a few columns of each, for there may be a hundred thousand."""
    numbers = [row.id for row in rows]
    cases: dict[int, list[int]] = defaultdict(list)
    about = select(NoticeCaseRow.notice_id, NoticeCaseRow.case_id).where(NoticeCaseRow.notice_id.in_(numbers))
    for notice, case in session.execute(about.order_by(NoticeCaseRow.notice_id, NoticeCaseRow.case_id)):
        cases[notice].append(case)
    moments: dict[int, dict[str, datetime]] = defaultdict(dict)
    events = select(NoticeEventRow.notice_id, NoticeEventRow.event, NoticeEventRow.at)
    events = events.where(
        NoticeEventRow.notice_id.in_(numbers), NoticeEventRow.event.in_(("sent", "answered", "closed"))
    )
    for notice, event, at in session.execute(events.order_by(NoticeEventRow.id)):
        moments[notice][event] = at
    sendings = session.execute(select(*_DISPATCH).where(DispatchRow.notice_id.in_(numbers)))
    dispatched = {row.notice_id: row for row in sendings}
    answers: dict[int, list[tuple[str, date]]] = defaultdict(list)
    told = select(AnswerRow.notice_id, AnswerRow.result, AnswerRow.received_on)
    for notice, result, on in session.execute(told.where(AnswerRow.notice_id.in_(numbers)).order_by(AnswerRow.id)):
        answers[notice].append((result, on))
    for row in rows:
        yield _letter(row, cases[row.id], dispatched.get(row.id), answers[row.id], moments[row.id])


def _letter(
    row: Row[Any],
    cases: Sequence[int],
    out: Row[Any] | None,
    results: list[tuple[str, date]],
    moments: Mapping[str, datetime],
) -> SentLetter:
    if not results and "answered" in moments:  # from before answers were rows
        results = [("", moments["answered"].astimezone(BEIJING).date())]
    return SentLetter(
        notice=row.id,
        recipient=row.recipient,
        kind=row.kind,
        office=row.office,
        number=row.number,
        cases=tuple(cases),
        sent_at=out.sent_at if out else moments.get("sent", row.drafted_at),
        received_at=out.received_at if out else None,
        reply_by=out.reply_by if out else None,
        reply_days=out.reply_days if out else 0,
        reply_working=out.reply_working if out else True,
        cites=tuple(map(str, out.cites)) if out else (),
        results=tuple(results),
        closed_on=moments["closed"].astimezone(BEIJING).date() if row.state == "closed" else None,
    )


def last_seen(session: Session, case: int = 0, among: Collection[int] | None = None) -> list[LastSeen]:
    """Return the cases under way (one, some, or all) with the moment at which their site was last seen alive."""
    among = [case] if case else among
    query = (
        select(CaseRow.id, CaseRow.verdict, CaseRow.last_seen, StandingRow.last_alive)
        .outerjoin(StandingRow, StandingRow.case_id == CaseRow.id)
        .where(CaseRow.state.in_(UNDER_WAY_STATES))
        .order_by(CaseRow.id)
    )
    if among is not None:
        query = query.where(CaseRow.id.in_(among))
    told = _told(session, among)
    return [
        LastSeen(number, verdict, alive or seen, frozenset(told.get(number, ())))
        for number, verdict, seen, alive in session.execute(query)
    ]


def _told(session: Session, among: Collection[int] | None) -> dict[int, set[str]]:
    query = (
        select(NoticeCaseRow.case_id, NoticeRow.recipient)
        .join(NoticeRow, NoticeRow.id == NoticeCaseRow.notice_id)
        .where(NoticeRow.state.in_(GONE_OUT))
    )
    if among is not None:
        query = query.where(NoticeCaseRow.case_id.in_(among))
    found: dict[int, set[str]] = defaultdict(set)
    for number, recipient in session.execute(query):
        found[number].add(recipient)
    return found


def mark_done(session: Session, clocks: Clocks, now: datetime, key: str, by: str, note: str = "") -> ClockDoneRow:
    """Note that what a clock asks for has been done. Raises NotAllowed (role), BadInput (no such clock)."""
    needs(session, by, SENDERS, "登记")
    if key not in {clock.key for clock in _clocks_about(session, clocks, now, key)}:
        raise BadInput(said("没有期限 {key!r}（用 zhenwei clocks 查看 clock 一栏）", key=key))
    row = ClockDoneRow(key=key, by=by, at=now, note=note.strip())
    session.add(row)
    session.flush()
    return row


def _clocks_about(session: Session, clocks: Clocks, now: datetime, key: str) -> list[Clock]:
    """Return the clocks among which one of a key is: those of its letter or case, not all of a store."""
    about = key.rpartition(":")[2]
    kind, number = about[:1], about[1:]
    known = number.isascii() and number.isdigit() and len(number) < 10
    if kind == "n" and known:
        return clocks_of_letter(session, clocks, now, int(number))
    return all_clocks(session, clocks, now, int(number) if kind == "c" and known else 0)


def done_marks(session: Session, keys: Collection[str] | None = None) -> dict[str, datetime]:
    """Return the newest mark of each clock, or of each of ``keys``, that a person has marked as done."""
    query = select(ClockDoneRow.key, ClockDoneRow.at).order_by(ClockDoneRow.id)
    if keys is not None:
        query = query.where(ClockDoneRow.key.in_(keys))
    return {key: at for key, at in session.execute(query)}  # noqa: C416 - rows are no pairs to dict()


def marked_since(session: Session, moment: datetime) -> set[str]:
    """Return the clocks that were marked as done at a moment or later."""
    return set(session.scalars(select(ClockDoneRow.key).where(ClockDoneRow.at >= moment)))


def _keys(clocks: Clocks, letters: Iterable[SentLetter], case: int = 0) -> list[str]:
    """Return the keys that clocks of these letters, and of a case, may have."""
    about = [f"n{letter.notice}" for letter in letters] + ([f"c{case}"] if case else [])
    return [f"{rule.id}:{one}" for rule in clocks.rules for one in about]


def since(session: Session) -> date | None:
    """Return the day of the first case: from then on monthly reports are owed."""
    first = session.scalar(select(func.min(CaseRow.first_seen)))
    return first.astimezone(BEIJING).date() if first else None
