"""What a registry said of a case's domain (the members of RFC 9083 that are kept), for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from detectors.operators.kinds import shown
from detectors.operators.registration import is_person
from review.masking import mask
from zhenwei.clock import BEIJING

MOST = 12
ANSWERED = "last update of RDAP database"  # the event by which a registry says of when its answer is (RFC 9083, 4.5)


@dataclass(frozen=True, slots=True)
class Registration:
    """Every part is empty where the registry said nothing. ``events``: (what, when as the registry wrote it)."""

    domain: str
    registrar: str
    registrant: str
    statuses: tuple[str, ...]
    name_servers: tuple[str, ...]
    events: tuple[tuple[str, str], ...]
    source: str

    @property
    def answered(self) -> str:
        """The day of the answer, if the registry named it."""
        return next((at for what, at in self.events if what == ANSWERED), "")


def registration_of(stored: Mapping[str, Any]) -> Registration | None:
    """Return the facts of a site's row, None if there are none. Stored answers are hostile: any shape is met."""
    if not stored:
        return None
    servers = [_text(one.get("ldhName")) for one in _list(stored, "nameservers") if isinstance(one, dict)]
    events = [
        (_text(one.get("eventAction")), _day(_text(one.get("eventDate"))))
        for one in _list(stored, "events")
        if isinstance(one, dict)
    ]
    return Registration(
        domain=_text(stored.get("ldhName")),
        registrar=_text(stored.get("registrar")),
        registrant=_holder(" ".join(_text(stored.get("registrant")).split())),
        statuses=tuple(_text(one) for one in _list(stored, "status")),
        name_servers=tuple(one for one in servers if one),
        events=tuple(one for one in events if one[0]),
        source=_text(stored.get("source")),
    )


def _day(text: str) -> str:
    """Return the day in Beijing of a moment as RFC 3339 writes it; any other text as it is."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(BEIJING).date().isoformat() if moment.tzinfo else text
    except (ValueError, OverflowError):
        return text


def _holder(name: str) -> str:
    """Return who holds the domain: a firm as it stands, a person masked."""
    return shown("registrant_name", name) if is_person(name) else mask(name)


def _list(stored: Mapping[str, Any], member: str) -> list[Any]:
    value = stored.get(member)
    return value[:MOST] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""
