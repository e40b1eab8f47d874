"""A desk full of hostile text: a few cases with a hundred rows of everything, and as many light ones as payloads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.review.hostile_rows import NIGHTS, SPAN, lead, load, plant_evidence
from tests.review.poisoning import poison
from tests.review.review_desk import MOMENT, Ids, Made, ServedDesk, make_case, password_hash
from zhenwei.store.edit_tables import EditRow
from zhenwei.store.models import AccountRow, CaseRow, LeadRow, NightRow, SiteRow, UnitRow
from zhenwei.store.queue_tables import SavedFilterRow
from zhenwei.store.report_in_tables import ReportAddressRow, ReportBatchRow, ReportInRow

EACH = 100  # rows of a kind on one heavy case; the desk shows at most a hundred ties
FIRST = 1_000_000  # numbers of light rows


def fill_with(desk: ServedDesk, payloads: Sequence[str]) -> list[Ids]:
    """Fill a desk so that every field holds every payload; return the heavy cases."""
    heavy = []
    with desk.store.transaction() as session:
        # A night has one look at a case.
        session.execute(
            insert(NightRow), [{"id": NIGHTS + n, "started_at": MOMENT, "summary": {}} for n in range(EACH)]
        )
        for start in range(0, len(payloads), EACH):
            some = payloads[start : start + EACH]
            markup = f"<html><body>{''.join(some)}</body></html>"
            made = make_case(session, desk.settings, Made(host=f"heavy{start}.example", markup=markup))
            load(session, made, range(start, start + len(some)))
            plant_evidence(desk, session, made, some)
            heavy.append(made)
        _light(session, len(payloads))
        _reports(session, len(payloads))
        _typed(session)
        _night(session, payloads)
        session.flush()
        poison(session, payloads)
    return heavy


def _light(session: Session, count: int) -> None:
    """Add cases with one lead each, for the lines of the queue."""
    numbers = range(FIRST, FIRST + count)
    sites = [{"id": n, "host": f"l{n}", "registrable": "r", "first_seen": MOMENT} for n in numbers]
    cases = [
        {"id": n, "site_id": n, "url": "u", "state": "new", "verdict": "unclear", "impersonation": 9.0, "sale": 9.0}
        | {"target": "t" if n < FIRST + EACH else "", "operator": "o", "revision": 1}
        | SPAN
        for n in numbers
    ]
    session.execute(insert(SiteRow), sites)
    session.execute(insert(CaseRow), cases)
    session.execute(insert(LeadRow), [lead(n, f"light{n}") for n in numbers])


def _reports(session: Session, count: int) -> None:
    batch = ReportBatchRow(number="JB20261101-0001", source="s", received_at=MOMENT, reports=count)
    session.add(batch)
    session.flush()
    numbers = range(FIRST, FIRST + count)
    reports = [
        {"id": n, "batch_id": batch.id, "position": n - FIRST + 1, "source": "s", "reference": "r", "note": "n"}
        | {"account": "a", "sameness": str(n)}
        for n in numbers
    ]
    addresses = [{"report_id": n, "position": 1, "url": "u", "key": "k", "lead_id": 1, "known": "new"} for n in numbers]
    session.execute(insert(ReportInRow), reports)
    session.execute(insert(ReportAddressRow), addresses)


def _typed(session: Session) -> None:
    """Add what people type beside cases: names of accounts, filters, changes of lists."""
    account: dict[str, Any] = {"role": "viewer", "password_hash": password_hash(), "created_at": MOMENT}
    session.execute(insert(AccountRow), [account | {"name": f"extra-{n}", "identity": f"i{n}"} for n in range(EACH)])
    kept = [{"account": "admin", "name": f"f{n}", "query": "q=x", "made_at": MOMENT} for n in range(EACH)]
    session.execute(insert(SavedFilterRow), kept)
    change = {"at": MOMENT, "by": "b", "file": "organs/mem.toml", "why": "w", "before": "a", "after": "b"}
    session.execute(insert(EditRow), [dict(change) for _ in range(EACH)])


def _night(session: Session, payloads: Sequence[str]) -> None:
    """Let the newest night end with payloads where sources, stages, outcomes and warnings have their names."""
    units = [{"night_id": NIGHTS + EACH - 1, "spider": "search", "source": "s", "key": str(n)} for n in range(EACH)]
    session.execute(insert(UnitRow), units)
    some = payloads[:EACH]
    row = session.get_one(NightRow, NIGHTS + EACH - 1)
    row.finished_at = MOMENT
    row.summary = {
        "silent": list(some), "warnings": list(some), "rechecked": list(some),
        "stages": {"discover": dict.fromkeys(some, some[0])},
        "sources": {f"{text}:{text}": {text: 1, "blocked": 1} for text in some},
        "weak": {text: {"state": text} for text in some},
        "verdicts": dict.fromkeys(some, 3), "visits": dict.fromkeys(some, 2),
    }  # fmt: skip
