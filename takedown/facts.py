"""What a letter may say: facts of confirmed cases, gathered once, typed, without any database row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from zhenwei.types import Verdict


class Place(StrEnum):
    """Where a site is hosted or filed, as far as the captures tell."""

    DOMESTIC = "domestic"
    ABROAD = "abroad"
    UNKNOWN = "unknown"


class Filing(StrEnum):
    """What the page says of its ICP filing. ``SHOWN`` is a number of a possible form; nobody has looked it up."""

    SHOWN = "shown"
    MISSING = "missing"
    IMPOSSIBLE = "impossible"


class Regime(StrEnum):
    """A kind of certificate whose regulator is not the work-safety one."""

    EQUIPMENT = "equipment"
    BUILDING = "building"


class Act(StrEnum):
    """What a page does beside imitating or selling, as far as it decides who is written to first."""

    FORGES = "forges"
    PHISHES = "phishes"


@dataclass(frozen=True, slots=True)
class PlatformFacts:
    """The platform on which an account or shop stands. ``kind``: account, shop. ``region``: its seat (GB/T 2260)."""

    name: str
    brand: str
    kind: str
    region: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A seller's contact. ``value`` goes only into the annex for official use, ``masked`` everywhere else."""

    kind: str
    value: str
    masked: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of a capture: bytes and SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a capture, not read yet: where it lies below the evidence folder, and its SHA-256."""

    folder: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Making:
    """How a capture was made, as its own records say; empty where they do not.

    ``programs``: name and version. ``clock``: where the time came from; ``offset``: seconds to be added to it, None if
    not measured. ``proxy`` and ``address``: the way out. ``agent``: what the program called itself; ``visitor``: that
    was an ordinary visitor's. ``stamped``: a trusted time (RFC 3161) lies beside it.
    """

    programs: tuple[tuple[str, str], ...] = ()
    browser: str = ""
    clock: str = ""
    offset: float | None = None
    within: float | None = None
    proxy: str = ""
    address: str = ""
    agent: str = ""
    visitor: bool = False
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class CaptureFacts:
    """One capture that the letter rests on. ``screenshot``: the whole page; ``window``: what was visible of it."""

    folder: str
    url: str
    final_url: str
    profile: str
    rendered: bool
    status: int
    captured_at: datetime
    manifest_sha256: str
    files: tuple[FileFacts, ...]
    screenshot: Shot | None = None
    addresses: tuple[str, ...] = ()
    window: Shot | None = None
    making: Making = Making()


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One reason, as the letter prints it: plain, masked, short."""

    rule: str
    side: str
    points: float
    detail: str
    quote: str


@dataclass(frozen=True, slots=True)
class OrganFacts:
    """The imitated organ with its genuine addresses. ``screenshot`` of its own page if the baseline has one."""

    slug: str
    name: str
    domains: tuple[str, ...]
    confirmed: bool
    region: str = "000000"
    screenshot: Shot | None = None
    screenshot_url: str = ""
    screenshot_at: datetime | None = None
    icp: str = ""
    site_code: str = ""
    window: Shot | None = None


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """One confirmed case. Dates are days in Beijing on which the site was seen to answer.

    ``disowned``: the imitated organ has said in writing that the site is not its own. ``papers``: the certificates
    that are offered. ``sellers``, ``credit_codes``, ``prices``: as the page shows them. ``icp_checked``: what a look-up
    of the filing said, ``network`` the operator of the address; both empty as long as nobody has looked.
    """

    case: int
    host: str
    url: str
    title: str
    finding: Verdict
    sells: bool
    organ: OrganFacts | None
    operator: str
    alive_from: date
    alive_to: date
    impersonation: float
    sale: float
    place: Place
    filing: Filing
    icp: tuple[str, ...]
    police_filing: tuple[str, ...]
    addresses: tuple[str, ...]
    registrar: str
    registered_on: date | None
    certificate: str
    regimes: tuple[Regime, ...]
    contacts: tuple[ContactFacts, ...]
    findings: tuple[FindingFacts, ...]
    captures: tuple[CaptureFacts, ...]
    confirmed_by: str
    confirmed_at: datetime
    left_out: tuple[str, ...] = ()
    disowned: bool = False
    papers: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    credit_codes: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    site_codes: tuple[str, ...] = ()
    icp_checked: str = ""
    network: str = ""
    # Why the site is taken to be where it is, one Chinese sentence each.
    place_reasons: tuple[str, ...] = ()
    # The number shown is one of a protected organ's own: it says nothing of this site's place or seat.
    borrowed: bool = False
    acts: tuple[Act, ...] = ()
    platform: PlatformFacts | None = None
    registrant: str = ""
    # The name is a customer's below a hosting platform's: registrar and registrant are the platform's.
    tenant: bool = False
    # The captures show no content: nothing but the name speaks.
    empty: bool = False
    # The papers offered are all of other regulators (Regime), none of the work-safety one.
    only_others: bool = False
