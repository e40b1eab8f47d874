"""Tables of the recheck: looks over time, where each case stands, and to where sites have moved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zhenwei.store.base import Base
from zhenwei.store.models import CaseRow, SiteRow


class LookRow(Base):
    """One look at a case's site in one night. Waiting while ``standing`` is empty; then written once and kept."""

    __tablename__ = "look"
    __table_args__ = (UniqueConstraint("night_id", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    # What the resolvers said: server, says, addresses, special, parked, why (detectors.standing.values.Told).
    answers: Mapped[list[Any]] = mapped_column(default=list)
    # When the last visit of the look was made.
    at: Mapped[datetime | None]
    # detectors.standing.values.Stands, its cause, and one line in Chinese.
    standing: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    # True if a capture of this look shows the offence.
    shows: Mapped[bool] = mapped_column(default=False)
    # gone, back, moved: what changed with this look; empty where nothing did.
    event: Mapped[str] = mapped_column(default="")
    moved_to: Mapped[str] = mapped_column(default="")
    visits: Mapped[list[Any]] = mapped_column(default=list)
    # The capture folder that shows best what was seen; empty where nothing was received.
    folder: Mapped[str] = mapped_column(default="")
    case: Mapped[CaseRow] = relationship()


class StandingRow(Base):
    """Where a case stands after its newest look, and when it was last seen alive."""

    __tablename__ = "case_standing"
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    # The moment of the newest capture that showed the offence (a legal fact), and that capture.
    last_alive: Mapped[datetime | None]
    alive_visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    # The first look since then that found it gone; and the look that made it believed.
    first_down: Mapped[datetime | None]
    gone_since: Mapped[datetime | None] = mapped_column(index=True)
    next_look_at: Mapped[datetime | None] = mapped_column(index=True)


class MoveRow(Base):
    """The site of a case has moved: which site is taken for its new address, and why. Rows are only added."""

    __tablename__ = "move"
    __table_args__ = (UniqueConstraint("case_id", "site_id", "how"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    url: Mapped[str]
    # http, meta, script: the old address leads there; else a kind of detectors/operators/kinds.py that both show.
    how: Mapped[str]
    value: Mapped[str] = mapped_column(default="")
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"), index=True)
    at: Mapped[datetime]
    case: Mapped[CaseRow] = relationship()
    site: Mapped[SiteRow] = relationship()
