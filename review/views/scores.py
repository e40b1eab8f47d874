"""What the machine said of a site at each visit, and what changed from one opinion to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.store.models import AssessmentRow, FindingRow, VisitRow

MOST = 40


@dataclass(frozen=True, slots=True)
class Score:
    """One opinion. ``came`` and ``went``: rules that spoke now and not before, or the other way round."""

    opinion: int
    night: int
    at: datetime
    verdict: str
    impersonation: float
    sale: float
    not_rendered: bool
    profiles: tuple[str, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]


def scores_of(session: Session, site_id: int) -> list[Score]:
    """Return the opinions of a site, the newest first and at most MOST."""
    query = select(AssessmentRow).filter_by(site_id=site_id).order_by(AssessmentRow.id.desc()).limit(MOST + 1)
    opinions = list(session.scalars(query))
    rules = _rules(session, [one.id for one in opinions])
    profiles = _profiles(session, opinions[:MOST])
    found = []
    for place, one in enumerate(opinions[:MOST]):
        now = rules.get(one.id, set())
        before = rules.get(opinions[place + 1].id, set()) if place + 1 < len(opinions) else now
        seen_as = tuple(sorted({profiles[int(visit)] for visit in one.visits if int(visit) in profiles}))
        found.append(
            Score(
                one.id, one.night_id, one.made_at, one.verdict, one.impersonation, one.sale, one.not_rendered, seen_as,
                tuple(sorted(now - before)), tuple(sorted(before - now)),
            )
        )  # fmt: skip
    return found


def opinion_of(session: Session, site_id: int, opinion: int) -> AssessmentRow | None:
    """Return an opinion of a site by its number, or None if the site has none of that number."""
    row = session.get(AssessmentRow, opinion)
    return row if row is not None and row.site_id == site_id else None


def _rules(session: Session, opinions: list[int]) -> dict[int, set[str]]:
    query = select(FindingRow.assessment_id, FindingRow.rule).where(FindingRow.assessment_id.in_(opinions))
    found: dict[int, set[str]] = {}
    for opinion, rule in session.execute(query.distinct()):
        found.setdefault(opinion, set()).add(rule)
    return found


def _profiles(session: Session, opinions: list[AssessmentRow]) -> dict[int, str]:
    """Return the profile of each visit that one of the opinions rests on (bounded: SQLite takes so many values)."""
    visits = list(dict.fromkeys(int(visit) for one in opinions for visit in one.visits))[:500]
    query = select(VisitRow.id, VisitRow.profile).where(VisitRow.id.in_(visits))
    return {visit: profile for visit, profile in session.execute(query)}  # noqa: C416 - rows are no pairs to dict()
