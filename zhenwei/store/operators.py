"""Groups of cases of one operator: what the grouping reads, what it leaves, and what people see of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session, joinedload

from zhenwei.clock import now
from zhenwei.errors import NoSuch
from zhenwei.sentences import said
from zhenwei.store.models import AssessmentRow, CaseRow, DecisionRow, OperatorEventRow, SiteRow, TieRow, TraitRow
from zhenwei.store.standing_words import standing_word
from zhenwei.types import Word

_BATCH = 500


@dataclass(frozen=True, slots=True)
class SiteStanding:
    """A stored site as the grouping needs it. ``case`` is 0 without a case; ``verdict``: the machine's newest.

    ``confirmed_as``: the verdict that stood when a person last confirmed the case, or "".
    """

    site: int
    host: str
    organ: str
    verdict: str
    case: int = 0
    state: str = ""
    target: str = ""
    operator: str = ""
    confirmed_as: str = ""


def standings(session: Session, sites: Iterable[int]) -> list[SiteStanding]:
    """Return all cases, the sites asked for, and the neighbours of cases below one registrable domain."""
    words = select(DecisionRow.case_id, DecisionRow.verdict_shown).where(
        DecisionRow.word == Word.CONFIRMED.value, standing_word()
    )
    confirmed = {case: verdict for case, verdict in session.execute(words.order_by(DecisionRow.id))}  # noqa: C416 - rows
    query = select(
        SiteRow.id, SiteRow.host, SiteRow.organ, CaseRow.verdict, CaseRow.id, CaseRow.state, CaseRow.target,
        CaseRow.operator,
    ).join(CaseRow, CaseRow.site_id == SiteRow.id)  # fmt: skip
    found = [SiteStanding(*row, confirmed_as=confirmed.get(row[4], "")) for row in session.execute(query)]
    known = {one.site for one in found}
    others = set(sites) - known
    verdicts = _newest_verdicts(session)
    return found + [
        SiteStanding(site, host, organ, verdicts.get(site, ""))
        for site, host, organ in _rows_of(session, others | _neighbours(session, known))
    ]


def _neighbours(session: Session, known: set[int]) -> set[int]:
    """Return sites without a case below a registrable domain that holds two cases or more."""
    crowded = (
        select(SiteRow.registrable)
        .join(CaseRow, CaseRow.site_id == SiteRow.id)
        .group_by(SiteRow.registrable)
        .having(func.count() > 1)
    )
    return set(session.scalars(select(SiteRow.id).where(SiteRow.registrable.in_(crowded)))) - known


def _rows_of(session: Session, sites: set[int]) -> Iterable[tuple[int, str, str]]:
    ids = sorted(sites)
    for start in range(0, len(ids), _BATCH):
        query = select(SiteRow.id, SiteRow.host, SiteRow.organ).where(SiteRow.id.in_(ids[start : start + _BATCH]))
        yield from ((site, host, organ) for site, host, organ in session.execute(query))


def _newest_verdicts(session: Session) -> dict[int, str]:
    """Return the machine's newest verdict on each site without a case."""
    newest = (
        select(func.max(AssessmentRow.id))
        .where(AssessmentRow.site_id.not_in(select(CaseRow.site_id)))
        .group_by(AssessmentRow.site_id)
    )
    query = select(AssessmentRow.site_id, AssessmentRow.verdict).where(AssessmentRow.id.in_(newest))
    return {site: verdict for site, verdict in session.execute(query)}  # noqa: C416 - rows are no pairs to dict()


def organs_seen(session: Session) -> set[str]:
    """Return the organs of whose own pages traits are stored."""
    query = select(SiteRow.organ).where(SiteRow.organ != "", SiteRow.id.in_(select(TraitRow.site_id)))
    return set(session.scalars(query.distinct()))


TieKey = tuple[int, int, str, str]
Captures = tuple[int | None, int | None]


def save_ties(
    session: Session, ties: Mapping[TieKey, str], captures: Callable[[set[TieKey]], Mapping[TieKey, Captures]]
) -> tuple[int, int]:
    """Bring the table to exactly these ties (key → strength). Returns how many were added and taken away.

    ``captures`` is asked once, for the new ones: the visits that show the value in the older and the newer case.
    """
    query = select(TieRow.id, TieRow.case_id, TieRow.other_id, TieRow.kind, TieRow.value, TieRow.strength)
    held = {(case, other, kind, value): (row, how) for row, case, other, kind, value, how in session.execute(query)}
    gone = [row for key, (row, how) in held.items() if ties.get(key) != how]
    for start in range(0, len(gone), _BATCH):
        session.execute(delete(TieRow).where(TieRow.id.in_(gone[start : start + _BATCH])))
    fresh = {key for key, how in ties.items() if key not in held or held[key][1] != how}
    if not fresh:
        return 0, len(gone)
    moment, seen = now(), captures(fresh)
    new = [
        {
            "case_id": key[0], "other_id": key[1], "kind": key[2], "value": key[3], "strength": ties[key],
            "visit_id": seen[key][0], "other_visit_id": seen[key][1], "made_at": moment,
        }
        for key in sorted(fresh)
    ]  # fmt: skip
    session.execute(insert(TieRow), new)
    return len(new), len(gone)


def save_operators(session: Session, operators: Mapping[int, str], before: Mapping[int, str]) -> None:
    """Write the operator of each case that has changed; a case that is in no group any more has none."""
    changed = [
        {"case": case, "group": operators.get(case, "")}
        for case in sorted(operators.keys() | before.keys())
        if operators.get(case, "") != before.get(case, "")
    ]
    if changed:
        table = CaseRow.__table__
        # The revision goes up: whoever has the case open sees that something about it has changed.
        statement = update(table).where(table.c.id == bindparam("case"))  # type: ignore[arg-type]
        statement = statement.values(operator=bindparam("group"), revision=table.c.revision + 1)
        session.connection().execute(statement, changed)


def leave_operator(session: Session, case: CaseRow) -> None:
    """Take a dismissed case out of its group at once; what it alone had joined is split at the next scoring."""
    session.execute(delete(TieRow).where(or_(TieRow.case_id == case.id, TieRow.other_id == case.id)))
    if case.operator:
        add_events(session, None, [("shrunk", case.operator, "", [case.id])])
        case.operator = ""


def add_events(session: Session, night_id: int | None, rows: Sequence[tuple[str, str, str, Sequence[int]]]) -> None:
    """Add (what, operator, other, cases) of a night."""
    moment = now()
    session.add_all(
        OperatorEventRow(night_id=night_id, at=moment, what=what, operator=operator, other=other, cases=list(cases))
        for what, operator, other, cases in rows
    )


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie as seen from one of its cases: the other one, and the captures that showed the value here and there."""

    other: int
    host: str
    state: str
    kind: str
    value: str
    strong: bool
    visit: int | None
    other_visit: int | None
    made_at: datetime


def ties_of(session: Session, case_id: int, limit: int = 200) -> list[TieLine]:
    """Return the ties of a case, strong ones first."""
    query = (
        select(TieRow)
        .where(or_(TieRow.case_id == case_id, TieRow.other_id == case_id))
        .order_by(TieRow.strength, TieRow.kind, TieRow.case_id, TieRow.other_id, TieRow.id)
        .limit(limit)
    )
    rows = list(session.scalars(query))
    ids = {row.case_id for row in rows} | {row.other_id for row in rows}
    known = select(CaseRow).where(CaseRow.id.in_(ids)).options(joinedload(CaseRow.site))
    cases = {case.id: case for case in session.scalars(known)}
    found = []
    for row in rows:
        first = row.case_id == case_id
        other = cases[row.other_id if first else row.case_id]
        here, there = (row.visit_id, row.other_visit_id) if first else (row.other_visit_id, row.visit_id)
        found.append(
            TieLine(
                other.id, other.site.host, other.state, row.kind, row.value, row.strength == "strong", here, there,
                row.made_at,
            )
        )  # fmt: skip
    return found


def operator_now(session: Session, operator: str) -> str:
    """Return the id under which a group goes today: an id that was merged leads on. Raises NoSuch."""
    seen: set[str] = set()
    while operator not in seen:
        if session.scalars(select(CaseRow.id).where(CaseRow.operator == operator).limit(1)).first() is not None:
            return operator
        seen.add(operator)
        query = select(OperatorEventRow).where(OperatorEventRow.other == operator, OperatorEventRow.what == "merged")
        merged = session.scalars(query.order_by(OperatorEventRow.id.desc()).limit(1)).first()
        if merged is not None:
            operator = merged.operator
    raise NoSuch(said("没有团伙 {operator!r}（用 zhenwei cases list 查看 operator 一栏）", operator=operator))


def events_of(session: Session, operator: str) -> list[dict[str, Any]]:
    """Return what happened to an operator id, the oldest first."""
    query = select(OperatorEventRow).where(
        or_(OperatorEventRow.operator == operator, OperatorEventRow.other == operator)
    )
    return [
        {"at": row.at.isoformat(), "what": row.what, "operator": row.operator, "other": row.other, "cases": row.cases}
        for row in session.scalars(query.order_by(OperatorEventRow.id))
    ]
