"""Detect: read the captures of each site back from the evidence and write down the machine's opinion."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from detectors.page.reference import Reference, reference_of
from zhenwei.stages.desk import Desk
from zhenwei.stages.judging import Bench, Job, judge_all, readable
from zhenwei.store.assessments import save_assessment, sites_to_judge
from zhenwei.store.models import SiteRow, VisitRow
from zhenwei.store.nights import current_night
from zhenwei.types import Outcome

# Anything that came back with a body can be judged, an error page too: fakers put theirs behind a 404.
ANSWERED = (Outcome.OK.value, Outcome.HTTP_ERROR.value)
# So can the beginning of an answer that was cut: a page that never ends is shown to visitors all the same.
CUT = (Outcome.TOO_LARGE.value, Outcome.TIMEOUT.value)


def detect(desk: Desk, references: Sequence[Reference] | None = None) -> None:
    """Judge every site whose captures of tonight are complete and not judged yet.

    ``references`` are the protected pages to compare with; by default those that this store holds.
    """
    with desk.store.reading() as session:
        night = current_night(session)
        waiting = sites_to_judge(session, night.id) if night else []
        if night is None or not waiting:
            return
        known = baseline(session, desk.settings.evidence_dir) if references is None else tuple(references)
        ids = [site_id for site_id, _, _ in waiting]
        said = select(SiteRow.id, SiteRow.registered_on, SiteRow.registration).where(SiteRow.id.in_(ids))
        registered = {site_id: (day, answer) for site_id, day, answer in session.execute(said)}
    visits_of = {site_id: visits for site_id, _, visits in waiting}
    jobs = {
        site_id: Job(
            host,
            registered[site_id][0],
            tuple(v.folder for v in visits if v.folder and _has_page(v)),
            registered[site_id][1] or {},
        )
        for site_id, host, visits in waiting
    }
    bench = Bench(desk.settings.watchlist_dir, desk.settings.evidence_dir, known)
    bar = desk.bar("研判内容")
    bar.update(0, len(jobs))
    for number, (site_id, opinion) in enumerate(judge_all(bench, jobs, desk.workers), start=1):
        with desk.store.transaction() as session:
            save_assessment(session, night.id, site_id, visits_of[site_id], opinion)
        bar.update(number, len(jobs))


def _has_page(visit: VisitRow) -> bool:
    # A chain that broke off leaves the answer that sent the visitor on: no page to judge.
    return visit.outcome in ANSWERED or (visit.outcome in CUT and not 300 <= visit.status < 400)


def baseline(session: Session, evidence_dir: Path) -> tuple[Reference, ...]:
    """Return fingerprints of the protected organs' own pages, from the newest capture of each address."""
    query = (
        select(VisitRow, SiteRow.organ)
        .join(SiteRow)
        .where(VisitRow.purpose == "official", VisitRow.outcome == Outcome.OK)
        .order_by(VisitRow.id)
    )
    newest = {(row.url, row.rendered): (row.folder, organ) for row, organ in session.execute(query)}
    return tuple(
        reference_of(page, organ) for folder, organ in newest.values() for page in readable(evidence_dir, (folder,))
    )
