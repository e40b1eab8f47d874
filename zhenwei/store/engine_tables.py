"""Tables of what engines were asked and how they answered: one row a query, one a result."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhenwei.store.base import Base


class EngineQueryRow(Base):
    """One page of results that was asked for. A query that was left out because of earlier blocks has no row."""

    __tablename__ = "engine_query"
    __table_args__ = (Index("ix_engine_query_engine_asked_at", "engine", "asked_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), unique=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"), index=True)
    engine: Mapped[str]
    query: Mapped[str]
    page: Mapped[int]
    asked_at: Mapped[datetime]
    # results, nothing, blocked, changed, error
    outcome: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    # the query that was answered instead of this one; "?": another one, not named
    shown_for: Mapped[str] = mapped_column(default="")
    # why the results may not be all of the page; empty: they are
    partial: Mapped[str] = mapped_column(default="")
    # the engine's own estimate
    total: Mapped[int | None] = mapped_column(BigInteger)
    results: Mapped[list[EngineResultRow]] = relationship(
        order_by="EngineResultRow.rank", cascade="all, delete-orphan", back_populates="asked"
    )


class EngineResultRow(Base):
    """One result in the order of the page. ``target`` is empty where the engine's link could not be resolved."""

    __tablename__ = "engine_result"
    __table_args__ = (UniqueConstraint("query_id", "rank"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    query_id: Mapped[int] = mapped_column(ForeignKey("engine_query.id", ondelete="CASCADE"))
    rank: Mapped[int]
    ad: Mapped[bool]
    title: Mapped[str]
    url: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    asked: Mapped[EngineQueryRow] = relationship(back_populates="results")
