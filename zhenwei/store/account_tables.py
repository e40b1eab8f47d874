"""Sessions of the desk, attempts to log in, and the audit log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base


class DeskSessionRow(Base):
    """An open session. The row ends with the session: logging out, a new password or disabling deletes it."""

    __tablename__ = "desk_session"
    # SHA-256 of the id in the cookie: who reads the table cannot take a session over.
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime]
    # When it was last used, to the minute.
    seen_at: Mapped[datetime] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")
    # password, oidc
    way: Mapped[str] = mapped_column(default="password")


class LoginTryRow(Base):
    """How often a name, or a client address, was tried since the first failure of its window."""

    __tablename__ = "login_try"
    # name, address
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int]


class AuditRow(Base):
    """Who did what. Rows are only added (a trigger refuses anything else), each with the digest of the one before."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_who_n", "who", "n"), Index("ix_audit_kind_n", "kind", "n"))
    # From 1 without gaps.
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    who: Mapped[str]
    # login, seen, exported, unmasked, changed, admin, refused
    kind: Mapped[str]
    # What was done: a route of the desk, or a word of a command.
    act: Mapped[str]
    # On what: the path that was asked, an account.
    about: Mapped[str] = mapped_column(index=True)
    detail: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    previous: Mapped[str]
    digest: Mapped[str]
