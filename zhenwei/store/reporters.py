"""Who may ask who reported, and the record of who did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import NotAllowed
from zhenwei.sentences import said
from zhenwei.store.accounts import get_account
from zhenwei.store.models import AccountRow, ReporterRow
from zhenwei.store.report_in_tables import PermissionRow, ReporterLookRow, ReportInRow

PERMISSION = "reporter"
OUTCOMES = ("shown", "refused", "none", "sealed")


def may_ask(session: Session, by: str) -> bool:
    """True for an administrator and for holders of the permission, unless the account is disabled."""
    account = session.scalars(select(AccountRow).filter_by(name=by)).first()
    if account is None or account.disabled:
        return False
    return account.role == "admin" or has_permission(session, by)


def has_permission(session: Session, name: str) -> bool:
    """True if the newest row about an account gives it the permission."""
    query = select(PermissionRow.given).filter_by(account=name, name=PERMISSION).order_by(PermissionRow.id.desc())
    return bool(session.scalars(query.limit(1)).first())


def permit(session: Session, name: str, by: str, *, given: bool) -> None:
    """Give an account the permission, or take it back. Raises NotAllowed unless an administrator does, NoSuch."""
    admin = session.scalars(select(AccountRow).filter_by(name=by)).first()
    if admin is None or admin.disabled or admin.role != "admin":
        raise NotAllowed(said("{by} 不是管理员，不能授予或收回查看举报人身份的权限", by=by))
    account = get_account(session, name)
    session.add(PermissionRow(account=account.name, name=PERMISSION, given=given, by=by, at=now()))


def write_look(session: Session, number: str, by: str, why: str, outcome: str) -> None:
    """Write down that somebody asked."""
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}")
    session.add(ReporterLookRow(at=now(), by=by[:200], number=number[:60], why=why.strip()[:2000], outcome=outcome))


def looks(session: Session, number: str = "") -> Sequence[ReporterLookRow]:
    """Return who asked, oldest first."""
    query = select(ReporterLookRow).order_by(ReporterLookRow.id)
    return list(session.scalars(query.filter_by(number=number) if number else query))


def identities(session: Session, report: ReportInRow) -> list[ReporterRow]:
    """Return what is kept of a report's author."""
    return list(session.scalars(select(ReporterRow).filter_by(report_id=report.id)))


def forget(session: Session, days: int, at: datetime | None = None) -> int:
    """Delete identities that were told more than so many days ago (0: none). Returns how many.

    Reports and receipts stay. On SQLite what is deleted is written over with zeros.
    """
    if not days:
        return 0
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
    before = (at or now()) - timedelta(days=days)
    gone = session.execute(delete(ReporterRow).where(ReporterRow.told_at < before).returning(ReporterRow.id))
    return len(gone.all())
