"""What was asked of each host, by all spiders, processes and machines together."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base


class HostBudgetRow(Base):
    """One host. ``next_at``: the first moment that nobody has reserved. Counts are of requests, of their night and day.

    ``used_up``: the limit (``night`` or ``day``) that has left fewer than were wanted last, since ``used_up_at``.
    """

    __tablename__ = "host_budget"
    host: Mapped[str] = mapped_column(primary_key=True)
    night_id: Mapped[int]
    night_used: Mapped[int]
    day: Mapped[date]
    day_used: Mapped[int]
    next_at: Mapped[datetime]
    used_up: Mapped[str] = mapped_column(default="")
    used_up_at: Mapped[datetime | None]
