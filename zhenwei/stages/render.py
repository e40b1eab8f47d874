"""Render: choose the pages that a browser must look at, once the static captures have been judged."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.page.shell import needs_browser
from zhenwei.stages.desk import Desk
from zhenwei.stages.fetch import make_visits
from zhenwei.stages.judging import readable
from zhenwei.stages.worth import Look, worth_rendering
from zhenwei.store.faces import differences_of, profiles_of
from zhenwei.store.models import AssessmentRow, VisitRow
from zhenwei.store.nights import current_night, is_planned, mark_planned
from zhenwei.store.visits import plan_visits
from zhenwei.types import ANSWERED, Outcome, Profile, Verdict


def render(desk: Desk) -> None:
    """Look again, with a browser, where that is worth it (zhenwei/stages/worth.py)."""
    with desk.store.transaction() as session:
        night = current_night(session)
        if night is None:
            return
        if not is_planned(session, night.id, "render"):
            for opinion in session.scalars(
                select(AssessmentRow).filter_by(night_id=night.id).order_by(AssessmentRow.site_id)
            ):
                _plan(session, desk, opinion)
            mark_planned(session, night.id, "render")
    make_visits(desk, night.id, ("official", "visit"))


def _plan(session: Session, desk: Desk, opinion: AssessmentRow) -> None:
    visits = list(session.scalars(select(VisitRow).where(VisitRow.id.in_(opinion.visits)).order_by(VisitRow.id)))
    for visit in visits:
        if visit.purpose == "official" and visit.outcome == Outcome.OK:
            # The picture that is shown beside a copy.
            page = [visit.url]
            plan_visits(
                session, opinion.night_id, visit.site_id, page, [Profile.DESKTOP], purpose="official", rendered=True
            )
    if opinion.verdict == Verdict.OFFICIAL or any(visit.rendered for visit in visits):
        return
    strongest = sorted((f for f in opinion.findings if f.url), key=lambda f: (-f.points, f.url, f.profile))
    # Findings name where a chain ended; what is asked again is where it began.
    asked = {visit.final_url: visit.url for visit in reversed(visits) if visit.outcome == Outcome.OK}
    chosen = worth_rendering(
        list(_looks(desk, visits)),
        [(asked.get(finding.url, finding.url), Profile(finding.profile or Profile.DESKTOP)) for finding in strongest],
        _differing(session, opinion),
        flagged=Verdict(opinion.verdict).flagged,
        score=max(opinion.impersonation, opinion.sale),
        threshold=desk.settings.queue_threshold,
    )
    for url, profile in chosen:
        plan_visits(session, opinion.night_id, opinion.site_id, [url], [profile], purpose="render", rendered=True)


def _looks(desk: Desk, visits: list[VisitRow]) -> Iterator[tuple[Look, str]]:
    """Yield the looks that got a page; also under a status of error, which hides a page from those who believe it."""
    for visit in visits:
        if visit.outcome in ANSWERED and visit.folder:
            for page in readable(desk.settings.evidence_dir, (visit.folder,)):
                yield (visit.url, Profile(visit.profile)), needs_browser(page)


def _differing(session: Session, opinion: AssessmentRow) -> Iterator[Look]:
    """Yield the first of those who were shown something, then the first of those who were not."""
    for row in differences_of(session, opinion.site_id, opinion.night_id):
        for joined in (row.profiles, row.others):
            yield from ((row.url, profile) for profile in profiles_of(joined)[:1])
