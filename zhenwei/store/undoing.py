"""Taking a word back: a row more, and the case stands again where it stood before.

Only the newest word of a case, as long as nothing was built on it: no letter drafted since, the case not moved on.
Its speaker may within a day, a reviewer or admin at any time.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import NotAllowed
from zhenwei.sentences import said
from zhenwei.store.accounts import get_account, roles_said
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import DECIDERS, OPEN_STATES, get_case
from zhenwei.store.models import CaseRow, DecisionRow, NoticeCaseRow, NoticeRow
from zhenwei.types import CaseState

OVERSEERS = ("reviewer", "admin")
TERM = timedelta(hours=24)


def undo(session: Session, case_id: int, decision_id: int, by: str, why: str) -> DecisionRow:
    """Take the newest word of a case back. Raises NotAllowed saying why not, NoSuch."""
    case = get_case(session, case_id)
    row = case.decisions[-1] if case.decisions else None
    if row is None or row.id != decision_id:
        raise NotAllowed(said("案件 {case} 此后已有新的研判，只能撤销最近一次", case=case_id))
    if hindered := undo_hindrance(session, case, by):
        raise NotAllowed(hindered)
    if not why.strip():
        raise NotAllowed(said("撤销研判须写明理由"))
    opinion = latest_assessment(session, case.site_id)
    taken_back = DecisionRow(
        case_id=case.id,
        by=by,
        at=now(),
        word=_word_before(case, row),
        why=why.strip(),
        verdict_shown=case.verdict,
        impersonation_shown=case.impersonation,
        sale_shown=case.sale,
        rules_shown=sorted({f.rule for f in opinion.findings}) if opinion else [],
        state_before=case.state,
        undoes_id=row.id,
    )
    case.state = _state_before(row, taken_back.word)
    session.add(taken_back)
    session.flush()
    return taken_back


def undo_hindrance(session: Session, case: CaseRow, by: str) -> str:
    """Return what keeps a person from taking the newest word of a case back; empty if nothing does."""
    row = case.decisions[-1] if case.decisions else None
    account = get_account(session, by)
    if account.disabled or account.role not in DECIDERS:
        return said("{name} 不能研判：账号须可用，角色须为{roles}", name=by, roles=roles_said(DECIDERS))
    if row is None or row.undoes_id is not None:
        return said("案件 {case} 没有可撤销的研判", case=case.id)
    if row.word != case.state:
        return said("案件 {case} 在该次研判之后状态已变，不能撤销；请重新研判", case=case.id)
    if _built_on(session, row):
        return said("案件 {case} 在该次研判之后已起草函件，不能撤销；请重新研判", case=case.id)
    if account.role in OVERSEERS:
        return ""
    if row.by != by:
        return said("该次研判由 {by} 作出，只能由本人或者{roles}撤销", by=row.by, roles=roles_said(OVERSEERS))
    if now() - row.at <= TERM:
        return ""
    return said("该次研判已超过 24 小时，只能由{roles}撤销", roles=roles_said(OVERSEERS))


def _built_on(session: Session, row: DecisionRow) -> bool:
    letters = select(NoticeRow.id).join(NoticeCaseRow)
    return (
        session.scalar(letters.where(NoticeCaseRow.case_id == row.case_id, NoticeRow.drafted_at >= row.at).limit(1))
        is not None
    )


def _word_before(case: CaseRow, undone: DecisionRow) -> str:
    """Return the word that counted before: of the row before, which carries it even if it is an undo itself."""
    earlier = [row for row in case.decisions if row.id < undone.id]
    return earlier[-1].word if earlier else ""


def _state_before(undone: DecisionRow, word: str) -> str:
    if undone.state_before in OPEN_STATES:
        return undone.state_before
    return word or CaseState.NEW.value
