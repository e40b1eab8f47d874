"""The tables of the frontier: hosts that wait for a turn, and who has which host in hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base


class TurnRow(Base):
    """A host with visits of one purpose that wait. Added with the visits, gone once a worker has the host in hand."""

    __tablename__ = "turn"
    __table_args__ = (Index("ix_turn_order", "night_id", "purpose", "priority", "site_id"),)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    # The smaller, the sooner; see zhenwei/store/frontier.py.
    priority: Mapped[int] = mapped_column(default=0)


class HoldRow(Base):
    """A host in the hand of a worker until its lease ends, or free again (no worker) but not before ``next_at``.

    One row a host, so that nobody else has it, whatever the purpose. ``night_id``, ``purpose`` and ``priority`` are
    those of the turn, for whoever takes it over from a worker that is lost.
    """

    __tablename__ = "hold"
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"))
    purpose: Mapped[str]
    priority: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(default="", index=True)
    until: Mapped[datetime]
    next_at: Mapped[datetime]
