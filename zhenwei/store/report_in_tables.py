"""Reports that came in from the public and from other offices, their receipts, and who looked at a reporter's name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhenwei.store.base import Base


class ReportDayRow(Base):
    """The last number of receipts of a day (Beijing, ``20261122``): numbers are given without gaps."""

    __tablename__ = "report_day"
    day: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class ReportBatchRow(Base):
    """What came in at once: a file of an office, or one report typed in. ``number`` is that of its receipt."""

    __tablename__ = "report_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    source: Mapped[str]
    received_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(default="")
    # Of the file's bytes; empty for a report typed in.
    sha256: Mapped[str] = mapped_column(default="", index=True)
    reports: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)


class ReportInRow(Base):
    """One report, kept whether or not it is new. Its receipt is the batch's number and ``position`` (from 1)."""

    __tablename__ = "report_in"
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        Index("ix_report_in_source_reference", "source", "reference"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("report_batch.id"))
    position: Mapped[int]
    # Where it stood in the file; 0 for one typed in.
    line: Mapped[int] = mapped_column(default=0)
    source: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    reported_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    # What was reported where there is no address: an account, a mini-program, a shop.
    account: Mapped[str] = mapped_column(default="")
    # Digest of what makes two reports the same: addresses or account, time, note.
    sameness: Mapped[str] = mapped_column(index=True)
    # The earlier report that this one repeats, and by what it was recognised: reference, content.
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("report_in.id"), index=True)
    repeats_by: Mapped[str] = mapped_column(default="")
    batch: Mapped[ReportBatchRow] = relationship()
    addresses: Mapped[list[ReportAddressRow]] = relationship(
        back_populates="report", order_by="ReportAddressRow.position", foreign_keys="ReportAddressRow.report_id"
    )


class ReportAddressRow(Base):
    """An address of a report, and what was known of it when the report came in (zhenwei.intake.known)."""

    __tablename__ = "report_address"
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report_in.id"), index=True)
    position: Mapped[int]
    url: Mapped[str]
    # What is the same for all spellings of the address.
    key: Mapped[str] = mapped_column(index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    # new, reported (by an earlier report), lead (found by us), site (another page of a known site)
    known: Mapped[str]
    # The earlier report of the same address, the site's case at that moment, and the lead that was there before.
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("report_in.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    earlier_lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"))
    report: Mapped[ReportInRow] = relationship(back_populates="addresses", foreign_keys=[report_id])


class ReporterLookRow(Base):
    """Somebody asked who reported. Rows are only added, also for those who were refused."""

    __tablename__ = "reporter_look"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    number: Mapped[str] = mapped_column(index=True)
    why: Mapped[str]
    # shown, refused, none (nothing kept), gone (deleted after its time), sealed (no key that opens it)
    outcome: Mapped[str]


class PermissionRow(Base):
    """A permission beside the roles, given or taken back. Rows are only added: the newest counts."""

    __tablename__ = "permission"
    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(index=True)
    # reporter: may ask who reported
    name: Mapped[str]
    given: Mapped[bool]
    by: Mapped[str]
    at: Mapped[datetime]
