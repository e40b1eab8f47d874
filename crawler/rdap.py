"""RDAP answers (RFC 9083) and the registry of who answers for which suffix (RFC 9224). Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from crawler.whois.moments import read_moment
from crawler.whois.registration import CHINA, Registration

HEADERS = {"Accept": "application/rdap+json"}
# How long (seconds) a server is left alone that says "too many" without saying how long.
TOO_MANY = 60.0


def read_bootstrap(body: bytes) -> dict[str, tuple[str, ...]]:
    """Return base addresses by suffix (lower case, ASCII), https before http. Raises ValueError for what is none."""
    value = json.loads(body)
    services = value.get("services") if isinstance(value, dict) else None
    if not isinstance(services, list):
        raise ValueError("no services (RFC 9224, 3)")
    found: dict[str, tuple[str, ...]] = {}
    for service in services:
        if not (
            isinstance(service, list) and len(service) >= 2 and all(isinstance(part, list) for part in service[-2:])
        ):
            continue
        suffixes, bases = service[-2:]
        urls = tuple(sorted((str(base) for base in bases if _is_web(base)), key=lambda base: base.startswith("http:")))
        found |= {str(suffix).lower().strip("."): urls for suffix in suffixes if urls}
    return found


def bases_for(domain: str, bootstrap: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the base addresses of the longest suffix that is known (RFC 9224, 4)."""
    rest = domain.partition(".")[2]
    while rest:
        if rest in bootstrap:
            return bootstrap[rest]
        rest = rest.partition(".")[2]
    return ()


def domain_url(base: str, domain: str) -> str:
    """Return the address to ask about an ASCII domain (RFC 9082, 3.1.3)."""
    return f"{base.rstrip('/')}/domain/{domain}"


def retry_after(value: str, now: datetime) -> float:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3), between 1 and 3600."""
    if value.strip().isascii() and value.strip().isdigit():
        return min(max(float(value.strip()), 1.0), 3600.0)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return TOO_MANY
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 1.0), 3600.0)


def read_answer(body: bytes) -> dict[str, Any]:
    """Return an RDAP answer about a domain; empty for what is none."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(answer, dict) or "errorCode" in answer:
        return {}
    return answer if answer.get("objectClassName", "domain") == "domain" else {}


def registration_of(answer: Mapping[str, Any], domain: str = "") -> Registration:
    """Return what an answer of ``read_answer`` says. ``found`` is None where it is empty or about another domain."""
    names = [str(answer.get(key) or "").lower().rstrip(".") for key in ("ldhName", "unicodeName")]
    known = [name for name in names if name]
    if not answer or (domain and names[0] and names[0] != domain):
        return Registration(domain, why="RDAP 应答无法识别" if not answer else "RDAP 应答的是另一个域名")
    return Registration(
        domain or (known[0] if known else ""),
        registered=_moment(answer, "registration"),
        expires=_moment(answer, "expiration"),
        updated=_moment(answer, "last changed"),
        registrar=_party(answer, "registrar"),
        registrant=_party(answer, "registrant"),
        statuses=tuple(status for status in _list(answer, "status") if isinstance(status, str)),
        name_servers=tuple(_server_names(answer)),
        found=True,
        names=tuple(dict.fromkeys(known + list(_variants(answer)))),
    )


def _moment(answer: Mapping[str, Any], action: str) -> datetime | None:
    """Return the time of an event (RFC 9083, 4.5). Without a zone it is Beijing's, as Chinese registries write."""
    for event in _list(answer, "events"):
        if not isinstance(event, dict) or str(event.get("eventAction", "")).lower() != action:
            continue
        if moment := read_moment(str(event.get("eventDate", "")), CHINA):
            return moment
    return None


def _party(answer: Mapping[str, Any], role: str) -> str:
    """Return the organisation or else the name on the jCard (RFC 7095) of the entity in a role."""
    for entity in _list(answer, "entities"):
        if not isinstance(entity, dict) or role not in _list(entity, "roles"):
            continue
        card = _list(entity, "vcardArray")
        rows = card[1] if len(card) > 1 and isinstance(card[1], list) else []
        values = {row[0]: row[3] for row in rows if isinstance(row, list) and len(row) > 3 and isinstance(row[0], str)}
        for key in ("org", "fn"):
            value = values.get(key)
            parts = value if isinstance(value, list) else [value]
            text = next((part for part in parts if isinstance(part, str)), "")
            if text.strip() and "redacted" not in text.lower():
                return text.strip()[:200]
    return ""


def _server_names(answer: Mapping[str, Any]) -> Iterator[str]:
    for server in _list(answer, "nameservers"):
        if isinstance(server, dict) and isinstance(server.get("ldhName"), str):
            yield server["ldhName"].lower().rstrip(".")


def _variants(answer: Mapping[str, Any]) -> Iterator[str]:
    for group in _list(answer, "variants"):
        for name in _list(group, "variantNames") if isinstance(group, dict) else ():
            if isinstance(name, dict) and isinstance(name.get("ldhName"), str):
                yield name["ldhName"].lower()


def _list(value: Mapping[str, Any], key: str) -> list[Any]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _is_web(base: object) -> bool:
    return isinstance(base, str) and base.startswith(("https://", "http://"))
