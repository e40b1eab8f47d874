"""Filings, addresses and place of a case's site: the facts that a letter would state, each with its capture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from review.masking import mask
from takedown.access import Access, Shown, access_of
from takedown.captures import light_page, likely_captures
from takedown.claims import contacts_of
from takedown.filings import filing_words, place_words, police_words
from takedown.gather import speaking_rules, visits_of
from takedown.sending.records import abuse_contacts
from zhenwei.errors import EvidenceError
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import get_case
from zhenwei.store.models import SiteRow, VisitRow
from zhenwei.types import Page
from zhenwei.watchlist import Watchlist

MOST_ADDRESSES, MOST_MAILBOXES = 12, 6
# Mailboxes of a function (RFC 2142 and what registrars use beside it); any other name may be a person's.
_OF_A_ROLE = re.compile(
    r"(?:.*[._+-])?(?:abuse|noc|security|info|support|postmaster|hostmaster|webmaster|service|legal|compliance|complaints?"
    r"|report(?:s|ing)?|domains?|registrar|jubao|tousu)(?:[._+-].*)?@.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A value and the newest capture that shows it."""

    value: str
    visit: int
    profile: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where a registrar or a network takes complaints. ``source``: rdap or whois."""

    of: str
    name: str
    mail: str
    source: str


@dataclass(frozen=True, slots=True)
class AccessView:
    """``filing``, ``police``, ``place``: the letter's own sentences. ``unread``: captures that no letter could cite."""

    filing: str
    icp: list[Seen]
    police: str
    police_filing: list[Seen]
    site_codes: list[Seen]
    addresses: list[Seen]
    place: str
    reasons: tuple[str, ...]
    certificate: str
    registrar: str
    registered_on: date | None
    mailboxes: list[Mailbox]
    captures: int
    unread: list[int]


def access_view(session: Session, case_id: int, watchlist: Watchlist, evidence: Path) -> AccessView:
    """Return what a letter about a case would state now. Reads the captures that it would cite, without pictures."""
    case = get_case(session, case_id)
    opinion = latest_assessment(session, case.site_id)
    visits, pages, unread = _read(evidence, visits_of(session, case.site_id, opinion))
    access = access_of(
        pages,
        case.site.registration,
        case.site.registered_on,
        organ=watchlist.organs.get(case.target),
        rules=speaking_rules(opinion),
        contacts=contacts_of(opinion),
        watchlist=watchlist,
    )
    return AccessView(
        filing=filing_words(access),
        icp=_seen(access.icp, access, visits, lambda one: one.icp),
        police=police_words(access),
        police_filing=_seen(access.police_filing, access, visits, lambda one: one.police_filing),
        site_codes=_seen(access.site_codes, access, visits, lambda one: one.site_codes),
        addresses=_seen(access.addresses[:MOST_ADDRESSES], access, visits, lambda one: one.addresses),
        place=place_words(access),
        reasons=access.place_reasons,
        certificate=access.certificate,
        registrar=access.registrar,
        registered_on=access.registered_on,
        mailboxes=_mailboxes(session, case.site, evidence),
        captures=len(visits),
        unread=unread,
    )


def _read(evidence: Path, found: list[VisitRow]) -> tuple[list[VisitRow], list[Page], list[int]]:
    """Return the captures that can be read with their pages, and the others' numbers."""
    visits, pages, unread = [], [], []
    for visit in likely_captures(evidence, found):
        try:
            pages.append(light_page(evidence, visit.folder))
            visits.append(visit)
        except EvidenceError:
            unread.append(visit.id)
    return visits, pages, unread


def _seen(
    values: Iterable[str], access: Access, visits: list[VisitRow], of: Callable[[Shown], tuple[str, ...]]
) -> list[Seen]:
    found = []
    for value in values:
        holding = (visit for visit, shown in zip(visits, access.shown, strict=True) if value in of(shown))
        newest = max(holding, key=lambda visit: visit.id)
        found.append(Seen(value, newest.id, newest.profile, newest.captured_at))
    return found


def _mailboxes(session: Session, site: SiteRow, evidence: Path) -> list[Mailbox]:
    """Return the mailboxes for complaints, the one that may be a person's masked."""
    found = (
        Mailbox(one.of.value, one.name, mail if _OF_A_ROLE.fullmatch(mail) else mask(mail), one.source)
        for one in abuse_contacts(session, site, evidence)
        for mail in one.mails
    )
    return list(dict.fromkeys(found))[:MOST_MAILBOXES]
