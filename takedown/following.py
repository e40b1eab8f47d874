"""Cases follow their letters: a case stands where its most advanced letter of this life stands."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.store.models import CaseRow, DecisionRow, NoticeCaseRow, NoticeRow
from zhenwei.store.standing_words import standing_word
from zhenwei.types import CaseState, Word

RANKS = {
    "draft": CaseState.DRAFTED,
    "edited": CaseState.DRAFTED,
    "approved": CaseState.APPROVED,
    "numbered": CaseState.APPROVED,
    "sent": CaseState.SENT,
    "answered": CaseState.ANSWERED,
    "closed": CaseState.ANSWERED,
}
GONE_OUT = ("sent", "answered", "closed")
# A site that is down or closed is not moved back by a letter, nor is one that waits for a new decision.
FOLLOWING = (CaseState.CONFIRMED, *dict.fromkeys(RANKS.values()))


def lock_cases(session: Session, notice_id: int) -> None:
    """Lock a letter's cases, in one order for everybody: two letters about one case step one after the other."""
    query = (
        select(CaseRow)
        .join(NoticeCaseRow, NoticeCaseRow.case_id == CaseRow.id)
        .where(NoticeCaseRow.notice_id == notice_id)
        .order_by(CaseRow.id)
        .with_for_update(of=CaseRow)
    )
    session.scalars(query.execution_options(populate_existing=True)).all()


def follow(session: Session, case: CaseRow) -> None:
    """Put a case where its most advanced standing letter is; without one it is confirmed again.

    Letters that went out before the case was last confirmed belong to an earlier life of it.
    """
    if case.state not in FOLLOWING:
        return
    confirmed = select(func.max(DecisionRow.at)).filter_by(case_id=case.id, word=Word.CONFIRMED.value)
    since = session.scalar(confirmed.where(standing_word()))
    query = select(NoticeRow.state, NoticeRow.drafted_at).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case.id)
    standing = {state for state, at in session.execute(query) if state not in GONE_OUT or since is None or at >= since}
    reached = [RANKS[state] for state in RANKS if state in standing]
    case.state = (reached[-1] if reached else CaseState.CONFIRMED).value
