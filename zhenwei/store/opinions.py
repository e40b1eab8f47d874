"""Second opinions: asked for, given by another person, taken into account by whoever decides."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from zhenwei.clock import now
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.sentences import said
from zhenwei.store.accounts import get_account, roles_said
from zhenwei.store.cases import DECIDERS, get_case
from zhenwei.store.models import AccountRow, CaseRow
from zhenwei.store.opinion_tables import OpinionRequestRow, OpinionRow
from zhenwei.types import Word

OVERSEERS = ("reviewer", "admin")


def ask(session: Session, case_id: int, by: str, of: str, question: str) -> OpinionRequestRow:
    """Ask a colleague, or anybody (``of`` empty), about a case. Raises NotAllowed, NoSuch."""
    _may(session, by)
    case = get_case(session, case_id)
    if not question.strip():
        raise NotAllowed(said("征求意见须写明问题"))
    if of == by:
        raise NotAllowed(said("征求意见须问他人"))
    if of:
        _may(session, of)
    if any(row.asked_by == by and row.asked_of == of for row in open_requests(session, case_id)):
        raise NotAllowed(said("案件 {case} 已向其征求意见，尚未答复", case=case_id))
    row = OpinionRequestRow(
        case_id=case.id, asked_by=by, asked_of=of, at=now(), question=question.strip(), **_shown(case)
    )
    session.add(row)
    session.flush()
    return row


def give(session: Session, request_id: int, by: str, word: Word, why: str) -> OpinionRow:
    """Say how one sees a case. Raises NotAllowed: the asker, another than who was asked, no reason, already ended."""
    request = _locked(session, request_id)
    if hindered := give_hindrance(session, request, by):
        raise NotAllowed(hindered)
    if not why.strip():
        raise NotAllowed(said("提出意见须写明理由"))
    return _end(session, request, by, word.value, why)


def recall(session: Session, request_id: int, by: str) -> OpinionRow:
    """End one's own request that nobody has answered. Raises NotAllowed, NoSuch."""
    request = _locked(session, request_id)
    if request.asked_by != by or request.ended:
        raise NotAllowed(said("只能收回本人尚未获答复的征求意见"))
    return _end(session, request, by, "", "")


def give_hindrance(session: Session, request: OpinionRequestRow, by: str) -> str:
    """Return what keeps a person from answering a request; empty if nothing does."""
    account = get_account(session, by)
    if account.disabled or account.role not in DECIDERS:
        return said("{by} 不能提出意见：账号须可用，角色须为{roles}", by=by, roles=roles_said(DECIDERS))
    if request.ended:
        return said("该征求意见已答复或者已收回")
    if request.asked_by == by:
        return said("征求意见的人不能自己答复")
    if request.asked_of not in ("", by) and account.role not in OVERSEERS:
        return said("所问的是 {colleague}", colleague=request.asked_of)
    return ""


def open_requests(session: Session, case_id: int) -> list[OpinionRequestRow]:
    """Return the requests about a case that wait for an answer."""
    return [row for row in requests_of(session, case_id) if not row.ended]


def requests_of(session: Session, case_id: int) -> list[OpinionRequestRow]:
    """Return all requests about a case with their opinions, the newest first."""
    query = select(OpinionRequestRow).filter_by(case_id=case_id).order_by(OpinionRequestRow.id.desc())
    return list(session.scalars(query.options(selectinload(OpinionRequestRow.opinions))))


def waiting_for(session: Session, person: str, most: int) -> list[OpinionRequestRow]:
    """Return open requests that a person may answer or has made, the oldest first."""
    own = OpinionRequestRow.asked_by == person
    query = select(OpinionRequestRow).where(
        OpinionRequestRow.ended.is_(False), or_(own, OpinionRequestRow.asked_of.in_(("", person)))
    )
    return list(session.scalars(query.order_by(OpinionRequestRow.id).limit(most)))


def asked_of(session: Session, person: str, most: int) -> list[int]:
    """Return the numbers of open requests that wait for a person's answer: put to them or to anybody, not their own."""
    query = select(OpinionRequestRow.id).where(
        OpinionRequestRow.ended.is_(False),
        OpinionRequestRow.asked_of.in_(("", person)),
        OpinionRequestRow.asked_by != person,
    )
    return list(session.scalars(query.limit(most)))


def colleagues(session: Session, person: str) -> list[str]:
    """Return who else may be asked."""
    query = select(AccountRow.name).where(
        AccountRow.disabled.is_(False), AccountRow.role.in_(DECIDERS), AccountRow.name != person
    )
    return list(session.scalars(query.order_by(AccountRow.name)))


def _end(session: Session, request: OpinionRequestRow, by: str, word: str, why: str) -> OpinionRow:
    row = OpinionRow(request_id=request.id, by=by, at=now(), word=word, why=why.strip(), **_shown(request.case))
    request.ended = True
    session.add(row)
    session.flush()
    return row


def _locked(session: Session, request_id: int) -> OpinionRequestRow:
    query = select(OpinionRequestRow).filter_by(id=request_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise NoSuch(said("没有征求意见 {request}", request=request_id))
    return row


def _may(session: Session, name: str) -> None:
    account = get_account(session, name)
    if account.disabled or account.role not in DECIDERS:
        raise NotAllowed(said("{name} 不能研判：账号须可用，角色须为{roles}", name=name, roles=roles_said(DECIDERS)))


def _shown(case: CaseRow) -> dict[str, str | float]:
    return {
        "verdict_shown": case.verdict,
        "impersonation_shown": case.impersonation,
        "sale_shown": case.sale,
    }
