"""The steps of a letter's life as a table: who may take each, from which states, and what keeps a person from one.

life.py and exchange.py begin with ``enter``; the desk asks ``hindrance`` before it offers a step. The same rules, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.permits import APPROVERS, DRAFTS, OUT, READY, SENDERS, begin, needs, none_owned, stands
from zhenwei.errors import NotAllowed
from zhenwei.sentences import said
from zhenwei.store.letters_tables import NoticeVersionRow
from zhenwei.store.models import NoticeRow


@dataclass(frozen=True, slots=True)
class Step:
    """``own``: states in which the drafter may do it whatever their role; ``other``: neither drafter nor last editor;
    ``guarded``: not about a site that an organ has called its own.
    """

    slug: str
    what: str
    roles: Sequence[str]
    states: Sequence[str]
    own: Sequence[str] = ()
    other: bool = False
    guarded: bool = False


EDIT = Step("edit", said("修改"), SENDERS, (*DRAFTS, *READY), guarded=True)
APPROVE = Step("approve", said("审核"), APPROVERS, DRAFTS, other=True, guarded=True)
NUMBER = Step("number", said("编号"), SENDERS, READY, guarded=True)
SEND = Step("sent", said("登记发出"), SENDERS, READY, guarded=True)
RECEIVE = Step("received", said("登记收文"), SENDERS, OUT)
ANSWER = Step("answered", said("登记答复"), SENDERS, OUT)
CLOSE = Step("close", said("办结"), SENDERS, OUT)
REJECT = Step("reject", said("退回"), APPROVERS, (*DRAFTS, *READY), own=(*DRAFTS, *READY))
WITHDRAW = Step("withdraw", said("撤回"), APPROVERS, (*DRAFTS, *READY, *OUT), own=DRAFTS)
STEPS = {
    step.slug: step for step in (EDIT, APPROVE, NUMBER, SEND, RECEIVE, ANSWER, CLOSE, REJECT, WITHDRAW)
}  # fmt: skip


def enter(session: Session, notice_id: int, by: str, step: Step) -> NoticeRow:
    """Return the letter, locked with its cases, if the person may take the step. Raises NotAllowed, NoSuch."""
    row = begin(session, notice_id, by, SENDERS, step.what)
    _check(session, row, by, step)
    return row


def hindrance(session: Session, row: NoticeRow, by: str, step: Step) -> str:
    """Return what keeps a person from a step, in one sentence; empty if nothing does."""
    try:
        _check(session, row, by, step)
    except NotAllowed as error:
        return error.sentence
    return ""


def _check(session: Session, row: NoticeRow, by: str, step: Step) -> None:
    needs(session, by, SENDERS if by == row.drafted_by and row.state in step.own else step.roles, step.what)
    stands(row, step.states)
    if step.other:
        _another_person(session, row, by)
    if step.guarded:
        none_owned(session, row)


def _another_person(session: Session, row: NoticeRow, by: str) -> None:
    """Refuse the drafter, and whoever edited the letter last. Raises NotAllowed."""
    if by == row.drafted_by:
        raise NotAllowed(said("函件 {letter} 由 {by} 拟稿，须由他人审核", letter=row.id, by=by))
    edits = select(NoticeVersionRow).filter_by(notice_id=row.id, made="edited")
    last = session.scalars(edits.order_by(NoticeVersionRow.version.desc()).limit(1)).first()
    if last is not None and last.by == by:
        raise NotAllowed(
            said(
                "函件 {letter} 的第 {version} 版由 {by} 修改，须由他人审核", letter=row.id, version=last.version, by=by
            )
        )
