"""Who may take a step on a letter, from which state, and how a step is written down."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from takedown.draft import as_notice
from takedown.following import RANKS, follow, lock_cases
from zhenwei.errors import NotAllowed
from zhenwei.sentences import listed, said
from zhenwei.store.accounts import get_account, roles_said
from zhenwei.store.letters import add_event, locked_notice, owned
from zhenwei.store.models import NoticeRow
from zhenwei.types import Notice

APPROVERS = ("reviewer", "admin")
SENDERS = ("analyst", "reviewer", "admin")
DRAFTS = ("draft", "edited")
READY = ("approved", "numbered")
OUT = ("sent", "answered")
ENDS = ("closed", "rejected", "withdrawn")
STATES = (*RANKS, "rejected", "withdrawn")
WORDS = {
    "draft": said("草稿"),
    "edited": said("草稿（已修改）"),
    "approved": said("已审核"),
    "numbered": said("已编号"),
    "sent": said("已发出"),
    "answered": said("已答复"),
    "closed": said("已办结"),
    "rejected": said("已退回"),
    "withdrawn": said("已撤回"),
}


def begin(session: Session, notice_id: int, by: str, roles: Sequence[str], what: str) -> NoticeRow:
    """Return the letter, locked with its cases, once the person's account is known to do for the step."""
    lock_cases(session, notice_id)
    row = locked_notice(session, notice_id)
    needs(session, by, roles, what)
    return row


def needs(session: Session, by: str, roles: Sequence[str], what: str) -> None:
    """Refuse an account that is disabled or of another role. Raises NotAllowed, NoSuch."""
    account = get_account(session, by)
    if account.disabled:
        raise NotAllowed(said("账号 {by} 已停用", by=by))
    if account.role not in roles:
        raise NotAllowed(
            said(
                "{by} 的角色是{role}，{what}须为{roles}",
                by=by,
                role=roles_said([account.role]),
                what=what,
                roles=roles_said(roles),
            )
        )


def stands(row: NoticeRow, states: Sequence[str]) -> None:
    """Refuse a letter in another state. Raises NotAllowed."""
    if row.state not in states:
        wanted = listed(WORDS[state] for state in states)
        raise NotAllowed(
            said(
                "函件 {letter} 现为“{state}”，须为{wanted}",
                letter=row.id,
                state=WORDS.get(row.state, row.state),
                wanted=wanted,
            )
        )


def reason(note: str, what: str) -> None:
    """Refuse a step that needs a reason and has none. Raises NotAllowed."""
    if not note.strip():
        raise NotAllowed(said("{what}函件须写明理由", what=what))


def none_owned(session: Session, row: NoticeRow) -> None:
    """Refuse a letter about a site that the organ has called its own. Raises NotAllowed."""
    if theirs := sorted(owned(session, [link.case_id for link in row.cases])):
        raise NotAllowed(
            said(
                "案件 {case} 的网站已由被仿冒机关答复系其自有，须重新研判；函件 {letter} 请撤回",
                case=theirs[0],
                letter=row.id,
            )
        )


def move(session: Session, row: NoticeRow, state: str, by: str, note: str) -> Notice:
    """Write the step down and let the cases follow."""
    row.state = state
    add_event(row, by, state, note)
    session.flush()
    for link in row.cases:
        follow(session, link.case)
    session.flush()
    return as_notice(row)
