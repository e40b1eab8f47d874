"""What people do with a drafted letter: approve, reject, send, note the answer. The cases follow."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.draft import as_notice
from zhenwei.clock import now
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.store.accounts import get_account
from zhenwei.store.models import CaseRow, NoticeCaseRow, NoticeEventRow, NoticeRow
from zhenwei.types import CaseState, Notice

APPROVERS = ("reviewer", "admin")
SENDERS = ("analyst", "reviewer", "admin")
# A case stands where its most advanced letter stands.
RANKS = {
    "draft": CaseState.DRAFTED,
    "approved": CaseState.APPROVED,
    "sent": CaseState.SENT,
    "answered": CaseState.ANSWERED,
}
FOLLOWING = (CaseState.CONFIRMED, *RANKS.values())  # a site that is down or closed is not moved back by a letter


def get_notice(session: Session, notice_id: int) -> NoticeRow:
    """Return a letter. Raises NoSuch."""
    row = session.get(NoticeRow, notice_id)
    if row is None:
        raise NoSuch(f"没有函件 {notice_id}")
    return row


def approve(session: Session, notice_id: int, by: str, note: str = "", number: str = "") -> Notice:
    """Let a draft go out. Raises NotAllowed: the drafter, roles below reviewer, no draft."""
    row = get_notice(session, notice_id)
    _needs(session, by, APPROVERS, "审核")
    if by == row.drafted_by:
        raise NotAllowed(f"函件 {notice_id} 由 {by} 拟稿，须由他人审核")
    return _move(session, row, ("draft",), "approved", by, note, number)


def reject(session: Session, notice_id: int, by: str, note: str) -> Notice:
    """Withdraw a letter that has not gone out, with a reason. The drafter may withdraw their own."""
    row = get_notice(session, notice_id)
    if by == row.drafted_by:
        _needs(session, by, SENDERS, "撤回")
    else:
        _needs(session, by, APPROVERS, "退回")
    if not note.strip():
        raise NotAllowed("退回函件须写明理由（--note）")
    return _move(session, row, ("draft", "approved"), "rejected", by, note)


def sent(session: Session, notice_id: int, by: str, note: str = "", number: str = "") -> Notice:
    """Note that an approved letter has gone out (on paper or by the office's own system)."""
    _needs(session, by, SENDERS, "登记发出")
    return _move(session, get_notice(session, notice_id), ("approved",), "sent", by, note, number)


def answered(session: Session, notice_id: int, by: str, note: str = "") -> Notice:
    """Note the recipient's answer."""
    _needs(session, by, SENDERS, "登记答复")
    return _move(session, get_notice(session, notice_id), ("sent",), "answered", by, note)


def _needs(session: Session, by: str, roles: tuple[str, ...], what: str) -> None:
    account = get_account(session, by)
    if account.disabled:
        raise NotAllowed(f"账号 {by} 已停用")
    if account.role not in roles:
        raise NotAllowed(f"{by} 的角色是 {account.role}，{what}须为 {'、'.join(roles)} 之一")


def _move(
    session: Session, row: NoticeRow, states: tuple[str, ...], state: str, by: str, note: str, number: str = ""
) -> Notice:
    if row.state not in states:
        raise NotAllowed(f"函件 {row.id} 的状态为 {row.state}，须为 {' 或 '.join(states)}")
    row.state = state
    row.number = number.strip() or row.number
    row.events.append(NoticeEventRow(at=now(), by=by, event=state, note=note.strip()))
    session.flush()
    for link in row.cases:
        _follow(session, link.case)
    session.flush()
    return as_notice(row)


def _follow(session: Session, case: CaseRow) -> None:
    """Put a case where its most advanced standing letter is; without one it is confirmed again."""
    if case.state not in FOLLOWING:
        return
    query = select(NoticeRow.state).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case.id)
    standing = {state for state in session.scalars(query) if state in RANKS}
    reached = [RANKS[state] for state in RANKS if state in standing]
    case.state = (reached[-1] if reached else CaseState.CONFIRMED).value
