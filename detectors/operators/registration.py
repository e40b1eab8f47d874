"""What the registry says of a domain's holder, where it is said at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from detectors.operators.shared import Shared

_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}|[A-Za-z]+(?:[ .'-]+[A-Za-z]+){0,2}")
_FIRM = re.compile(
    r"公司|厂|中心|协会|学校|学院|集团|事务所|工作室|经营部|商行|店|社$|\b(?:ltd|inc|llc|limited|company|corp|gmbh)\b",
    re.I,
)


def registration_traits(answer: Mapping[str, object], shared: Shared) -> Iterator[tuple[str, str]]:
    """Yield traits of a registry's answer (members of RFC 9083, ``registrant`` and ``registrar`` by name)."""
    name = " ".join(str(answer.get("registrant") or "").split())[:200]
    registrar = " ".join(str(answer.get("registrar") or "").split()).lower()[:120]
    if name and not shared.is_hidden_name(name) and name.lower() != registrar:
        # Thousands of people bear one name of two or three characters; a firm's name is its own.
        yield ("registrant_name" if is_person(name) else "registrant"), name.lower()
    day, servers = _day(answer), _servers(answer)
    if day and registrar and servers:
        yield "registration_batch", f"{day}|{registrar}|{','.join(servers)}"[:300]


def is_person(name: str) -> bool:
    """True for a holder's name that is a person's as far as its form tells."""
    return bool(_PERSON.fullmatch(name)) and not _FIRM.search(name)


def _day(answer: Mapping[str, object]) -> str:
    events = answer.get("events")
    for event in events if isinstance(events, list) else ():
        if isinstance(event, dict) and str(event.get("eventAction", "")).lower() == "registration":
            try:
                return datetime.fromisoformat(str(event.get("eventDate", ""))).date().isoformat()
            except ValueError:
                return ""
    return ""


def _servers(answer: Mapping[str, object]) -> list[str]:
    rows = answer.get("nameservers")
    names = [str(row.get("ldhName") or "") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return sorted({name.lower().rstrip(".") for name in names if name})[:4]
