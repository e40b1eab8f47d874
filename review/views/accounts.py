"""What the accounts page shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.store.account_tables import DeskSessionRow
from zhenwei.store.accounts import list_accounts
from zhenwei.store.logins import Terms, locked_names, name_key


@dataclass(frozen=True, slots=True)
class Line:
    """One account. ``sessions``: how many are open now."""

    id: int
    name: str
    role: str
    disabled: bool
    locked: bool
    must_change: bool
    by_provider: bool
    sessions: int
    created_at: datetime
    last_login_at: datetime | None


def read_accounts(session: Session, moment: datetime, terms: Terms) -> list[Line]:
    """Return all accounts by name."""
    live = select(DeskSessionRow.account_id).where(
        DeskSessionRow.seen_at >= moment - terms.idle, DeskSessionRow.opened_at >= moment - terms.longest
    )
    opened = Counter(session.scalars(live))
    locked = locked_names(session, moment)
    return [
        Line(
            row.id, row.name, row.role, row.disabled, name_key(row.name) in locked, row.must_change,
            row.identity is not None, opened[row.id], row.created_at, row.last_login_at,
        )
        for row in list_accounts(session)
    ]  # fmt: skip
