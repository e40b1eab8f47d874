"""Detect: read the captures of each site back from the evidence and write down the machine's opinion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import sleep

from sqlalchemy import select
from sqlalchemy.orm import Session

from detectors.page.reference import Reference, reference_of
from zhenwei.stages.desk import Desk
from zhenwei.stages.judging import WORTH_A_POOL, Bench, Job, Judges, readable
from zhenwei.store.assessments import save_assessment, sites_to_judge
from zhenwei.store.faces import save_differences
from zhenwei.store.models import SiteRow, VisitRow
from zhenwei.store.nights import current_night, is_planned
from zhenwei.store.visits import waiting_count
from zhenwei.types import ANSWERED, Outcome, Profile, Visit

# The beginning of an answer that was cut can be judged, too: a page that never ends is shown to visitors all the same.
CUT = (Outcome.TOO_LARGE.value, Outcome.TIMEOUT.value)
# How long an opinion or a new site is waited for before looking around again.
PATIENCE_SECONDS = 0.1


def detect(
    desk: Desk, references: Sequence[Reference] | None = None, *, over: Callable[[], bool] = lambda: True
) -> None:
    """Judge every site whose captures of tonight are complete and not judged yet, until it is ``over``.

    ``references`` are the protected pages to compare with; by default those that this store holds. Where the night
    still fetches, ``over`` tells when nothing more will come; sites are then judged as they become complete.
    """
    while not over() and not desk.stop.is_set() and not _baseline_is_there(desk):
        sleep(PATIENCE_SECONDS)
    with desk.store.reading() as session:
        night = current_night(session)
        if night is None:
            return
        waiting = len(sites_to_judge(session, night.id, most=WORTH_A_POOL)) if over() else WORTH_A_POOL
        if not waiting:
            return
        known = baseline(session, desk.settings.evidence_dir) if references is None else tuple(references)
    bar = desk.bar("研判内容")
    bench = Bench(desk.settings.watchlist_dir, desk.settings.evidence_dir, known)
    count = 0
    with Judges(bench, 0 if waiting < WORTH_A_POOL else desk.workers) as judges:
        visits_of: dict[int, list[VisitRow]] = {}
        while not desk.stop.is_set():
            nothing_follows = over()  # asked first: what was finished before the answer is seen by the look below
            visits_of |= _give(desk, night.id, judges)
            if not visits_of and nothing_follows:
                return
            opinions = judges.take(PATIENCE_SECONDS) if visits_of else []
            if not visits_of:
                sleep(PATIENCE_SECONDS)
            if not opinions:
                continue  # the store is not held up for nothing
            with desk.store.transaction() as session:
                for site_id, opinion in opinions:
                    save_assessment(session, night.id, site_id, visits_of.pop(site_id), opinion)
                    save_differences(session, night.id, site_id, opinion.differences)
            count += len(opinions)
            bar.update(count, count + len(visits_of))


def _baseline_is_there(desk: Desk) -> bool:
    """True once the protected pages of tonight, which the others are compared with, are planned and looked at."""
    with desk.store.reading() as session:
        night = current_night(session)
        return (
            night is not None
            and is_planned(session, night.id, "fetch")
            and not waiting_count(session, night.id, ("official",))
        )


def _give(desk: Desk, night: int, judges: Judges) -> dict[int, list[VisitRow]]:
    """Give waiting sites to the judges, as many as they take. Returns the visits of each."""
    if not judges.room:
        return {}
    with desk.store.reading() as session:
        waiting = sites_to_judge(session, night, most=judges.room, without=judges.sites)
        ids = [site_id for site_id, _, _ in waiting]
        said = select(SiteRow.id, SiteRow.registered_on, SiteRow.registration).where(SiteRow.id.in_(ids))
        registered = {site_id: (day, answer) for site_id, day, answer in session.execute(said)}
    for site_id, host, visits in waiting:
        folders = tuple(v.folder for v in visits if v.folder and _has_page(v))
        failed = tuple(_failed(v, host) for v in visits if not _has_page(v))
        day, answer = registered[site_id]
        judges.give(site_id, Job(host, day, folders, answer or {}, failed))
    return {site_id: visits for site_id, _, visits in waiting}


def _has_page(visit: VisitRow) -> bool:
    # A chain that broke off leaves the answer that sent the visitor on: no page to judge.
    cut = visit.outcome in CUT and bool(visit.folder) and not 300 <= visit.status < 400
    return cut or visit.outcome in ANSWERED


def _failed(visit: VisitRow, host: str) -> Visit:
    profile, outcome = Profile(visit.profile), Outcome(visit.outcome)
    return Visit(visit.id, host, visit.url, profile, visit.rendered, outcome)


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
