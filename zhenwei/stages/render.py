"""Render: choose the pages that a browser must look at, once the static captures have been judged."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.page.shell import static_of
from zhenwei.stages.desk import Desk
from zhenwei.stages.fetch import make_visits
from zhenwei.stages.judging import readable
from zhenwei.stages.worth import Seen, worth_rendering
from zhenwei.store.models import AssessmentRow, VisitRow
from zhenwei.store.nights import current_night, is_planned, mark_planned
from zhenwei.store.visits import plan_visits
from zhenwei.types import Outcome, Profile, Verdict


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
    chosen = worth_rendering(
        list(_looks(desk, visits)),
        [(finding.url, Profile(finding.profile or Profile.DESKTOP)) for finding in strongest],
        flagged=Verdict(opinion.verdict).flagged,
        score=max(opinion.impersonation, opinion.sale),
        threshold=desk.settings.queue_threshold,
    )
    for url, profile in chosen:
        plan_visits(session, opinion.night_id, opinion.site_id, [url], [profile], purpose="render", rendered=True)


def _looks(desk: Desk, visits: list[VisitRow]) -> Iterator[Seen]:
    """Yield the looks that got a page; also under a status of error, which hides a page from those who believe it."""
    for visit in visits:
        if visit.outcome in (Outcome.OK, Outcome.HTTP_ERROR) and visit.folder:
            for page in readable(desk.settings.evidence_dir, (visit.folder,)):
                host = urlsplit(page.final_url).netloc.lower().removeprefix("www.")
                yield Seen(visit.url, Profile(visit.profile), host, static_of(page))
