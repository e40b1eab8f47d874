"""What people did with a case besides deciding: notes, looks at unmasked contacts, checks of evidence. Only added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base


class CaseNoteRow(Base):
    """A note that a person left on a case."""

    __tablename__ = "case_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    by: Mapped[str]
    at: Mapped[datetime]
    text: Mapped[str]


class UnmaskingRow(Base):
    """That a person had the contacts of a case shown in full, and why. The row holds them as masked, never in full."""

    __tablename__ = "unmasking"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    # Whose contacts were shown; opinions are replaced, so this is no foreign key.
    assessment_id: Mapped[int]
    by: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    why: Mapped[str]
    # (kind, masked value) of each contact shown.
    shown: Mapped[list[Any]] = mapped_column(default=list)


class EvidenceCheckRow(Base):
    """One check of one capture. ``problems``: (file below the capture, what does not match); empty means whole."""

    __tablename__ = "evidence_check"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    by: Mapped[str]
    at: Mapped[datetime]
    folder: Mapped[str]
    manifest_sha256: Mapped[str]
    problems: Mapped[list[Any]] = mapped_column(default=list)
