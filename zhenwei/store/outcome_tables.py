"""Tables of the reports: when a case was opened, what other offices say of their own work, and public digests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhenwei.store.base import Base
from zhenwei.store.models import CaseRow


class CaseOpeningRow(Base):
    """When a site became a case. Its ``first_seen`` may lie months before, and a past month's count must not change."""

    __tablename__ = "case_opening"
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    case: Mapped[CaseRow] = relationship()


class OutcomeRow(Base):
    """One figure of another office for one month. Rows are only added: the newest of its cell counts."""

    __tablename__ = "outcome"
    id: Mapped[int] = mapped_column(primary_key=True)
    # The month as reports name it: 2026-11, whichever day it begins on.
    month: Mapped[str] = mapped_column(index=True)
    office: Mapped[str]
    # A field of watchlist/report/outcomes.toml.
    field: Mapped[str]
    # The value times 100, so that money is exact on both databases.
    hundredths: Mapped[int] = mapped_column(BigInteger)
    # The office's letter or call that says so: its number, and what it says of itself.
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime]
    # The row that this one corrects.
    corrects: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"))


class PublicDigestRow(Base):
    """A public digest as somebody drafted or edited it. ``text`` is what is approved and nothing else."""

    __tablename__ = "public_digest"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    cases: Mapped[list[Any]] = mapped_column(default=list)
    # draft, approved, rejected, replaced (somebody has edited it: ``edits`` of the newer one)
    state: Mapped[str] = mapped_column(default="draft", index=True)
    edits: Mapped[int | None] = mapped_column(ForeignKey("public_digest.id"))
    by: Mapped[str]
    at: Mapped[datetime]
    events: Mapped[list[PublicDigestEventRow]] = relationship(
        back_populates="digest", order_by="PublicDigestEventRow.id"
    )


class PublicDigestEventRow(Base):
    """What people did with a digest: drafted, edited, approved, rejected. Rows are only added."""

    __tablename__ = "public_digest_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("public_digest.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    event: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    digest: Mapped[PublicDigestRow] = relationship(back_populates="events")
