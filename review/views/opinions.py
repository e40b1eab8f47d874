"""Second opinions as the desk shows them: those of a case, and those that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from review.views.names import HostName, host_name
from zhenwei.store.cases import get_case
from zhenwei.store.opinion_tables import OpinionRequestRow
from zhenwei.store.opinions import colleagues, give_hindrance, requests_of, waiting_for
from zhenwei.store.undoing import undo_hindrance

MOST = 200


@dataclass(frozen=True, slots=True)
class Given:
    """An opinion; ``word`` empty: the asker took the question back."""

    by: str
    at: datetime
    word: str
    why: str
    verdict: str
    impersonation: float
    sale: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; ``mine``: this person asked it; ``may_give``: this person may answer it."""

    id: int
    case: int
    host: HostName
    asked_by: str
    asked_of: str
    at: datetime
    question: str
    ended: bool
    mine: bool
    may_give: bool
    given: list[Given]


@dataclass(frozen=True, slots=True)
class Said:
    """What a case's page needs beside its decisions; ``not_undone``: why the newest may not be taken back."""

    asked: list[Asked]
    colleagues: list[str]
    not_undone: str


def read_said(session: Session, case_id: int, person: str) -> Said:
    """Return the opinions on a case and what a person may do. Raises NoSuch."""
    case = get_case(session, case_id)
    return Said(
        [_asked(session, row, person) for row in requests_of(session, case_id)],
        colleagues(session, person),
        undo_hindrance(session, case, person),
    )


def read_waiting(session: Session, person: str) -> list[Asked]:
    """Return the open questions that a person may answer or has asked, the oldest first."""
    return [_asked(session, row, person) for row in waiting_for(session, person, MOST)]


def _asked(session: Session, row: OpinionRequestRow, person: str) -> Asked:
    return Asked(
        id=row.id,
        case=row.case_id,
        host=host_name(row.case.site.host),
        asked_by=row.asked_by,
        asked_of=row.asked_of,
        at=row.at,
        question=row.question,
        ended=row.ended,
        mine=row.asked_by == person,
        may_give=not give_hindrance(session, row, person),
        given=[
            Given(one.by, one.at, one.word, one.why, one.verdict_shown, one.impersonation_shown, one.sale_shown)
            for one in row.opinions
        ],
    )
