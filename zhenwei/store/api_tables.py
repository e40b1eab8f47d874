"""Tables of the interface for programs: tokens, who is told of events, and what waits to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhenwei.store.base import Base


class ApiTokenRow(Base):
    """A token of a program. The token itself is kept nowhere: ``digest`` is its SHA-256 (it has 256 random bits)."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    # What the program is called; reports that it hands in have this source.
    name: Mapped[str]
    # The person who answers for what is done with it: their role bounds it, and a disabled account ends it.
    account: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    # The first characters, by which people tell tokens apart.
    head: Mapped[str]
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime]
    # To the minute.
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")


class HookRow(Base):
    """Who is told of events: an address that takes a POST, or a mailbox. The signing key is derived, not kept."""

    __tablename__ = "hook"
    id: Mapped[int] = mapped_column(primary_key=True)
    # web, mail
    kind: Mapped[str]
    target: Mapped[str]
    # Names of events (review/outgoing/events.py).
    events: Mapped[list[Any]] = mapped_column(default=list)
    # What the signing key is derived from, beside the deployment's own key.
    salt: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(default="")
    # While it is set nothing is sent; what happens meanwhile waits in the outbox.
    paused_at: Mapped[datetime | None]
    paused_by: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]


class OutboxRow(Base):
    """One event for one hook. Written with the position that it was read at; ended by an answer or by giving up."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("hook_id", "key"),
        Index(
            "ix_outbox_waiting", "next_at",
            sqlite_where=text("ended_at is null"), postgresql_where=text("ended_at is null"),
        ),
        Index(
            "ix_outbox_given_up", "hook_id",
            sqlite_where=text("outcome = 'given-up'"), postgresql_where=text("outcome = 'given-up'"),
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    hook_id: Mapped[int] = mapped_column(ForeignKey("hook.id"))
    # The event's name and row: what is told once is never told again.
    key: Mapped[str]
    event: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    # Nobody takes it up before; a worker that takes it up moves this on, so that a dead worker's work comes back.
    next_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # delivered, given-up, removed, failed (a test, which is tried once); empty while it waits
    outcome: Mapped[str] = mapped_column(default="")
    # What the receiver answered last (HTTP); 0 for no answer, and for mails.
    status: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(default="")
    hook: Mapped[HookRow] = relationship()
