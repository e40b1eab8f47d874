"""What the queue keeps for people: their saved filters. And which tables are a database's own way to search.

``case_search`` is made by the migration alone: a virtual table of FTS5 on SQLite, a table with a ``tsvector`` on
PostgreSQL. No model could say both; zhenwei/store/search.py is the only one that speaks to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Computed, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base

SEARCH = "case_search"


class SavedFilterRow(Base):
    """A filter of the queue that a person has given a name. ``query`` is the part of an address after the ``?``."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("account", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str]
    name: Mapped[str]
    query: Mapped[str]
    made_at: Mapped[datetime]


def comparable(thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Tell Alembic (``include_object``) what models and migrations can be compared by.

    Left out: the tables of the search, and computed columns, whose expression each database prints in its own way.
    """
    if kind == "table":
        return not (name or "").startswith(SEARCH)
    return not (kind == "column" and isinstance(getattr(thing, "server_default", None), Computed))
