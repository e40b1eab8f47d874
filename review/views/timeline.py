"""Everything that happened to a case in one line of time: what machines saw and what people did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from review.masking import mask
from zhenwei.address import defang
from zhenwei.store.looks import case_of_site, looks_of, moves_from, moves_to
from zhenwei.store.models import (
    AssessmentRow,
    CaseRow,
    DecisionRow,
    LeadRow,
    NameEventRow,
    NoticeCaseRow,
    NoticeEventRow,
    NoticeRow,
    OperatorEventRow,
    VisitRow,
    WatchedNameRow,
)
from zhenwei.store.notes import checks_of, notes_of, unmaskings_of
from zhenwei.store.opinions import requests_of

MOST_OF_A_KIND = 100


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing. ``kind``: which text introduces it; ``group``, ``word``: a value that the catalogue has a word for.

    ``words`` is free text (masked), ``by`` a person or empty, ``of`` whom they asked, ``case`` another case,
    ``notice`` a letter, ``n`` a number of the text.
    """

    at: datetime
    kind: str
    group: str = ""
    word: str = ""
    words: str = ""
    by: str = ""
    of: str = ""
    case: int = 0
    notice: int = 0
    n: int = 0


def timeline_of(session: Session, case: CaseRow, most: int = 0) -> list[Happening]:
    """Return what happened, the newest first; ``most`` of it, or (0) all, at most MOST_OF_A_KIND of each kind."""
    found = [one for read in _READERS for one in read(session, case)]
    found.sort(key=lambda one: one.at, reverse=True)
    return found[:most] if most else found


def _leads(session: Session, case: CaseRow) -> list[Happening]:
    query = select(LeadRow).filter_by(site_id=case.site_id).order_by(LeadRow.id).limit(MOST_OF_A_KIND)
    return [Happening(r.first_seen, "lead", "spider", r.source, mask(r.why)) for r in session.scalars(query)]


def _visits(session: Session, case: CaseRow) -> list[Happening]:
    """Return one line for the visits of a night that ended alike."""
    query = (
        select(VisitRow.night_id, VisitRow.purpose, VisitRow.outcome, func.count(), func.min(VisitRow.captured_at))
        .where(VisitRow.site_id == case.site_id, VisitRow.outcome != "", VisitRow.captured_at.is_not(None))
        .group_by(VisitRow.night_id, VisitRow.purpose, VisitRow.outcome)
        .order_by(VisitRow.night_id.desc())
        .limit(MOST_OF_A_KIND)
    )
    return [
        Happening(at, "visit", "outcome", outcome, n=number)
        for _night, _purpose, outcome, number, at in session.execute(query)
        if at is not None
    ]


def _opinions(session: Session, case: CaseRow) -> list[Happening]:
    query = select(AssessmentRow).filter_by(site_id=case.site_id).order_by(AssessmentRow.id.desc())
    return [
        Happening(r.made_at, "judged", "verdict", r.verdict, f"{r.impersonation:.0f} / {r.sale:.0f}")
        for r in session.scalars(query.limit(MOST_OF_A_KIND))
    ]


def _words(session: Session, case: CaseRow) -> list[Happening]:
    """Return the words; of an undo the word that counts again, of what was undone that it was."""
    query = select(DecisionRow).filter_by(case_id=case.id).order_by(DecisionRow.id.desc()).limit(MOST_OF_A_KIND)
    rows = list(session.scalars(query))
    undone = {row.undoes_id for row in rows}
    kinds = {row.id: "undo" if row.undoes_id else "word_undone" if row.id in undone else "word" for row in rows}
    return [Happening(r.at, kinds[r.id], "word", r.word, r.why, r.by) for r in rows]


def _advice(session: Session, case: CaseRow) -> list[Happening]:
    """Return second opinions: asked for, given, or no longer needed."""
    found = []
    for one in requests_of(session, case.id)[:MOST_OF_A_KIND]:
        found.append(Happening(one.at, "asked", words=one.question, by=one.asked_by, of=one.asked_of))
        found += [
            Happening(r.at, "advised" if r.word else "unasked", "word", r.word, r.why, r.by) for r in one.opinions
        ]
    return found


def _letters(session: Session, case: CaseRow) -> list[Happening]:
    letters = select(NoticeRow).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case.id)
    found = [
        Happening(r.drafted_at, "drafted", "recipient", r.recipient, r.title, r.drafted_by, n=r.id, notice=r.id)
        for r in session.scalars(letters.order_by(NoticeRow.id.desc()).limit(MOST_OF_A_KIND))
    ]
    events = (
        select(NoticeEventRow)
        .join(NoticeCaseRow, NoticeCaseRow.notice_id == NoticeEventRow.notice_id)
        .where(NoticeCaseRow.case_id == case.id, NoticeEventRow.event != "drafted")
        .order_by(NoticeEventRow.id.desc())
        .limit(MOST_OF_A_KIND)
    )
    return found + [
        Happening(r.at, "letter", "letter_event", r.event, r.note, r.by, n=r.notice_id, notice=r.notice_id)
        for r in session.scalars(events)
    ]


def _looks(session: Session, case: CaseRow) -> list[Happening]:
    return [
        Happening(r.at, "look", "standing", r.standing, mask(r.why))
        for r in looks_of(session, case.id)[-MOST_OF_A_KIND:]
        if r.at
    ]


def _moves(session: Session, case: CaseRow) -> list[Happening]:
    to = moves_from(session, case.id)[:MOST_OF_A_KIND]
    come = moves_to(session, case.site_id)[:MOST_OF_A_KIND]
    return [
        Happening(r.at, "moved_to", words=defang(r.url), case=case_of_site(session, r.site_id)) for r in to
    ] + [Happening(r.at, "moved_from", words=defang(r.case.url), case=r.case_id) for r in come]  # fmt: skip


def _operator(session: Session, case: CaseRow) -> list[Happening]:
    """Return what happened to the case's group, and to no other that it once was in (those rows have no index)."""
    if not case.operator:
        return []
    # One question for each index: of both together SQLite walks the whole table, the newest row first.
    found: dict[int, OperatorEventRow] = {}
    for column in (OperatorEventRow.operator, OperatorEventRow.other):
        query = select(OperatorEventRow).where(column == case.operator).order_by(OperatorEventRow.id.desc())
        found |= {row.id: row for row in session.scalars(query.limit(MOST_OF_A_KIND))}
    rows = [found[number] for number in sorted(found, reverse=True)[:MOST_OF_A_KIND]]
    return [Happening(r.at, "operator", "group", r.what, r.operator, n=len(r.cases)) for r in rows]


def _name(session: Session, case: CaseRow) -> list[Happening]:
    query = (
        select(NameEventRow)
        .join(WatchedNameRow, WatchedNameRow.id == NameEventRow.name_id)
        .where(WatchedNameRow.domain == case.site.host)
        .order_by(NameEventRow.id.desc())
        .limit(MOST_OF_A_KIND)
    )
    return [Happening(r.at, "name", "change", r.what, defang(r.after)) for r in session.scalars(query)]


def _acts(session: Session, case: CaseRow) -> list[Happening]:
    """Return notes, looks at contacts in full, and checks (one line for those made at once)."""
    found = [Happening(r.at, "note", words=r.text, by=r.by) for r in notes_of(session, case.id)]
    found += [Happening(r.at, "unmasked", words=r.why, by=r.by) for r in unmaskings_of(session, case.id)]
    checks: dict[tuple[datetime, str], list[int]] = {}
    for row in checks_of(session, case.id):
        checks.setdefault((row.at, row.by), []).append(len(row.problems))
    for (at, by), problems in checks.items():
        kind = "check_bad" if any(problems) else "check_ok"
        found.append(Happening(at, kind, by=by, n=len(problems)))
    return found


_READERS: tuple[Callable[[Session, CaseRow], list[Happening]], ...] = (
    _leads, _visits, _opinions, _words, _advice, _letters, _looks, _moves, _operator, _name, _acts,
)  # fmt: skip
