"""What the front page has counted: kept, so that a page never counts a million cases."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base


class FigureRow(Base):
    """One set of counts under its name, counted anew at the end of a night and when a reader finds it old."""

    __tablename__ = "front_figure"
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    # How long the counting took: what takes long is not done as often.
    seconds: Mapped[float] = mapped_column(default=0.0)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
