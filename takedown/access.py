"""A site's filings, addresses and place, as its captures and its registration show them.

Letters state them and the desk shows them: both ask here, so they cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from takedown import acts, marks
from takedown.captures import own_addresses, own_hops
from takedown.clean import plain
from takedown.facts import ContactFacts, Filing, Place
from takedown.masking import printable
from takedown.places import hosting_of, networks_of
from zhenwei.types import Page
from zhenwei.watchlist import Watchlist

MOST = 5  # numbers of a kind
_SITE_CODE = re.compile(r"(?<![0-9A-Za-z])(?:bm\d{8}|(?<=标识码[:：])\d{10}|(?<=标识码)\d{10})(?![0-9])")


class Named(Protocol):
    """An organ, as far as a sentence about a filing names it."""

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """What one capture shows."""

    icp: tuple[str, ...]
    police_filing: tuple[str, ...]
    site_codes: tuple[str, ...]
    addresses: tuple[str, ...]
    certificate: str


@dataclass(frozen=True, slots=True)
class Access:
    """What all captures show together, by the names of ``SiteFacts``. ``shown``: the same of each, in their order."""

    shown: tuple[Shown, ...]
    organ: Named | None
    filing: Filing
    icp: tuple[str, ...]
    police_filing: tuple[str, ...]
    site_codes: tuple[str, ...]
    addresses: tuple[str, ...]
    certificate: str
    registrar: str
    registered_on: date | None
    place: Place
    place_reasons: tuple[str, ...]
    borrowed: bool
    icp_checked: str = ""
    network: str = ""


def access_of(
    pages: Sequence[Page],
    registration: Mapping[str, object],
    registered_on: date | None,
    *,
    organ: Named | None,
    rules: Mapping[str, str],
    contacts: Sequence[ContactFacts],
    watchlist: Watchlist,
) -> Access:
    """Return the facts that some captures and a stored registration show.

    ``rules``: ids that gave points in the newest opinion, with what they said; ``contacts`` are masked wherever others'
    words name them.
    """
    shown = tuple(_shown(page) for page in pages)
    numbers = _each(one.icp for one in shown)
    icp, addresses = numbers[:MOST], _each(one.addresses for one in shown)
    borrowed = acts.is_borrowed(icp, rules, watchlist)
    fronts = networks_of(block for shared in watchlist.shared.values() for block in shared.addresses)
    filing = marks.filing_of(numbers)
    hosting = hosting_of(registration, filing, addresses, borrowed=borrowed, fronts=fronts)
    certificate = next((one.certificate for one in shown if one.certificate), "")
    return Access(
        shown=shown,
        organ=organ,
        filing=filing,
        icp=icp,
        police_filing=_each(one.police_filing for one in shown)[:MOST],
        site_codes=_each(one.site_codes for one in shown)[:MOST],
        addresses=addresses,
        certificate=printable(certificate, 160, contacts),
        registrar=printable(str(registration.get("registrar") or ""), 80, contacts),
        registered_on=registered_on,
        place=hosting.place,
        place_reasons=hosting.reasons,
        borrowed=borrowed,
    )


def _shown(page: Page) -> Shown:
    text = marks.visible_text(page.html)
    return Shown(
        icp=tuple(plain(number, 40) for number in marks.filing_numbers(text)),
        police_filing=tuple(plain(number, 40) for number in marks.police_numbers(text)),
        site_codes=tuple(dict.fromkeys(_SITE_CODE.findall(text))),
        addresses=own_addresses(page),
        certificate=_certificate(page),
    )


def _certificate(page: Page) -> str:
    for hop in own_hops(page):
        if hop.certificate:
            return plain(f"{hop.certificate.subject}（签发者：{hop.certificate.issuer}）", 160)
    return ""


def _each(found: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return every value once, in order."""
    return tuple(dict.fromkeys(value for values in found for value in values))
