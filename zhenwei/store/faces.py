"""What the profiles of a site were shown, night by night, and why these profiles looked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.face_tables import FaceDifferenceRow, ProfileChoiceRow
from zhenwei.types import Difference, Profile

MOST_TEXT = 500


def save_choice(
    session: Session, night_id: int, site_id: int, why: str, words: str, profiles: Iterable[Profile]
) -> None:
    """Put down why profiles look at a site tonight; the same reason again writes the same row."""
    joined = _joined(profiles)
    row = session.scalars(select(ProfileChoiceRow).filter_by(night_id=night_id, site_id=site_id, why=why)).first()
    if row is None:
        session.add(
            ProfileChoiceRow(
                night_id=night_id, site_id=site_id, why=why, words=words[:MOST_TEXT], profiles=joined, at=now()
            )
        )
    else:
        row.words, row.profiles = words[:MOST_TEXT], joined


def save_choices(session: Session, night_id: int, chosen: Iterable[tuple[int, str, str, Iterable[Profile]]]) -> None:
    """Put down (site, why, words, profiles) for many sites that the night has no choice for yet."""
    at = now()
    session.add_all(
        ProfileChoiceRow(night_id=night_id, site_id=site, why=why, words=words, profiles=_joined(profiles), at=at)
        for site, why, words, profiles in chosen
    )


def sites_chosen(session: Session, night_id: int, reasons: Collection[str]) -> set[int]:
    """Return the sites of a night that were chosen for one of these reasons."""
    query = select(ProfileChoiceRow.site_id).where(ProfileChoiceRow.night_id == night_id)
    return set(session.scalars(query.where(ProfileChoiceRow.why.in_(reasons))))


def save_differences(session: Session, night_id: int, site_id: int, found: Sequence[Difference]) -> None:
    """Put down what a site's profiles were shown in place of an earlier reading of the same night."""
    session.execute(delete(FaceDifferenceRow).filter_by(night_id=night_id, site_id=site_id))
    rows: dict[tuple[str, str, str], FaceDifferenceRow] = {}
    for one in found:
        who = _joined(one.profiles)
        rows.setdefault(
            (one.url, one.kind, who),
            FaceDifferenceRow(
                night_id=night_id, site_id=site_id, url=one.url, kind=one.kind, profiles=who,
                others=_joined(one.others), detail=one.detail[:MOST_TEXT],
            ),
        )  # fmt: skip
    session.add_all(rows.values())


def differences_of(session: Session, site_id: int, night_id: int | None = None) -> list[FaceDifferenceRow]:
    """Return the differences of a night, by default of the newest night that has any."""
    if night_id is None:
        night_id = session.scalar(select(func.max(FaceDifferenceRow.night_id)).filter_by(site_id=site_id))
    query = select(FaceDifferenceRow).filter_by(site_id=site_id, night_id=night_id).order_by(FaceDifferenceRow.id)
    return list(session.scalars(query))


def choices_of(session: Session, site_id: int, most: int = 20) -> list[ProfileChoiceRow]:
    """Return why which profiles looked at a site, the newest first."""
    query = select(ProfileChoiceRow).filter_by(site_id=site_id).order_by(ProfileChoiceRow.id.desc()).limit(most)
    return list(session.scalars(query))


def profiles_of(joined: str) -> list[Profile]:
    """Return the profiles of a stored list."""
    return [Profile(name) for name in joined.split(",") if name]


def _joined(profiles: Iterable[Profile]) -> str:
    return ",".join(profile.value for profile in profiles)
