"""Abuse contacts of a site's registrar and network, out of registration records that are held already.

RDAP: entities (RFC 9083, 5.1) with the role ``abuse``, also nested in the registrar's entity; the jCard (RFC 7095) in
``vcardArray`` holds mail and telephone. WHOIS: labelled lines of ICANN's registrars and the regional registries. Only
contacts for abuse are taken: registrants are people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from takedown.clean import plain

DEEPEST = 6  # entities within entities
MOST_ENTITIES = 200
MOST_LINES = 4000
_MAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-]{4,30}(?:(?:;|\s*)ext=?\.?\s*\d{1,8})?")
_HIDDEN = re.compile(r"redacted|withheld|not disclosed|privacy", re.IGNORECASE)


class Of(StrEnum):
    """Whose contact it is."""

    REGISTRAR = "registrar"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class AbuseContact:
    """One contact. ``source``: rdap or whois; ``role``: ``abuse``, or ``registrar`` for a general one."""

    of: Of
    name: str
    mails: tuple[str, ...]
    phones: tuple[str, ...]
    source: str
    role: str = "abuse"


def from_rdap(answer: Mapping[str, Any]) -> list[AbuseContact]:
    """Return the abuse contacts of an answer about a domain or an IP network; hostile answers give none."""
    network = str(answer.get("objectClassName", "")).lower() == "ip network"
    of = Of.NETWORK if network else Of.REGISTRAR
    found = list(_abuse_in(answer, of, _holder(answer, network)))
    if found or network:
        return found
    # Better a registrar's own mailbox than none; it is marked as what it is.
    return [
        contact
        for entity in _entities(answer)
        if "registrar" in _roles(entity)
        for contact in _contact(entity, of, _name(entity) or _holder(answer, network), "registrar")
    ]


def _abuse_in(answer: Mapping[str, Any], of: Of, name: str) -> Iterator[AbuseContact]:
    seen = 0
    waiting: list[tuple[Mapping[str, Any], int, str]] = [(entity, 1, name) for entity in _entities(answer)]
    while waiting and seen < MOST_ENTITIES:
        entity, depth, above = waiting.pop(0)
        seen += 1
        roles = _roles(entity)
        # Within the registrar's entity, its name is the one that matters; an abuse desk is often called "Abuse".
        own = _name(entity) if "registrar" in roles or not above else above
        if "abuse" in roles:
            yield from _contact(entity, of, above or _name(entity), "abuse")
        if depth < DEEPEST:
            waiting += [(inner, depth + 1, own) for inner in _entities(entity)]


def _contact(entity: Mapping[str, Any], of: Of, name: str, role: str) -> Iterator[AbuseContact]:
    mails = _clean(_MAIL, _values(entity, "email"))
    phones = _clean(_PHONE, (value.removeprefix("tel:") for value in _values(entity, "tel")))
    if mails or phones:
        yield AbuseContact(of, plain(name, 120), mails, phones, "rdap", role)


def _clean(shape: re.Pattern[str], values: Iterable[str]) -> tuple[str, ...]:
    found = (shape.fullmatch(value.strip()) for value in values if not _HIDDEN.search(value))
    return tuple(dict.fromkeys(match[0] for match in found if match))[:5]


def _values(entity: Mapping[str, Any], kind: str) -> Iterator[str]:
    """Yield the values of a jCard property: ``[name, parameters, type, value]`` (RFC 7095, 3.3)."""
    card = entity.get("vcardArray")
    rows = card[1] if isinstance(card, list) and len(card) > 1 and isinstance(card[1], list) else []
    for row in rows[:200]:
        if isinstance(row, list) and len(row) > 3 and str(row[0]).lower() == kind:
            yield from (plain(str(value), 200) for value in row[3:] if isinstance(value, str))


def _name(entity: Mapping[str, Any]) -> str:
    for kind in ("fn", "org"):
        for value in _values(entity, kind):
            if value and not _HIDDEN.search(value):
                return value
    return ""


def _holder(answer: Mapping[str, Any], network: bool) -> str:
    if network:
        return plain(str(answer.get("name") or answer.get("handle") or ""), 120)
    return plain(str(answer.get("registrar") or ""), 120)


def _entities(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = value.get("entities")
    return [one for one in found if isinstance(one, Mapping)][:MOST_ENTITIES] if isinstance(found, list) else []


def _roles(entity: Mapping[str, Any]) -> list[str]:
    roles = entity.get("roles")
    return [str(role).lower() for role in roles[:20]] if isinstance(roles, list) else []


# Labels of WHOIS answers: the registrar's (ICANN), and those of the regional registries for networks.
_LABELS: tuple[tuple[str, Of, str], ...] = (
    (r"registrar abuse contact e-?mail", Of.REGISTRAR, "mail"),
    (r"registrar abuse contact phone", Of.REGISTRAR, "phone"),
    (r"abuse-?mailbox", Of.NETWORK, "mail"),
    (r"orgabuseemail|orgabusemail|abuse e-?mail|abuse contact e-?mail", Of.NETWORK, "mail"),
    (r"orgabusephone|abuse phone|abuse contact phone", Of.NETWORK, "phone"),
    (r"orgname|netname|org-name", Of.NETWORK, "name"),
    (r"sponsoring registrar|registrar name|registrar", Of.REGISTRAR, "name"),
)
_LINE = re.compile(r"^\s*(?P<label>[A-Za-z][A-Za-z /-]{2,40}?)\s*[:：]\s*(?P<value>\S.{0,300}?)\s*$")
_COMMENT = re.compile(rf"^[%#].*\babuse contact for .{{0,200}}? is '(?P<mail>{_MAIL.pattern})'", re.IGNORECASE)


def from_whois(text: str) -> list[AbuseContact]:
    """Return the abuse contacts of a WHOIS answer as it came."""
    held: dict[Of, dict[str, list[str]]] = {of: {"mail": [], "phone": [], "name": []} for of in Of}
    for line in text.splitlines()[:MOST_LINES]:
        if comment := _COMMENT.match(line[:500]):
            held[Of.NETWORK]["mail"].append(comment["mail"])
            continue
        match = _LINE.match(line[:500])
        if match is None:
            continue
        label = " ".join(match["label"].lower().split())
        for shape, of, what in _LABELS:
            if re.fullmatch(shape, label):
                held[of][what].append(plain(match["value"], 200))
                break
    found = []
    for of, values in held.items():
        mails, phones = _clean(_MAIL, values["mail"]), _clean(_PHONE, values["phone"])
        if mails or phones:
            found.append(AbuseContact(of, plain((values["name"] or [""])[0], 120), mails, phones, "whois"))
    return found


def merged(contacts: Sequence[AbuseContact]) -> tuple[AbuseContact, ...]:
    """Return each contact once: those of abuse desks before general ones, RDAP before WHOIS."""
    order = sorted(contacts, key=lambda one: (one.of, one.role != "abuse", one.source != "rdap"))
    kept: list[AbuseContact] = []
    for one in order:
        better = any(other.of == one.of and (other.role == "abuse" or other.role == one.role) for other in kept)
        same = any(set(one.mails) <= set(other.mails) and other.of == one.of and one.mails for other in kept)
        if same or (better and one.role != "abuse"):
            continue
        kept.append(one)
    return tuple(kept)


def unknown(contacts: Sequence[AbuseContact]) -> tuple[str, ...]:
    """Say in Chinese which contacts nobody knows, and what to do about it."""
    said = {
        Of.REGISTRAR: "域名注册商的滥用投诉联系方式：待查（现有 RDAP、WHOIS 记录中没有）",
        Of.NETWORK: "服务器网络（IP）的滥用投诉联系方式：待查（现有记录中没有，请人工查询该 IP 地址段的 RDAP）",
    }
    return tuple(words for of, words in said.items() if not any(one.of == of and one.mails for one in contacts))
