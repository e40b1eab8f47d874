"""The values that stages hand to each other. Frozen, typed, free of input and output.

Times are aware datetimes in UTC; scores and points are 0 to 100; offsets count Unicode code points of the
text that the quotation was taken from, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


class Profile(StrEnum):
    """As whom a page is looked at (the spellings of the command contract)."""

    DESKTOP = "desktop"
    PHONE = "phone"
    WECHAT = "wechat"
    SPIDER = "spider"
    FROM_SEARCH = "from-search"


class Verdict(StrEnum):
    """What the machine makes of a site."""

    COUNTERFEIT = "counterfeit_site"
    SALE = "certificate_sale"
    HIJACKED = "hijacked_site"
    OFFICIAL = "official"
    BENIGN = "benign"
    UNCLEAR = "unclear"

    @property
    def flagged(self) -> bool:
        """True for the three verdicts that ask for a person's decision."""
        return self in (Verdict.COUNTERFEIT, Verdict.SALE, Verdict.HIJACKED)


class Side(StrEnum):
    """Which of the two scores a finding speaks to; NOTE moves none but may decide between verdicts."""

    IMPERSONATION = "impersonation"
    SALE = "sale"
    NOTE = "note"


class Outcome(StrEnum):
    """How one visit ended. Everything but OK says why nothing could be judged."""

    OK = "ok"
    HTTP_ERROR = "http_error"
    NO_SUCH_NAME = "no_such_name"
    DNS_FAILED = "dns_failed"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS_FAILED = "tls_failed"
    TOO_LARGE = "too_large"
    # Something answers, but not in HTTP, or in one that contradicts itself: no browser shows it either.
    BAD_ANSWER = "bad_answer"
    REDIRECT_LOOP = "redirect_loop"
    NOT_A_PAGE = "not_a_page"
    ROBOTS = "robots"
    BUDGET = "budget"
    EGRESS = "egress"
    NOT_RENDERED = "not_rendered"
    FAILED = "failed"


# How a visit ends that brought a whole answer, an error page too: fakers put theirs behind a 404.
ANSWERED = (Outcome.OK.value, Outcome.HTTP_ERROR.value)


class CaseState(StrEnum):
    """The life of a case, in the words of the command contract."""

    NEW = "new"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    HOLD = "hold"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SENT = "sent"
    ANSWERED = "answered"
    DOWN = "down"
    CLOSED = "closed"
    RESURFACED = "resurfaced"


class Word(StrEnum):
    """What a person may say of a case."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Lead:
    """A reason to look at an address. ``source``: spider or reporting office; ``why``: one line for a person."""

    url: str
    source: str
    why: str
    detail: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The TLS certificate that a hop presented (subject and SANs as printed, times in UTC)."""

    subject: str
    issuer: str
    sans: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    sha256: str
    # SHA-256 of the public key (SubjectPublicKeyInfo, RFC 5280); empty in captures from before it was kept.
    key_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a redirect chain. ``kind``: ``http``, ``refresh`` (header), ``meta`` or ``script``, saying how the
    step was reached. ``status`` 0: it was led to, but not asked or did not answer."""

    url: str
    status: int
    kind: str = "http"
    address: str = ""
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the page showed, as bytes received; never decoded outside a guard for size."""

    url: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """What one capture held. ``html`` is decoded markup: the answer's body, or the DOM after rendering.

    ``screenshot`` shows the whole page (bounded in height), ``window`` what is visible before any scrolling; they are
    the same bytes where the page fits the window. Both are PNG, empty where no browser looked.
    """

    url: str
    final_url: str
    profile: Profile
    status: int
    html: str
    captured_at: datetime
    chain: tuple[Hop, ...] = ()
    headers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    charset: str = ""
    rendered: bool = False
    pictures: tuple[Picture, ...] = ()
    favicon: bytes = b""
    screenshot: bytes = b""
    window: bytes = b""


@dataclass(frozen=True, slots=True)
class Site:
    """All that is known of one site when it is judged: its captures under every profile, the visits that brought no
    page (``failed``) and its registration (``registration``: members of RFC 9083, with registrar and registrant by
    name)."""

    host: str
    pages: tuple[Page, ...]
    registered: date | None = None
    registration: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    failed: tuple[Visit, ...] = ()


_KINDS = "phone wechat qq telegram whatsapp mail douyin xiaohongshu kuaishou payment address qr"
CONTACT_KINDS = frozenset(_KINDS.split())
CONTACT_PLACES = frozenset(("text", "head", "hidden", "link", "picture", "qr"))


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach a seller. ``value`` is normalised, ``quote`` stands at ``start:end`` of the text.

    ``kind`` is one of CONTACT_KINDS, ``source`` one of CONTACT_PLACES. ``quote`` of a QR code is its whole text.
    """

    kind: str
    value: str
    masked: str
    quote: str
    start: int
    end: int
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason: what a rule saw, where, and how many points it speaks for.

    ``quote`` is the original text at ``start:end`` of the page's visible text (empty when the finding is not
    about text). ``against`` names what it was compared with (an organ id, a genuine address). ``key`` makes two
    findings the same across visits, so it leaves out whatever changes by itself.
    """

    rule: str
    version: int
    side: Side
    points: float
    detail: str
    quote: str = ""
    start: int = 0
    end: int = 0
    target: str = ""
    against: str = ""
    url: str = ""
    profile: str = ""
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What one address showed to ``profiles`` and not to ``others``; ``kind`` of detectors/page/differences.py,
    ``detail`` in Chinese, contacts masked."""

    url: str
    kind: str
    profiles: tuple[Profile, ...]
    others: tuple[Profile, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Trait:
    """What may tie a site to others of its operator: ``kind`` of detectors/operators/kinds.py, normalised value, and
    the capture (address, profile, rendered) that showed it; empty where no page did (a registration)."""

    kind: str
    value: str
    url: str = ""
    profile: str = ""
    rendered: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """The machine's opinion of a site: two scores, one verdict, every reason. ``traits`` and ``differences`` only where
    they were asked for (Detector(with_traits=True))."""

    verdict: Verdict
    impersonation: float
    sale: float
    findings: tuple[Finding, ...]
    contacts: tuple[Contact, ...] = ()
    target: str = ""
    traits: tuple[Trait, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def flagged(self) -> bool:
        """True if a person should decide about the site."""
        return self.verdict.flagged


@dataclass(frozen=True, slots=True)
class Visit:
    """What is to be, or was, looked at: one address as one profile in one night."""

    id: int
    site: str
    url: str
    profile: Profile
    rendered: bool = False
    outcome: Outcome | None = None
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A site in the hands of people."""

    id: int
    host: str
    url: str
    verdict: Verdict
    impersonation: float
    sale: float
    state: CaseState
    target: str
    first_seen: datetime
    last_seen: datetime
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on a case, beside the scores shown to them. Never changed, only followed by another."""

    case: int
    by: str
    at: datetime
    word: Word
    why: str
    verdict_shown: Verdict
    impersonation_shown: float
    sale_shown: float


@dataclass(frozen=True, slots=True)
class Notice:
    """A drafted letter to one recipient about one or more cases."""

    id: int
    recipient: str
    kind: str
    cases: tuple[int, ...]
    folder: str
    state: str
    # 发文字号 once it has been given.
    number: str = ""
