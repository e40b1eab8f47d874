"""What the interface returns: shapes of their own, so that a new column of the store changes nothing outside.

Moments are RFC 3339 in UTC. Addresses are not defanged, as programs compare them; what is personal in one is starred.
"""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """No field beyond those described."""

    model_config = ConfigDict(extra="forbid")


class Me(Shape):
    """The token that was sent, as the store knows it."""

    name: str
    account: str
    role: str
    scopes: list[str]
    expires_at: datetime


class CaseLine(Shape):
    """A case in a list. ``seen``: the mark of this state of the case, which a decision has to bring."""

    id: int
    host: str
    url: str
    state: str
    verdict: str
    impersonation: float
    sale: float
    target: str
    target_name: str
    operator: str
    first_seen: datetime
    last_seen: datetime


class Reason(Shape):
    """A rule's finding; what is personal in it is starred in place."""

    rule: str
    version: int
    side: str
    points: float
    detail: str
    quote: str
    url: str
    profile: str


class Contact(Shape):
    """A way to reach a seller, starred."""

    kind: str
    masked: str


class CaseWhole(CaseLine):
    """A case with its reasons, contacts and letters."""

    seen: str
    registered_on: date | None
    checked_at: datetime | None
    reasons: list[Reason]
    contacts: list[Contact]
    notices: list[int]


class Decision(Shape):
    """A person's word, with what the machine had said when it was given.

    ``undoes``: the word takes that one back; then ``word`` is the one that counts again, empty if there was none.
    """

    id: int
    case: int
    by: str
    at: datetime
    word: str
    why: str
    verdict_shown: str
    impersonation_shown: float
    sale_shown: float
    rules_shown: list[str]
    undoes: int | None


class Step(Shape):
    """What a person did with a letter."""

    at: datetime
    by: str
    event: str
    note: str


class NoticeLine(Shape):
    """A letter in a list."""

    id: int
    recipient: str
    office: str
    kind: str
    title: str
    state: str
    number: str
    drafted_by: str
    drafted_at: datetime
    manifest_sha256: str
    cases: list[int]


class Reply(Shape):
    """An office's answer to a letter."""

    result: str
    result_name: str
    number: str
    received_on: date
    cases: list[int]
    note: str


class NoticeWhole(NoticeLine):
    """A letter with its life."""

    sent_at: datetime | None
    received_at: datetime | None
    reply_by: date | None
    steps: list[Step]
    answers: list[Reply]


class ReportLine(Shape):
    """A report that came in. Who reported is nowhere in here."""

    id: int
    receipt: str
    source: str
    reference: str
    received_at: datetime
    reported_at: datetime | None
    note: str
    account: str
    addresses: list[str]
    cases: list[int]
    repeats: bool


class KnownAddress(Shape):
    """An address of a report and what was known of it: new, reported, lead, site."""

    url: str
    known: str
    known_name: str
    case: int | None


class Item(Shape):
    """One report on a receipt."""

    receipt: str
    reference: str
    account: str
    addresses: list[KnownAddress]
    repeats: str


class Receipt(Shape):
    """The receipt of what was handed in."""

    receipt: str
    source: str
    received_at: datetime
    reports: int
    repeats: int
    without_address: int
    addresses: int
    items: list[Item]


class CasePage(Shape):
    """``next``: the position after this page, also of the last one: who keeps it goes on there when there is more."""

    items: list[CaseLine]
    next: str
    more: bool


class DecisionPage(Shape):
    """``next`` as in every list."""

    items: list[Decision]
    next: str
    more: bool


class NoticePage(Shape):
    """``next`` as in every list."""

    items: list[NoticeLine]
    next: str
    more: bool


class ReportPage(Shape):
    """``next`` as in every list."""

    items: list[ReportLine]
    next: str
    more: bool
