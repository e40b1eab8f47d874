"""From a drafted digest to a public one: the text is looked through, and somebody who has not written it approves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown.reports.digest import digest_docx, digest_plain, parsed
from takedown.reports.gate import problems
from zhenwei.clock import BEIJING, now
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.store.accounts import get_account, roles_said
from zhenwei.store.cases import DECIDERS
from zhenwei.store.outcome_tables import PublicDigestEventRow, PublicDigestRow

APPROVERS = ("reviewer", "admin")


def get_digest(session: Session, number: int) -> PublicDigestRow:
    """Return a digest. Raises NoSuch."""
    row = session.scalars(select(PublicDigestRow).filter_by(id=number).with_for_update()).first()
    if row is None:
        raise NoSuch(f"没有对外通报 {number}")
    return row


def add_draft(session: Session, text: str, cases: Sequence[int], by: str) -> PublicDigestRow:
    """Keep a draft. Raises NotAllowed (role) and BadInput naming what may not go to the public."""
    _needs(session, by, DECIDERS, "起草")
    return _added(session, text, cases, by, None, "drafted")


def edit(session: Session, number: int, text: str, by: str) -> PublicDigestRow:
    """Put an edited text in place of a draft: a new draft, the old one stays as ``replaced``."""
    _needs(session, by, DECIDERS, "修改")
    old = _in_state(session, number, "draft")
    new = _added(session, text, old.cases, by, old, "edited")
    old.state = "replaced"
    old.events.append(PublicDigestEventRow(at=now(), by=by, event="replaced", note=f"由 {new.id} 号代替"))
    session.flush()
    return new


def approve(session: Session, number: int, by: str, note: str = "") -> PublicDigestRow:
    """Let a draft go to the public. Raises NotAllowed: roles below reviewer, whoever drafted or edited it, no draft."""
    _needs(session, by, APPROVERS, "审核")
    row = _in_state(session, number, "draft")
    if by in _authors(session, row):
        raise NotAllowed(f"对外通报 {number} 由 {by} 起草或者修改，须由他人审核")
    _gate(session, row.text, row.cases)  # what has been learnt of the cases since may forbid it
    return _ended(session, row, "approved", by, note)


def reject(session: Session, number: int, by: str, note: str) -> PublicDigestRow:
    """Send a draft back, with a reason."""
    _needs(session, by, APPROVERS, "退回")
    if not note.strip():
        raise NotAllowed("退回对外通报须写明理由（--note）")
    return _ended(session, _in_state(session, number, "draft"), "rejected", by, note)


def files_of(row: PublicDigestRow, sender: str) -> dict[str, bytes]:
    """Return a digest's files: marked as a draft until it is approved. The day is that of its last event."""
    day = _day(row)
    public = row.state == "approved"
    name = f"digest-{row.id}" + ("" if public else "-draft")
    files = {
        f"{name}.docx": digest_docx(row.text, sender, day, draft=not public),
        f"{name}.txt": digest_plain(row.text, sender, day, draft=not public),
    }
    # What an official edits and gives back with --edit.
    return files if public else files | {f"{name}.marked.txt": row.text.encode()}


def _day(row: PublicDigestRow) -> date:
    return row.events[-1].at.astimezone(BEIJING).date()


def _added(
    session: Session, text: str, cases: Sequence[int], by: str, old: PublicDigestRow | None, event: str
) -> PublicDigestRow:  # fmt: skip
    parsed(text)
    _gate(session, text, cases)
    row = PublicDigestRow(text=text, cases=list(cases), by=by, at=now(), edits=old.id if old else None)
    row.events = [PublicDigestEventRow(at=now(), by=by, event=event)]
    session.add(row)
    session.flush()
    return row


def _gate(session: Session, text: str, cases: Sequence[int]) -> None:
    if found := problems(session, text, cases):
        more = f"等 {len(found)} 处" if len(found) > 3 else ""
        raise BadInput(f"对外通报未通过检查：{'；'.join(found[:3])}{more}（改正后再试）")


def _in_state(session: Session, number: int, state: str) -> PublicDigestRow:
    row = get_digest(session, number)
    if row.state != state:
        raise NotAllowed(f"对外通报 {number} 的状态为 {row.state}，须为 {state}")
    return row


def _authors(session: Session, row: PublicDigestRow) -> set[str]:
    """Return everybody who has had a hand in the text."""
    found: set[str] = set()
    one: PublicDigestRow | None = row
    while one is not None:
        found.add(one.by)
        one = session.get(PublicDigestRow, one.edits) if one.edits else None
    return found


def _ended(session: Session, row: PublicDigestRow, state: str, by: str, note: str) -> PublicDigestRow:
    row.state = state
    row.events.append(PublicDigestEventRow(at=now(), by=by, event=state, note=note.strip()))
    session.flush()
    return row


def _needs(session: Session, by: str, roles: tuple[str, ...], what: str) -> None:
    account = get_account(session, by)
    if account.disabled:
        raise NotAllowed(f"账号 {by} 已停用")
    if account.role not in roles:
        raise NotAllowed(f"{by} 的角色是{roles_said([account.role])}，{what}须为{roles_said(roles)}")
