"""What a check of a referred site means for its case: gone, still there, or back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.store.assessments import latest_assessment
from zhenwei.store.models import CaseRow, VisitRow
from zhenwei.types import CaseState, Outcome, Verdict

AFTER_LETTER = (CaseState.SENT, CaseState.ANSWERED, CaseState.RESURFACED)
# A site that fails once may only be slow; two checks in a row make it gone.
SILENT_CHECKS = 2


def follow_checks(session: Session, night_id: int) -> None:
    """Move the cases whose sites were checked tonight; a check counts once, however often this runs."""
    checked: dict[int, list[VisitRow]] = {}
    query = select(VisitRow).filter_by(night_id=night_id, purpose="recheck").order_by(VisitRow.id)
    for visit in session.scalars(query):
        checked.setdefault(visit.site_id, []).append(visit)
    for case in session.scalars(select(CaseRow).where(CaseRow.site_id.in_(checked)).order_by(CaseRow.id)):
        visits = checked[case.site_id]
        at = max((v.captured_at for v in visits if v.captured_at), default=None)
        if at is None or (case.checked_at is not None and case.checked_at >= at):
            continue
        alive = _still_offends(session, case, visits)
        case.checked_at = at
        case.silent_checks = 0 if alive else case.silent_checks + 1
        case.state = after_check(CaseState(case.state), alive=alive, silent_checks=case.silent_checks).value


def _still_offends(session: Session, case: CaseRow, visits: list[VisitRow]) -> bool:
    """An address that answers with a parking page, or an innocent one, has ceased to be what was referred."""
    opinion = latest_assessment(session, case.site_id)
    answered = any(v.outcome == Outcome.OK for v in visits)
    return answered and opinion is not None and Verdict(opinion.verdict).flagged


def after_check(state: CaseState, *, alive: bool, silent_checks: int) -> CaseState:
    """Return the state after a check: ``down`` after repeated silence, ``resurfaced`` when a gone site is back."""
    if state is CaseState.DOWN and alive:
        return CaseState.RESURFACED
    if state in AFTER_LETTER and silent_checks >= SILENT_CHECKS:
        return CaseState.DOWN
    return state
