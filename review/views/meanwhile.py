"""What happened to a case after a person had opened it: who, what, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.views.case import Word, words_of
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import get_case
from zhenwei.store.models import NoticeCaseRow, NoticeEventRow

MOST = 20


@dataclass(frozen=True, slots=True)
class LetterAct:
    """Something that was done with a letter about the case."""

    notice: int
    by: str
    at: datetime
    event: str
    note: str


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """``words``: said since, the newest first; ``scored_at``: when a night scored the case anew, None if none did."""

    words: list[Word]
    acts: list[LetterAct]
    scored_at: datetime | None


def meanwhile(session: Session, case_id: int, seen: str, opened: str) -> Meanwhile:
    """Return what came after the mark ``seen`` (revision-words) and the moment ``opened`` (seconds). Raises NoSuch.

    Both come back from a form and may be anything: then everything of today counts as new.
    """
    case = get_case(session, case_id)
    known = _number(seen.partition("-")[2])
    at = datetime.fromtimestamp(_number(opened), UTC)
    query = (
        select(NoticeEventRow)
        .join(NoticeCaseRow, NoticeCaseRow.notice_id == NoticeEventRow.notice_id)
        .where(NoticeCaseRow.case_id == case_id, NoticeEventRow.at >= at)
        .order_by(NoticeEventRow.id.desc())
        .limit(MOST)
    )
    opinion = latest_assessment(session, case.site_id)
    return Meanwhile(
        words_of(case)[: max(0, len(case.decisions) - known)],
        [LetterAct(row.notice_id, row.by, row.at, row.event, row.note) for row in session.scalars(query)],
        opinion.made_at if opinion is not None and opinion.made_at >= at else None,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 10 else 0
