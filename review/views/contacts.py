"""The contacts of a case: masked, unless the person who asks has just said why they need them in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from review.views.faces import Face
from zhenwei.clock import now
from zhenwei.store.models import AssessmentRow, FindingRow
from zhenwei.store.notes import unmasked_for, unmaskings_of

SHOWN_FOR = timedelta(minutes=10)  # then the page is masked again, and another look needs another reason


MOST_PAGES = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """A page that showed a contact, and to whom. ``visit``: its capture, 0 if that is not kept."""

    url: str
    profile: str
    visit: int


@dataclass(frozen=True, slots=True)
class Contact:
    """``value`` is masked, or in full where ``Contacts.until`` is set; ``pages``: where a reason says that it stood."""

    kind: str
    value: str
    where: str
    pages: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmasking:
    """One look at the contacts in full."""

    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Contacts:
    """``until``: when this person's look at the values in full ends; None while they are masked."""

    rows: list[Contact]
    until: datetime | None
    looks: list[Unmasking]


def contacts_of(
    session: Session, case_id: int, opinion: AssessmentRow | None, asker: str, faces: Sequence[Face] = ()
) -> Contacts:
    """Return each contact of an opinion once, as this person may see it now."""
    looks = [Unmasking(row.by, row.at, row.why) for row in unmaskings_of(session, case_id)]
    if opinion is None:
        return Contacts([], None, looks)
    row = unmasked_for(session, case_id, opinion.id, asker, now() - SHOWN_FOR)
    part = "masked" if row is None else "value"
    found = (
        Contact(str(one["kind"]), str(one[part]), str(one.get("source", "")), _pages(one, opinion, faces))
        for one in opinion.contacts
    )
    return Contacts(list(dict.fromkeys(found)), row.at + SHOWN_FOR if row else None, looks)


def _pages(contact: Mapping[str, Any], opinion: AssessmentRow, faces: Sequence[Face]) -> tuple[Standing, ...]:
    """Return the pages of the reasons that name a contact; none where two contacts look the same once masked."""
    masked = str(contact.get("masked", ""))
    alike = {str(one.get("value", "")) for one in opinion.contacts if one.get("masked") == masked}
    if not masked or len(alike) > 1:
        return ()
    naming = (one for one in opinion.findings if one.url and masked in one.detail)
    return tuple(dict.fromkeys(_standing(one, opinion, faces) for one in naming))[:MOST_PAGES]


def _standing(finding: FindingRow, opinion: AssessmentRow, faces: Sequence[Face]) -> Standing:
    shown = (
        face.visit
        for face in faces
        if face.kept and face.visit in opinion.visits and face.profile == finding.profile
        if finding.url in (face.url, face.final_url)
    )
    return Standing(finding.url, finding.profile, next(shown, 0))
