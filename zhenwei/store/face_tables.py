"""Tables of what the profiles of a visit were shown, and of why these profiles looked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zhenwei.store.base import Base


class ProfileChoiceRow(Base):
    """Which profiles were to look at a site in a night, and why (``why``: crawler.policy.Why)."""

    __tablename__ = "profile_choice"
    __table_args__ = (UniqueConstraint("night_id", "site_id", "why"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    why: Mapped[str]
    # The reason as people read it, and the profiles joined by commas.
    words: Mapped[str]
    profiles: Mapped[str]
    at: Mapped[datetime]


class FaceDifferenceRow(Base):
    """What one address showed to some profiles and not to others, as zhenwei.types.Difference; of the newest judging
    of a night."""

    __tablename__ = "face_difference"
    __table_args__ = (UniqueConstraint("night_id", "site_id", "url", "kind", "profiles"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("night.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    url: Mapped[str]
    kind: Mapped[str]
    # To whom it was shown, and to whom not: profiles joined by commas.
    profiles: Mapped[str]
    others: Mapped[str]
    detail: Mapped[str]
