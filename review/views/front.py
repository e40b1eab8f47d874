"""The front page: tonight's run, what waits for whom, what has come of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from detectors.rules import every_rule
from review.figures.keeping import Kept
from review.figures.shape import sound
from review.views.letters import APPROVAL, SENDING
from review.views.names import HostName, host_name
from review.views.night import Night, read_night
from review.views.shares import Share, shares_of
from takedown.permits import DRAFTS, READY
from zhenwei.sentences import said
from zhenwei.store.models import CaseRow, DecisionRow, NoticeRow, SiteRow
from zhenwei.store.opinions import asked_of
from zhenwei.store.standing_words import standing_word

LATEST = 8
# Counted at once up to here; beyond, the kept figure is shown.
COUNTED = 5_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A recent decision."""

    case: int
    host: HostName
    word: str
    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Front:
    """``waiting``: (task, role that does it, how many, address of the list or empty).

    ``others``: rules whose share says nothing of them.
    """

    night: Night | None
    waiting: list[tuple[str, str, int, str]]
    spoken: list[Spoken]
    counted_at: datetime | None
    figures: Mapping[str, Any]
    rules: list[Share]
    others: list[Share]
    sources: list[Share]


def read_front(session: Session, kept: Kept | None, at: datetime, person: str = "") -> Front:
    """Return the front page's content for an account. Nothing in here walks a table that grows with the cases."""
    figures = sound(kept.value) if kept else {}
    precision = figures.get("precision", {})
    about = {name: said(rule.about) for name, rule in every_rule().items()}
    return Front(
        night=read_night(session, figures.get("running", {}), at),
        waiting=_waiting(session, figures, person),
        spoken=_spoken(session),
        counted_at=kept.at if kept else None,
        figures=figures,
        rules=shares_of(precision.get("rules", ()), about),
        others=shares_of(precision.get("others", ()), about),
        sources=shares_of(precision.get("sources", ()), {}),
    )


def _waiting(session: Session, figures: Mapping[str, Any], person: str) -> list[tuple[str, str, int, str]]:
    def cases(state: str) -> int:
        query = select(CaseRow.id).where(CaseRow.state == state)
        return _count(session, query, [state], figures.get("cases", {}))

    def letters(*states: str) -> int:
        query = select(NoticeRow.id).where(NoticeRow.state.in_(states))
        return _count(session, query, states, figures.get("letters", {}))

    return [
        ("first_word", "analyst", cases("new"), "/queue?state=new"),
        ("again", "analyst", cases("resurfaced"), "/queue?state=resurfaced"),
        ("held", "analyst", cases("hold"), "/queue?state=hold"),
        ("draft", "analyst", cases("confirmed"), "/queue?state=confirmed"),
        ("opinion", "analyst", len(asked_of(session, person, COUNTED)), "/opinions"),
        ("approve", "reviewer", letters(*DRAFTS), f"/letters?whose={APPROVAL}"),
        ("send", "analyst", letters(*READY), f"/letters?whose={SENDING}"),
        ("answer", "analyst", letters("sent"), "/letters?state=sent"),
    ]


def _count(session: Session, query: Select[int], states: Sequence[str], kept: Mapping[str, int]) -> int:
    """Count up to COUNTED by the index of states; what is more comes from the kept figures."""
    found = session.scalar(select(func.count()).select_from(query.limit(COUNTED).subquery())) or 0
    return found if found < COUNTED else max(found, sum(kept.get(state, 0) for state in states))


def _spoken(session: Session) -> list[Spoken]:
    rows = session.execute(
        select(DecisionRow, SiteRow.host)
        .join(CaseRow, CaseRow.id == DecisionRow.case_id)
        .join(SiteRow, SiteRow.id == CaseRow.site_id)
        .where(standing_word())
        .order_by(DecisionRow.id.desc())
        .limit(LATEST)
    )
    return [Spoken(d.case_id, host_name(host), d.word, d.by, d.at, d.why) for d, host in rows]
