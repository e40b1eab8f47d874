"""The list of letters: what waits for whom, the newest first, each with its most pressing clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from review.views.clocks import ClockLine, pressing
from takedown.permits import DRAFTS, ENDS, READY, STATES
from takedown.ticking import clocks_among
from zhenwei.store.models import NoticeCaseRow, NoticeRow
from zhenwei.watchlist.clocks import Clocks

OPEN, ALL = "open", "all"
CHOICES = (OPEN, *STATES, ALL)
# Whose: all, mine to approve (drafts of others), approved and not gone out, those that I drafted.
APPROVAL, SENDING, MINE = "approval", "sending", "mine"
WHOSE = (APPROVAL, SENDING, MINE)
PAGE = 50


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter on the list; ``clock`` is the one that needs a person first, None if none runs."""

    notice: int
    title: str
    recipient: str
    office: str
    state: str
    number: str
    drafted_by: str
    drafted_at: datetime
    cases: tuple[int, ...]
    clock: ClockLine | None


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """What the list shows; ``before`` is the number of the last letter of the page before, 0 for the first page."""

    state: str = OPEN
    recipient: str = ""
    case: int = 0
    whose: str = ""
    person: str = ""
    before: int = 0


@dataclass(frozen=True, slots=True)
class LetterPage:
    """``counts``: (state, how many letters stand so); ``next``: where the next page begins, 0 if this is the last."""

    counts: list[tuple[str, int]]
    lines: list[LetterLine]
    next: int


def read_letters(session: Session, clocks: Clocks, at: datetime, wanted: LetterFilter) -> LetterPage:
    """Return a page of letters and how many there are in each state."""
    each = session.execute(select(NoticeRow.state, func.count()).group_by(NoticeRow.state))
    found = {state: count for state, count in each}  # noqa: C416 - rows
    query = _narrowed(select(NoticeRow), wanted).options(selectinload(NoticeRow.cases))
    rows = list(session.scalars(query.order_by(NoticeRow.id.desc()).limit(PAGE + 1)))
    shown = rows[:PAGE]
    ticking = pressing(clocks_among(session, clocks, at, [row.id for row in shown]))
    lines = [_line(row, ticking.get(row.id)) for row in shown]
    return LetterPage(
        counts=[(state, found[state]) for state in STATES if found.get(state)],
        lines=lines,
        next=shown[-1].id if len(rows) > PAGE else 0,
    )


def _narrowed(query: Select[NoticeRow], wanted: LetterFilter) -> Select[NoticeRow]:
    states: Collection[str] = STATES if wanted.state == ALL else (wanted.state,)
    if wanted.state == OPEN:
        states = [state for state in STATES if state not in ENDS]
    if wanted.whose == APPROVAL:
        states = [state for state in states if state in DRAFTS]
        query = query.where(NoticeRow.drafted_by != wanted.person)
    elif wanted.whose == SENDING:
        states = [state for state in states if state in READY]
    elif wanted.whose == MINE:
        query = query.where(NoticeRow.drafted_by == wanted.person)
    if wanted.recipient:
        query = query.where(NoticeRow.recipient == wanted.recipient)
    if wanted.case:
        query = query.join(NoticeCaseRow).where(NoticeCaseRow.case_id == wanted.case)
    if wanted.before:
        query = query.where(NoticeRow.id < wanted.before)
    return query.where(NoticeRow.state.in_(states))


def _line(row: NoticeRow, clock: ClockLine | None) -> LetterLine:
    return LetterLine(
        row.id, row.title, row.recipient, row.office, row.state, row.number, row.drafted_by, row.drafted_at,
        tuple(link.case_id for link in row.cases), clock,
    )  # fmt: skip
