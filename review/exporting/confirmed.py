"""Cases that people confirmed, reduced to what may be passed on: an address, a kind, an organ, dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit, urlunsplit

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload

from review.masking import mask
from takedown.scanner import personal_data
from zhenwei.store.models import CaseRow, DecisionRow
from zhenwei.store.standing_words import standing_word
from zhenwei.types import CaseState, Word

STATES = tuple(
    state.value
    for state in CaseState
    if state not in (CaseState.NEW, CaseState.DISMISSED, CaseState.HOLD)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One case. ``url`` is the site's root where the address itself says something personal."""

    case: int
    host: str
    url: str
    verdict: str
    state: str
    target: str
    organ: str
    operator: str
    impersonation: float
    sale: float
    first_seen: datetime
    last_seen: datetime


def confirmed_cases() -> Select[CaseRow]:
    """Return the query of cases whose state and decisions both say that a person confirmed them."""
    said = exists().where(DecisionRow.case_id == CaseRow.id, DecisionRow.word == Word.CONFIRMED.value, standing_word())
    return select(CaseRow).options(joinedload(CaseRow.site)).where(CaseRow.state.in_(STATES), said)


def confirmed(case: CaseRow, organs: Mapping[str, str]) -> Confirmed:
    """Return what of a case may be passed on."""
    return Confirmed(
        case=case.id,
        host=case.site.host,
        url=passable(case.url, case.site.host),
        verdict=case.verdict,
        state=case.state,
        target=case.target,
        organ=organs.get(case.target, ""),
        operator=case.operator,
        impersonation=case.impersonation,
        sale=case.sale,
        first_seen=case.first_seen,
        last_seen=max(case.first_seen, case.last_seen),
    )


def passable(url: str, host: str) -> str:
    """Return an address without log-in and fragment; without path and query where something in them is personal."""
    root = f"http://{host}/"
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return root
        place = parts.netloc.rpartition("@")[2]
    except ValueError:
        return root
    rest = f"{parts.path}?{parts.query}"
    # Once more decoded: %31%39… hides a number from nobody.
    for text in (rest, unquote(rest), unquote(unquote(rest))):
        if personal_data(text) or mask(text) != text:
            return urlunsplit((parts.scheme, place, "/", "", ""))
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
