"""What a store holds, without what may differ between two equal nights: numbers of rows, moments, paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.store.engine_tables import EngineQueryRow
from zhenwei.store.models import (
    AssessmentRow,
    CaseRow,
    LeadRow,
    NameEventRow,
    NightRow,
    PositionRow,
    SiteRow,
    TieRow,
    TraitRow,
    UnitRow,
    VisitRow,
    WatchedNameRow,
)


def digest(session: Session) -> dict[str, list[Any]]:
    """Return every table as sorted plain values."""
    tables: dict[str, list[Any]] = {
        "nights": [night.finished_at is not None for night in session.scalars(select(NightRow))],
        "units": [
            (u.spider, u.source, Path(u.key).name if "/" in u.key else u.key, u.outcome, u.looked_at, u.found)
            for u in session.scalars(select(UnitRow))
        ],
        "engine_queries": [
            (q.engine, q.query, q.page, q.outcome, [(r.rank, r.ad, r.title, r.target) for r in q.results])
            for q in session.scalars(select(EngineQueryRow))
        ],
        "sites": [(s.host, str(s.registered_on), s.organ) for s in session.scalars(select(SiteRow))],
        "leads": [(r.source, r.url, r.reference, r.why) for r in session.scalars(select(LeadRow))],
        "visits": [
            (v.url, v.profile, v.rendered, v.purpose, v.outcome, v.status, v.final_url, v.title)
            for v in session.scalars(select(VisitRow))
        ],
        "assessments": list(_assessments(session)),
        "cases": [
            (c.site.host, c.url, c.state, c.verdict, c.impersonation, c.sale, c.target)
            for c in session.scalars(select(CaseRow))
        ],
        "operators": _operators(session),
        "traits": [(s.host, t.kind, t.value) for t, s in session.execute(select(TraitRow, SiteRow).join(SiteRow))],
        "ties": list(_ties(session)),
        "watched": [
            (n.domain, n.state, n.target, n.source, n.answers, n.visit_due, n.quiet, n.missing, n.failed)
            for n in session.scalars(select(WatchedNameRow))
        ],
        "events": [(e.name.domain, e.what, e.before, e.after) for e in session.scalars(select(NameEventRow))],
        "positions": [
            (p.source, p.value) for p in session.scalars(select(PositionRow)) if p.source.startswith("lookalikes:")
        ],
    }
    return {name: sorted(rows, key=repr) for name, rows in tables.items()}


def _assessments(session: Session) -> Iterator[Any]:
    for row in session.scalars(select(AssessmentRow)):
        findings = sorted((f.rule, f.points, f.quote, f.start, f.detail, f.url, f.profile) for f in row.findings)
        yield row.site.host, row.verdict, row.impersonation, row.sale, row.target, findings, row.contacts, row.scored


def _operators(session: Session) -> list[list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for case in session.scalars(select(CaseRow)):
        if case.operator:
            groups[case.operator].append(case.site.host)
    return [sorted(hosts) for hosts in groups.values()]


def _ties(session: Session) -> Iterator[tuple[list[str], str, str, str]]:
    """Which of two cases is the older is left out: it depends on which site was judged first."""
    hosts = {case.id: case.site.host for case in session.scalars(select(CaseRow))}
    for tie in session.scalars(select(TieRow)):
        yield sorted((hosts[tie.case_id], hosts[tie.other_id])), tie.kind, tie.value, tie.strength
