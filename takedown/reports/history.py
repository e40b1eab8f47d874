"""Everything that happened to cases until a moment, read in a fixed number of questions however many cases there are.

Only rows that are never changed are counted from: openings, decisions, events of letters, looks. So a report of a past
month comes out the same whenever it is made. What a case is called (verdict, organ) is the opinion that stood then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from zhenwei.store.looks_tables import LookRow
from zhenwei.store.models import (
    AssessmentRow,
    CaseRow,
    DecisionRow,
    NoticeCaseRow,
    NoticeEventRow,
    NoticeRow,
    SiteRow,
)
from zhenwei.store.outcome_tables import CaseOpeningRow
from zhenwei.store.standing_words import standing_word
from zhenwei.types import Verdict

FLAGGED = [verdict.value for verdict in Verdict if verdict.flagged]


@dataclass(frozen=True, slots=True)
class Said:
    """A person's decision."""

    at: datetime
    word: str
    by: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Look:
    """A decided look. ``event``: gone, back, moved or nothing."""

    at: datetime
    event: str
    shows: bool


@dataclass(frozen=True, slots=True)
class Step:
    """An event of a letter."""

    at: datetime
    event: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter with what has been done with it, the oldest event first."""

    id: int
    recipient: str
    office: str
    title: str
    number: str
    drafted_by: str
    cases: tuple[int, ...]
    steps: tuple[Step, ...]

    def first(self, event: str) -> datetime | None:
        """Return when an event first happened."""
        return next((step.at for step in self.steps if step.event == event), None)


@dataclass(frozen=True, slots=True)
class OneCase:
    """A case as it stood at the end of the history."""

    id: int
    host: str
    operator: str
    verdict: str
    target: str
    first_seen: datetime
    opened: datetime
    last_alive: datetime
    decisions: tuple[Said, ...] = ()
    looks: tuple[Look, ...] = ()
    letters: tuple[Sent, ...] = ()

    def known(self, moment: datetime) -> bool:
        """True if it was a case before a moment."""
        return self.opened < moment or any(said.at < moment for said in self.decisions)


@dataclass(frozen=True, slots=True)
class History:
    """All cases first seen, and all letters with which something was done, before ``until``."""

    until: datetime
    cases: Mapping[int, OneCase]
    letters: tuple[Sent, ...]


def read_history(session: Session, until: datetime) -> History:
    """Read what happened before a moment."""
    letters = _letters(session, until)
    by_case: dict[int, list[Sent]] = defaultdict(list)
    for letter in letters:
        for number in letter.cases:
            by_case[number].append(letter)
    said, looks = _decisions(session, until), _looks(session, until)
    opinions = _opinions(session, until)
    query = (
        select(
            CaseRow.id, CaseRow.site_id, SiteRow.host, CaseRow.operator, CaseRow.verdict, CaseRow.target,
            CaseRow.first_seen, CaseOpeningRow.at,
        )
        .join(SiteRow, SiteRow.id == CaseRow.site_id)
        .outerjoin(CaseOpeningRow, CaseOpeningRow.case_id == CaseRow.id)
        .where(CaseRow.first_seen < until)
        .order_by(CaseRow.id)
    )  # fmt: skip
    cases = {}
    for number, site, host, operator, verdict, target, first_seen, opened in session.execute(query):
        verdict, target, alive = opinions.get(site, (verdict, target, None))
        shown = [look.at for look in looks.get(number, ()) if look.shows]
        cases[number] = OneCase(
            number, host, operator, verdict, target, first_seen, opened or first_seen,
            max([first_seen, *shown, *([alive] if alive else [])]),
            tuple(said.get(number, ())), tuple(looks.get(number, ())), tuple(by_case.get(number, ())),
        )  # fmt: skip
    return History(until, cases, tuple(letters))


def _decisions(session: Session, until: datetime) -> Mapping[int, Sequence[Said]]:
    """Return what people said and had not taken back by then, by case."""
    found: dict[int, list[Said]] = defaultdict(list)
    query = select(
        DecisionRow.case_id, DecisionRow.at, DecisionRow.word, DecisionRow.by, DecisionRow.verdict_shown
    ).where(DecisionRow.at < until, standing_word(until))
    for number, at, word, by, verdict in session.execute(query.order_by(DecisionRow.at, DecisionRow.id)):
        found[number].append(Said(at, word, by, verdict))
    return found


def _looks(session: Session, until: datetime) -> Mapping[int, Sequence[Look]]:
    found: dict[int, list[Look]] = defaultdict(list)
    query = select(LookRow.case_id, LookRow.at, LookRow.event, LookRow.shows).where(
        LookRow.at < until, LookRow.standing != ""
    )
    for number, at, event, shows in session.execute(query.order_by(LookRow.at, LookRow.id)):
        if at is not None:
            found[number].append(Look(at, event, shows))
    return found


def _letters(session: Session, until: datetime) -> list[Sent]:
    steps: dict[int, list[Step]] = defaultdict(list)
    events = select(NoticeEventRow).where(NoticeEventRow.at < until).order_by(NoticeEventRow.at, NoticeEventRow.id)
    for row in session.scalars(events):
        steps[row.notice_id].append(Step(row.at, row.event, row.by, row.note))
    about: dict[int, list[int]] = defaultdict(list)
    for notice, number in session.execute(
        select(NoticeCaseRow.notice_id, NoticeCaseRow.case_id).order_by(NoticeCaseRow.case_id)
    ):
        about[notice].append(number)
    query = select(
        NoticeRow.id, NoticeRow.recipient, NoticeRow.office, NoticeRow.title, NoticeRow.number, NoticeRow.drafted_by
    )
    return [
        Sent(*row, tuple(about.get(row[0], ())), tuple(steps.get(row[0], ())))
        for row in session.execute(query.order_by(NoticeRow.id))
    ]


def _opinions(session: Session, until: datetime) -> Mapping[int, tuple[str, str, datetime | None]]:
    """Return of each case's site, before a moment: verdict, imitated organ, and when an opinion was last flagged.

    The newest flagged opinion, else the newest: a visit that failed does not take a finding back.
    """
    flagged = AssessmentRow.verdict.in_(FLAGGED)
    newest = (
        select(
            func.coalesce(func.max(case((flagged, AssessmentRow.id))), func.max(AssessmentRow.id)).label("id"),
            func.max(case((flagged, AssessmentRow.made_at))).label("alive"),
        )
        .join(CaseRow, CaseRow.site_id == AssessmentRow.site_id)
        .where(AssessmentRow.made_at < until)
        .group_by(AssessmentRow.site_id)
        .subquery()
    )
    query = select(AssessmentRow.site_id, AssessmentRow.verdict, AssessmentRow.target, newest.c.alive)
    rows = session.execute(query.join(newest, newest.c.id == AssessmentRow.id))
    return {site: (verdict, target, alive) for site, verdict, target, alive in rows}
