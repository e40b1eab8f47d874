"""Filters of the queue that people keep under a name: each their own."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import String, bindparam, delete, func, select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import NotAllowed
from zhenwei.sentences import said
from zhenwei.store.queue_tables import SavedFilterRow

LONGEST_NAME = 40
MOST_KEPT = 30
_KEPT = SavedFilterRow.__table__.c
# Asked with every page of the queue, so it is put together once.
_OWN = (
    select(_KEPT.id, _KEPT.name, _KEPT.query)
    .where(_KEPT.account == bindparam("account", type_=String))
    .order_by(_KEPT.id)
)


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """``query`` is the part of the queue's address after the ``?``."""

    id: int
    name: str
    query: str


def saved_filters(session: Session, account: str) -> list[SavedFilter]:
    """Return a person's filters, the oldest first."""
    return [SavedFilter(row.id, row.name, row.query) for row in session.execute(_OWN, {"account": account})]


def save_filter(session: Session, account: str, name: str, query: str) -> None:
    """Keep a filter, in place of one of the same name. Raises NotAllowed beyond MOST_KEPT."""
    row = session.scalars(select(SavedFilterRow).filter_by(account=account, name=name)).first()
    if row is not None:
        row.query, row.made_at = query, now()
        return
    if (session.scalar(select(func.count()).where(SavedFilterRow.account == account)) or 0) >= MOST_KEPT:
        raise NotAllowed(said("每人最多保存 {most} 个筛选", most=MOST_KEPT))
    session.add(SavedFilterRow(account=account, name=name, query=query, made_at=now()))


def forget_filter(session: Session, account: str, number: int) -> str:
    """Forget a filter of this person and return its name; a number that is not theirs changes nothing."""
    own = delete(SavedFilterRow).where(SavedFilterRow.id == number, SavedFilterRow.account == account)
    return session.scalar(own.returning(SavedFilterRow.name)) or ""
