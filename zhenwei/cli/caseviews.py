"""Cases as the JSON that ``zhenwei cases`` promises (docs: command contract). Times are ISO 8601 in UTC."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from detectors.operators.kinds import name_of, shown, strength
from review.masking import mask
from zhenwei.evidence.chain import chain_of
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import list_cases
from zhenwei.store.faces import choices_of, differences_of
from zhenwei.store.looks import case_of_site, looks_of, moves_from, moves_to
from zhenwei.store.looks_tables import LookRow, MoveRow, StandingRow
from zhenwei.store.models import AssessmentRow, CaseRow, LeadRow, NoticeCaseRow, NoticeRow, VisitRow
from zhenwei.store.operators import TieLine, events_of, ties_of
from zhenwei.types import Hop

PLAIN = ("rule", "version", "side", "points", "start", "end", "target", "against", "url", "profile")


def brief(session: Session, case: CaseRow) -> dict[str, Any]:
    """Return the fields of ``cases list``."""
    opinion = latest_assessment(session, case.site_id)
    now = session.get(StandingRow, case.id)
    return {
        "case": case.id,
        "host": case.site.host,
        "url": case.url,
        "verdict": case.verdict,
        "impersonation": case.impersonation,
        "sale": case.sale,
        "state": case.state,
        "target": case.target,
        "first_seen": case.first_seen.isoformat(),
        "last_seen": case.last_seen.isoformat(),
        "operator": case.operator,
        "not_rendered": bool(opinion and opinion.not_rendered),
        "standing": now.standing if now else "",
        "last_alive": _moment(now.last_alive if now else None),
        "first_down": _moment(now.first_down if now else None),
    }


def full(session: Session, case: CaseRow, evidence_dir: Path) -> dict[str, Any]:
    """Return the fields of ``cases show``: those of the list, and everything that hangs on the case."""
    opinion = latest_assessment(session, case.site_id)
    leads = session.scalars(select(LeadRow).filter_by(site_id=case.site_id).order_by(LeadRow.id))
    visits = session.scalars(
        select(VisitRow).where(VisitRow.site_id == case.site_id, VisitRow.outcome != "").order_by(VisitRow.id)
    )
    return brief(session, case) | {
        "registered": case.site.registered_on.isoformat() if case.site.registered_on else "",
        "reasons": _reasons(opinion),
        "contacts": _contacts(opinion),
        "leads": [
            {"source": lead.source, "why": lead.why, "url": lead.url, "reference": lead.reference,
             "first_seen": lead.first_seen.isoformat(), "last_seen": lead.last_seen.isoformat()}
            for lead in leads
        ],
        "captures": [_capture(visit, evidence_dir) for visit in visits],
        "differences": [
            {"night": d.night_id, "url": d.url, "kind": d.kind, "profiles": d.profiles.split(","),
             "others": d.others.split(","), "detail": mask(d.detail)}
            for d in differences_of(session, case.site_id)
        ],
        "profiles_chosen": [
            {"night": c.night_id, "why": c.why, "reason": c.words, "profiles": c.profiles.split(",")}
            for c in choices_of(session, case.site_id)
        ],
        "decisions": [
            {"id": d.id, "by": d.by, "at": d.at.isoformat(), "word": d.word, "why": d.why,
             "verdict_shown": d.verdict_shown, "impersonation_shown": d.impersonation_shown,
             "sale_shown": d.sale_shown, "undoes": d.undoes_id}
            for d in case.decisions
        ],
        "notices": _notices(session, case.id),
        "ties": _ties(session, case.id, evidence_dir),
        "recheck": _recheck(session, case, evidence_dir),
    }  # fmt: skip


def _recheck(session: Session, case: CaseRow, evidence_dir: Path) -> dict[str, Any]:
    """Return where the case stands, every look with what the resolvers said, and the moves to and from it."""
    now = session.get(StandingRow, case.id)
    return {
        "standing": now.standing if now else "",
        "why": now.why if now else "",
        "last_alive": _moment(now.last_alive if now else None),
        "alive_visit": now.alive_visit_id if now else None,
        "first_down": _moment(now.first_down if now else None),
        "gone_since": _moment(now.gone_since if now else None),
        "next_look": _moment(now.next_look_at if now else None),
        "looks": [_look(look, evidence_dir) for look in looks_of(session, case.id)],
        "moved_to": [
            {"case": case_of_site(session, m.site_id), "host": m.site.host, **_move(m)}
            for m in moves_from(session, case.id)
        ],
        "moved_from": [
            {"case": m.case_id, "host": m.case.site.host, **_move(m)} for m in moves_to(session, case.site_id)
        ],
    }


def _look(look: LookRow, evidence_dir: Path) -> dict[str, Any]:
    return {
        "at": _moment(look.at),
        "standing": look.standing,
        "cause": look.cause,
        "why": look.why,
        "shows": look.shows,
        "event": look.event,
        "moved_to": look.moved_to,
        "resolvers": look.answers,
        "visits": look.visits,
        "evidence": str(evidence_dir / look.folder) if look.folder else "",
    }


def _move(move: MoveRow) -> dict[str, Any]:
    return {"url": move.url, "how": move.how, "value": move.value, "visit": move.visit_id, "at": _moment(move.at)}


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def group(session: Session, operator: str) -> dict[str, Any]:
    """Return the fields of ``cases operator``: who belongs to it, why, and what became of its id."""
    members = sorted(list_cases(session, operator=operator), key=lambda case: case.id)
    own = {case.id for case in members}
    return {
        "operator": operator,
        "cases": [
            {"case": c.id, "host": c.site.host, "verdict": c.verdict, "state": c.state, "url": c.url,
             "first_seen": c.first_seen.isoformat(), "last_seen": c.last_seen.isoformat()}
            for c in members
        ],
        "ties": [
            {"cases": [case.id, tie.other], **_reason(tie), "visits": [tie.visit, tie.other_visit]}
            for case in members
            for tie in ties_of(session, case.id)
            if case.id < tie.other and tie.other in own
        ],
        "events": events_of(session, operator),
    }  # fmt: skip


def _ties(session: Session, case_id: int, evidence_dir: Path) -> list[dict[str, Any]]:
    """Return what ties a case to others of its operator: which, by what, seen in which captures."""
    lines = ties_of(session, case_id)
    visits = {v for tie in lines for v in (tie.visit, tie.other_visit) if v is not None}
    rows = session.execute(select(VisitRow.id, VisitRow.folder).where(VisitRow.id.in_(visits)))
    folders = {visit: folder for visit, folder in rows}  # noqa: C416 - rows are no pairs to dict()

    def evidence(visit: int | None) -> str:
        return str(evidence_dir / folders[visit]) if visit is not None and folders.get(visit) else ""

    return [
        {"case": tie.other, "host": tie.host, **_reason(tie), "visit": tie.visit, "evidence": evidence(tie.visit),
         "other_visit": tie.other_visit, "other_evidence": evidence(tie.other_visit)}
        for tie in lines
    ]  # fmt: skip


def _reason(tie: TieLine) -> dict[str, Any]:
    return {
        "kind": tie.kind,
        "name": name_of(tie.kind),
        "value": shown(tie.kind, tie.value),
        "strength": strength(tie.strong),
        "since": tie.made_at.isoformat(),
    }


def _reasons(opinion: AssessmentRow | None) -> list[dict[str, Any]]:
    """Return the findings; what is personal in a quotation is masked in place, so that its offsets stay true."""
    if opinion is None:
        return []
    return [
        {name: getattr(f, name) for name in PLAIN}
        | {"quote": mask(f.quote, opinion.contacts), "detail": mask(f.detail, opinion.contacts)}
        for f in opinion.findings
    ]


def _contacts(opinion: AssessmentRow | None) -> list[dict[str, str]]:
    rows = opinion.contacts if opinion else []
    return [{"kind": str(row["kind"]), "masked": str(row["masked"])} for row in rows]


def _capture(visit: VisitRow, evidence_dir: Path) -> dict[str, Any]:
    return {
        "visit": visit.id,
        "url": visit.url,
        "profile": visit.profile,
        "rendered": visit.rendered,
        "purpose": visit.purpose,
        "outcome": visit.outcome,
        "error": visit.error,
        "status": visit.status,
        "final_url": visit.final_url,
        "chain": [_hop(hop) for hop in chain_of(evidence_dir, visit.folder)],
        "title": visit.title,
        "at": visit.captured_at.isoformat() if visit.captured_at else "",
        "evidence": str(evidence_dir / visit.folder) if visit.folder else "",
        "manifest_sha256": visit.manifest_sha256,
    }


def _hop(hop: Hop) -> dict[str, Any]:
    certificate = hop.certificate
    return {
        "url": hop.url,
        "status": hop.status,
        "kind": hop.kind,
        "address": hop.address,
        "certificate": {"subject": certificate.subject, "issuer": certificate.issuer, "sha256": certificate.sha256}
        if certificate
        else None,
    }


def _notices(session: Session, case_id: int) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(NoticeRow).join(NoticeCaseRow).where(NoticeCaseRow.case_id == case_id).order_by(NoticeRow.id)
    )
    return [
        {
            "notice": n.id,
            "recipient": n.recipient,
            "kind": n.kind,
            "title": n.title,
            "state": n.state,
            "folder": n.folder,
        }
        for n in rows
    ]
