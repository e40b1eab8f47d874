"""The contacts of a case: masked, unless the person who asks has just said why they need them in full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.models import AssessmentRow
from zhenwei.store.notes import unmasked_for, unmaskings_of

SHOWN_FOR = timedelta(minutes=10)  # then the page is masked again, and another look needs another reason


@dataclass(frozen=True, slots=True)
class Contact:
    """``value`` is masked, or in full where ``Contacts.until`` is set."""

    kind: str
    value: str
    where: str


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


def contacts_of(session: Session, case_id: int, opinion: AssessmentRow | None, asker: str) -> Contacts:
    """Return each contact of an opinion once, as this person may see it now."""
    looks = [Unmasking(row.by, row.at, row.why) for row in unmaskings_of(session, case_id)]
    if opinion is None:
        return Contacts([], None, looks)
    row = unmasked_for(session, case_id, opinion.id, asker, now() - SHOWN_FOR)
    part = "masked" if row is None else "value"
    found = (Contact(str(one["kind"]), str(one[part]), str(one.get("source", ""))) for one in opinion.contacts)
    return Contacts(list(dict.fromkeys(found)), row.at + SHOWN_FOR if row else None, looks)
