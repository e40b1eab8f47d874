"""Accounts: who may log in and act. Passwords are kept as argon2id hashes only."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import BadInput, NoSuch
from zhenwei.store.models import AccountRow

ROLES = ("viewer", "analyst", "reviewer", "admin")
SHORTEST_PASSWORD = 10


def add_account(session: Session, name: str, role: str, password: str) -> AccountRow:
    """Make an account. Raises BadInput for a taken name, an unknown role or a short password."""
    if role not in ROLES:
        raise BadInput(f"没有角色 {role!r}，应为 {'、'.join(ROLES)} 之一")
    if not name.strip():
        raise BadInput("账号名不能为空")
    if session.scalars(select(AccountRow).filter_by(name=name)).first():
        raise BadInput(f"账号 {name} 已存在")
    row = AccountRow(name=name, role=role, password_hash=_hash(password), created_at=now())
    session.add(row)
    session.flush()
    return row


def get_account(session: Session, name: str) -> AccountRow:
    """Return an account by name. Raises NoSuch."""
    row = session.scalars(select(AccountRow).filter_by(name=name)).first()
    if row is None:
        raise NoSuch(f"没有账号 {name!r}（用 zhenwei user list 查看）")
    return row


def list_accounts(session: Session) -> list[AccountRow]:
    """Return all accounts by name."""
    return list(session.scalars(select(AccountRow).order_by(AccountRow.name)))


def reset_password(session: Session, name: str, password: str) -> None:
    """Give an account a new password."""
    get_account(session, name).password_hash = _hash(password)


def check_password(session: Session, name: str, password: str) -> AccountRow | None:
    """Return the account if name and password fit and it is not disabled; as slow for unknown names as for known."""
    row = session.scalars(select(AccountRow).filter_by(name=name)).first()
    hashed = row.password_hash if row and row.password_hash else PasswordHasher().hash("nobody's password")
    try:
        PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return None
    return row if row is not None and not row.disabled else None


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(f"口令至少要 {SHORTEST_PASSWORD} 个字符")
    return PasswordHasher().hash(password)
