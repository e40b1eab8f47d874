"""What spiders hand to the pipelines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zhenwei.evidence.exchange import Exchange
from zhenwei.store.engines import QueryDone
from zhenwei.types import Lead, Outcome, Page, Visit
from zhenwei.watching import Seen


@dataclass(frozen=True, slots=True)
class Registration:
    """What RDAP or WHOIS said of a registrable domain, in the members of RFC 9083. ``registered`` may be None."""

    domain: str
    registered: date | None
    answer: Mapping[str, object]


@dataclass(slots=True)
class Capture:
    """How a visit ended, with everything seen. ``page`` is None where nothing was received."""

    visit: Visit
    night: int
    outcome: Outcome
    error: str = ""
    page: Page | None = None
    exchanges: Sequence[Exchange] = ()
    records: dict[str, Mapping[str, object]] = field(default_factory=dict)
    title: str = ""
    registration: Registration | None = None
    # Filled in by the evidence pipeline.
    folder: str = ""
    manifest_sha256: str = ""


@dataclass(frozen=True, slots=True)
class NameLook:
    """One look at a name over the DNS. ``free_before``: an earlier night had found nobody holding it."""

    domain: str
    seen: Seen
    family: str = ""
    target: str = ""
    free_before: bool = False


@dataclass(frozen=True, slots=True)
class UnitDone:
    """How a unit of discovery ended, with its leads; ``position`` (source, value) is remembered across nights.

    ``looks`` are kept as the history of watched names. ``found`` is the number of leads unless it is given.
    """

    unit: int
    outcome: str
    leads: Sequence[Lead] = ()
    looked_at: int = 0
    detail: Mapping[str, object] = field(default_factory=dict)
    position: tuple[str, Mapping[str, object]] | None = None
    looks: Sequence[NameLook] = ()
    found: int | None = None
    # What a search engine was asked and how it answered, kept row by row.
    asked: QueryDone | None = None
