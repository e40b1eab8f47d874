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
        raise BadInput(f"unknown role {role!r}: one of {', '.join(ROLES)}")
    if not name.strip():
        raise BadInput("an account needs a name")
    if session.scalars(select(AccountRow).filter_by(name=name)).first():
        raise BadInput(f"account {name!r} exists already")
    row = AccountRow(name=name, role=role, password_hash=_hash(password), created_at=now())
    session.add(row)
    session.flush()
    return row


def get_account(session: Session, name: str) -> AccountRow:
    """Return an account by name. Raises NoSuch."""
    row = session.scalars(select(AccountRow).filter_by(name=name)).first()
    if row is None:
        raise NoSuch(f"there is no account {name!r}")
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
        raise BadInput(f"a password needs at least {SHORTEST_PASSWORD} characters")
    return PasswordHasher().hash(password)
