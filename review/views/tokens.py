"""What the page of tokens shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from zhenwei.store.accounts import list_accounts
from zhenwei.store.tokens import ACTIVE, granted, list_tokens, standing


@dataclass(frozen=True, slots=True)
class Line:
    """One token. ``scopes``: name, and whether it counts (the account's role may have fallen since)."""

    id: int
    name: str
    account: str
    head: str
    scopes: tuple[tuple[str, bool], ...]
    standing: str
    made_at: datetime
    made_by: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """``accounts``: name and role of those who may answer for a token."""

    live: list[Line]
    ended: list[Line]
    accounts: list[tuple[str, str]]


def read_tokens(session: Session, moment: datetime) -> Tokens:
    """Return all tokens: those that may be used, and those that have ended; the newest first."""
    people = {account.name: account for account in list_accounts(session)}
    lines = []
    for row in reversed(list_tokens(session)):
        account = people.get(row.account)
        counted = granted(row, account)
        lines.append(
            Line(
                row.id, row.name, row.account, row.head, tuple((scope, scope in counted) for scope in row.scopes),
                standing(row, account, moment), row.created_at, row.created_by, row.expires_at, row.last_used_at,
                row.revoked_at, row.revoked_by,
            )
        )  # fmt: skip
    return Tokens(
        [line for line in lines if line.standing == ACTIVE],
        [line for line in lines if line.standing != ACTIVE],
        [(one.name, one.role) for one in people.values() if not one.disabled],
    )
