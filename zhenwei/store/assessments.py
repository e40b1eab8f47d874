"""Opinions of the machine: which sites wait to be judged, and what was found."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from zhenwei.clock import now
from zhenwei.store.models import AssessmentRow, FindingRow, VisitRow
from zhenwei.store.traits import save_traits
from zhenwei.types import Assessment, Outcome

# SQLite and PostgreSQL bound how many values a question may hold.
IDS_AT_ONCE = 500
# As the index has it, so that what waits to be fetched costs nothing here.
_UNJUDGED = ~VisitRow.judged & (VisitRow.outcome != "")


def sites_to_judge(
    session: Session, night_id: int, *, most: int | None = None, without: Collection[int] = ()
) -> list[tuple[int, str, list[VisitRow]]]:
    """Return (site id, host, finished visits) of sites with visits that no opinion of this night rests on yet.

    Sites with a visit that still waits are left out: they are judged once all their faces are there. ``without`` names
    sites to leave out, ``most`` how many to return. The newest sites come first: somebody has just asked for them.
    """
    tonight = VisitRow.night_id == night_id
    other = aliased(VisitRow)
    waits = exists().where(other.night_id == night_id, other.site_id == VisitRow.site_id, other.outcome == "")
    fresh = (
        select(VisitRow.site_id)
        .where(tonight, _UNJUDGED, ~waits)
        .group_by(VisitRow.site_id)
        .order_by(VisitRow.site_id.desc())
    )
    if without:
        fresh = fresh.where(VisitRow.site_id.not_in(without))
    ids = list(session.scalars(fresh.limit(most) if most else fresh))
    by_site: dict[int, list[VisitRow]] = {site_id: [] for site_id in ids}
    for part in range(0, len(ids), IDS_AT_ONCE):
        some = ids[part : part + IDS_AT_ONCE]
        query = select(VisitRow).where(tonight, VisitRow.site_id.in_(some)).order_by(VisitRow.id)
        for row in session.scalars(query.options(joinedload(VisitRow.site))):
            by_site[row.site_id].append(row)
    return [(site_id, visits[0].site.host, visits) for site_id, visits in by_site.items()]


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
    session.execute(update(VisitRow).where(VisitRow.id.in_(row.visits)).values(judged=True))
    save_traits(session, site_id, visits, opinion.traits)
    session.flush()
    return row


def latest_assessment(session: Session, site_id: int) -> AssessmentRow | None:
    """Return the newest opinion of a site."""
    return session.scalars(
        select(AssessmentRow).filter_by(site_id=site_id).order_by(AssessmentRow.id.desc()).limit(1)
    ).first()
