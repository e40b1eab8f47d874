"""Which captures show what a case is about: the fact on which "last seen alive" rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.store.models import AssessmentRow, CaseRow, VisitRow
from zhenwei.store.standing_words import last_standing
from zhenwei.types import ANSWERED, CaseState, Profile, Side, Verdict, Word

# A page that a person confirmed although the machine was unsure is still that page while it keeps so much of its score.
KEPT = 0.6
LATEST = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """As whom the offence was last seen, and whether a browser had seen it, too."""

    profiles: frozenset[Profile] = frozenset()
    rendered: bool = False


def offends(opinion: AssessmentRow, case: CaseRow | None) -> bool:
    """True if the machine flags the site, or sees what it saw when a person confirmed an unclear one."""
    if Verdict(opinion.verdict).flagged:
        return True
    word = last_standing(case.decisions) if case is not None else None
    if case is None or word is None or word.word != Word.CONFIRMED or case.state == CaseState.DISMISSED:
        return False
    same = opinion.verdict == word.verdict_shown == Verdict.UNCLEAR
    before = max(word.impersonation_shown, word.sale_shown)
    return same and before > 0 and max(opinion.impersonation, opinion.sale) >= KEPT * before


def showing(opinion: AssessmentRow, visits: Sequence[VisitRow]) -> list[VisitRow]:
    """Return the captures of an offending assessment that show the offence.

    A finding names address and profile of the capture that it stands for; where none does (a name, a registration),
    every capture that answered counts.
    """
    seen = [visit for visit in visits if visit.folder]
    points = [f for f in opinion.findings if f.points > 0 and f.side != Side.NOTE and f.url]
    named = {(f.url, f.profile) for f in points}
    found = [v for v in seen if {(v.url, v.profile), (v.final_url, v.profile)} & named]
    return found or ([] if named else [v for v in seen if v.outcome in ANSWERED])


def visits_of(session: Session, opinion: AssessmentRow) -> list[VisitRow]:
    """Return the visits that an assessment rests on."""
    return list(session.scalars(select(VisitRow).where(VisitRow.id.in_(opinion.visits)).order_by(VisitRow.id)))


def last_shown(session: Session, site_id: int) -> Shown:
    """Return how the offence showed itself in the newest assessment that flagged the site."""
    newest = select(AssessmentRow).filter_by(site_id=site_id).order_by(AssessmentRow.id.desc()).limit(LATEST)
    for opinion in session.scalars(newest):
        if not Verdict(opinion.verdict).flagged:
            continue
        captures = showing(opinion, visits_of(session, opinion))
        return Shown(frozenset(Profile(v.profile) for v in captures), any(v.rendered for v in captures))
    return Shown()
