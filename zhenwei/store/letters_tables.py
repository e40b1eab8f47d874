"""Tables of a letter's life: versions, numbers, sending, answers, and which clocks were reminded of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhenwei.store.base import Base
from zhenwei.store.models import NoticeRow


class NoticeVersionRow(Base):
    """One version of a letter: a folder that never changes. Rows are only added; the newest is the letter."""

    __tablename__ = "notice_version"
    __table_args__ = (UniqueConstraint("notice_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"))
    version: Mapped[int]
    # drafted, edited, approved, numbered
    made: Mapped[str]
    folder: Mapped[str]
    manifest_sha256: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="")
    # What changed in the marked text, as a unified diff.
    change: Mapped[str] = mapped_column(default="")
    # Approved versions: the 成文日期 and the 发文字号 that they print.
    day: Mapped[date | None]
    given: Mapped[str] = mapped_column(default="")
    notice: Mapped[NoticeRow] = relationship()


class NumberBookRow(Base):
    """How far the numbers of a sender's code have come in a year; whoever takes one locks this row."""

    __tablename__ = "number_book"
    code: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


class NumberRow(Base):
    """A line of the 发文登记簿: a number and its letter, which keeps it for ever."""

    __tablename__ = "notice_number"
    __table_args__ = (UniqueConstraint("code", "year", "sequence"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    year: Mapped[int]
    sequence: Mapped[int]
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), unique=True)
    given: Mapped[str]
    day: Mapped[date]
    by: Mapped[str]
    at: Mapped[datetime]
    notice: Mapped[NoticeRow] = relationship()


class DispatchRow(Base):
    """That a letter has gone out: when, how, when it was received, and by when it asks for a reply."""

    __tablename__ = "notice_dispatch"
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(index=True)
    received_at: Mapped[datetime | None]
    reply_by: Mapped[date | None]
    # The term that the letter's own text asks for, from receipt; 0: none. Working days, else days.
    reply_days: Mapped[int] = mapped_column(default=0)
    reply_working: Mapped[bool] = mapped_column(default=True)
    channel: Mapped[str] = mapped_column(default="")
    # The articles that the letter cites, as it prints them: some clocks run for some of them only.
    cites: Mapped[list[Any]] = mapped_column(default=list)
    by: Mapped[str]
    at: Mapped[datetime]
    notice: Mapped[NoticeRow] = relationship()


class AnswerRow(Base):
    """One answer of a recipient. Rows are only added: an office may answer more than once."""

    __tablename__ = "notice_answer"
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    # A slug of zhenwei.store.letters.RESULTS; empty: not sorted.
    result: Mapped[str] = mapped_column(default="")
    # The office's own number, and the day its answer was received.
    number: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date]
    # Cases that it speaks of; empty: all of the letter.
    cases: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime]
    notice: Mapped[NoticeRow] = relationship()


class ClockDoneRow(Base):
    """A person's mark that what a clock asks for has been done. Rows are only added; the newest counts."""

    __tablename__ = "clock_done"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    by: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class DigestRow(Base):
    """A day's mail of reminders: written before it is sent, so that no two runs send it, finished afterwards."""

    __tablename__ = "reminder_digest"
    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    message_id: Mapped[str]
    # Until then another run leaves it alone; after it, the run that claimed it is taken for dead.
    claimed_until: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(default="")


class ReminderRow(Base):
    """One reminder that a sent mail contained: it is not sent again."""

    __tablename__ = "reminder"
    id: Mapped[int] = mapped_column(primary_key=True)
    # Clock, stage and last day.
    key: Mapped[str] = mapped_column(unique=True)
    digest_id: Mapped[int] = mapped_column(ForeignKey("reminder_digest.id"))
    digest: Mapped[DigestRow] = relationship()
