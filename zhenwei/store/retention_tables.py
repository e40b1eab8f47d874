"""What retention took away: a row a capture, so that nobody takes it for lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base


class PrunedCaptureRow(Base):
    """A capture of which only manifest, log and time stamp are left. ``why``: the rule of zhenwei.stages.retention."""

    __tablename__ = "pruned_capture"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), unique=True)
    folder: Mapped[str]
    manifest_sha256: Mapped[str]
    why: Mapped[str]
    bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    pruned_at: Mapped[datetime]
