"""What people changed in the deployment's own watchlist, with the text before and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base


class EditRow(Base):
    """One change of one file of the watchlist. Rows are only added: to undo is a change back."""

    __tablename__ = "watchlist_edit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    # The file below WATCHLIST_DIR: organs/mem.toml
    file: Mapped[str] = mapped_column(index=True)
    why: Mapped[str]
    # The whole text; None where the deployment's own folder had no such file (the built-in one counted, if any).
    before: Mapped[str | None]
    after: Mapped[str | None]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("watchlist_edit.id"))
    # What stood in the way and was insisted on (review/editing/insisting.py): covers, untried, wrongs.
    despite: Mapped[dict[str, Any]] = mapped_column(default=dict)
