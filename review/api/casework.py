"""Rows → shapes of cases and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.api.schema import CaseLine, CaseWhole, Contact, Decision, Reason
from review.masking import mask
from review.views.case import seen_of
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.models import AssessmentRow, CaseRow, DecisionRow, NoticeCaseRow

MOST_REASONS = 200


def line_fields(case: CaseRow, host: str, organs: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that a case has in a list."""
    return {
        "id": case.id, "host": host, "url": mask(case.url), "state": case.state, "verdict": case.verdict,
        "impersonation": case.impersonation, "sale": case.sale, "target": case.target,
        "target_name": organs.get(case.target, ""), "operator": case.operator, "first_seen": case.first_seen,
        "last_seen": case.last_seen,
    }  # fmt: skip


def case_line(case: CaseRow, host: str, organs: Mapping[str, str]) -> CaseLine:
    """Return a case as lists have it."""
    return CaseLine(**line_fields(case, host, organs))


def case_whole(session: Session, case: CaseRow, organs: Mapping[str, str]) -> CaseWhole:
    """Return a case with everything."""
    opinion = latest_assessment(session, case.site_id)
    query = select(NoticeCaseRow.notice_id).filter_by(case_id=case.id).order_by(NoticeCaseRow.notice_id)
    return CaseWhole(
        **line_fields(case, case.site.host, organs),
        seen=seen_of(case),
        registered_on=case.site.registered_on,
        checked_at=case.checked_at,
        reasons=_reasons(opinion),
        contacts=[Contact(kind=str(one["kind"]), masked=str(one["masked"])) for one in opinion.contacts]
        if opinion
        else [],
        notices=list(session.scalars(query)),
    )


def _reasons(opinion: AssessmentRow | None) -> list[Reason]:
    if opinion is None:
        return []
    known = opinion.contacts
    return [
        Reason(
            rule=f.rule, version=f.version, side=f.side, points=f.points, detail=mask(f.detail, known),
            quote=mask(f.quote, known), url=mask(f.url, known), profile=f.profile,
        )
        for f in opinion.findings[:MOST_REASONS]
    ]  # fmt: skip


def decision(row: DecisionRow) -> Decision:
    """Return a person's word."""
    return Decision(
        id=row.id, case=row.case_id, by=row.by, at=row.at, word=row.word, why=row.why, verdict_shown=row.verdict_shown,
        impersonation_shown=row.impersonation_shown, sale_shown=row.sale_shown,
        rules_shown=[str(rule) for rule in row.rules_shown], undoes=row.undoes_id,
    )  # fmt: skip
