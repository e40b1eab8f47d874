"""Opinions of the machine: which sites wait to be judged, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.models import AssessmentRow, FindingRow, SiteRow, VisitRow
from zhenwei.store.traits import save_traits
from zhenwei.types import Assessment, Outcome


def sites_to_judge(session: Session, night_id: int) -> list[tuple[int, str, list[VisitRow]]]:
    """Return (site id, host, finished visits) of the sites whose visits differ from what was judged this night.

    Sites with a visit that still waits are left out: they are judged once all their faces are there.
    """
    by_site: dict[int, list[VisitRow]] = {}
    for row in session.scalars(select(VisitRow).where(VisitRow.night_id == night_id).order_by(VisitRow.id)):
        by_site.setdefault(row.site_id, []).append(row)
    judged = {a.site_id: set(a.visits) for a in session.scalars(select(AssessmentRow).filter_by(night_id=night_id))}
    hosts = {site.id: site.host for site in session.scalars(select(SiteRow).where(SiteRow.id.in_(by_site)))}
    return [
        (site_id, hosts[site_id], visits)
        for site_id, visits in sorted(by_site.items())
        if all(v.outcome for v in visits) and judged.get(site_id) != {v.id for v in visits}
    ]


def save_assessment(
    session: Session, night_id: int, site_id: int, visits: Sequence[VisitRow], opinion: Assessment
) -> AssessmentRow:
    """Put down an opinion in place of an earlier one of the same night."""
    old = session.scalars(select(AssessmentRow).filter_by(night_id=night_id, site_id=site_id)).first()
    if old is not None:
        session.delete(old)
        session.flush()
    row = AssessmentRow(
        night_id=night_id,
        site_id=site_id,
        made_at=now(),
        verdict=opinion.verdict.value,
        impersonation=round(opinion.impersonation, 1),
        sale=round(opinion.sale, 1),
        target=opinion.target,
        contacts=[asdict(contact) for contact in opinion.contacts],
        not_rendered=any(v.outcome == Outcome.NOT_RENDERED for v in visits),
        visits=[v.id for v in visits],
    )
    for finding in opinion.findings:
        values = asdict(finding)
        values.pop("key")
        values["side"] = finding.side.value
        row.findings.append(FindingRow(**values))
    session.add(row)
    save_traits(session, site_id, visits, opinion.traits)
    session.flush()
    return row


def latest_assessment(session: Session, site_id: int) -> AssessmentRow | None:
    """Return the newest opinion of a site."""
    return session.scalars(
        select(AssessmentRow).filter_by(site_id=site_id).order_by(AssessmentRow.id.desc()).limit(1)
    ).first()
