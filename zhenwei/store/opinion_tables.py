"""Tables of second opinions: what was asked of whom, and what was said. Rows are only added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhenwei.store.base import Base
from zhenwei.store.models import CaseRow


class OpinionRequestRow(Base):
    """Somebody asks a colleague (``asked_of``; empty: anybody who may decide) how they see a case."""

    __tablename__ = "opinion_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    asked_by: Mapped[str] = mapped_column(index=True)
    asked_of: Mapped[str] = mapped_column(default="", index=True)
    at: Mapped[datetime]
    question: Mapped[str]
    verdict_shown: Mapped[str]
    impersonation_shown: Mapped[float]
    sale_shown: Mapped[float]
    # Answered or no longer needed: kept beside the rows that say so, for the list of what waits.
    ended: Mapped[bool] = mapped_column(default=False)
    case: Mapped[CaseRow] = relationship()
    opinions: Mapped[list[OpinionRow]] = relationship(back_populates="request", order_by="OpinionRow.id")


class OpinionRow(Base):
    """One opinion. It moves nothing: whoever decides reads it. ``word`` empty: the asker needs it no longer."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("request_id", "by"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("opinion_request.id"))
    by: Mapped[str]
    at: Mapped[datetime]
    word: Mapped[str] = mapped_column(default="")
    why: Mapped[str]
    verdict_shown: Mapped[str]
    impersonation_shown: Mapped[float]
    sale_shown: Mapped[float]
    request: Mapped[OpinionRequestRow] = relationship(back_populates="opinions")
