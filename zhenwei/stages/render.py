"""Render: choose the pages that a browser must look at, once the static captures have been judged."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.render import is_shell
from zhenwei.stages.desk import Desk
from zhenwei.stages.fetch import make_visits
from zhenwei.stages.judging import readable
from zhenwei.store.models import AssessmentRow, VisitRow
from zhenwei.store.nights import current_night, is_planned, mark_planned
from zhenwei.store.visits import plan_visits
from zhenwei.types import Outcome, Profile, Verdict

# Below the score at which a site enters the queue, but near enough that a picture or a script may tip it.
NEAR = 15.0
RENDERS_A_SITE = 3


def render(desk: Desk) -> None:
    """Look again, with a browser, at shells, at flagged sites, at doubtful ones and at those with two faces."""
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
    chosen: dict[tuple[str, Profile], None] = {}
    answered = [v for v in visits if v.outcome == Outcome.OK]
    for visit in answered:
        if any(is_shell(page) for page in readable(desk.settings.evidence_dir, (visit.folder,))):
            chosen[(visit.url, Profile(visit.profile))] = None
    if Verdict(opinion.verdict).flagged or max(opinion.impersonation, opinion.sale) >= NEAR:
        strongest = sorted((f for f in opinion.findings if f.url), key=lambda f: (-f.points, f.url, f.profile))
        for finding in strongest[:1]:
            asked = next((v.url for v in answered if v.final_url == finding.url), finding.url)
            chosen[(asked, Profile(finding.profile or Profile.DESKTOP))] = None
        for visit in answered[:1]:
            chosen[(visit.url, Profile(visit.profile))] = None
    for url, profile in list(chosen)[:RENDERS_A_SITE]:
        plan_visits(session, opinion.night_id, opinion.site_id, [url], [profile], purpose="render", rendered=True)
