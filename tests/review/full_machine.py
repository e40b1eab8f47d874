"""What the machine has written on a full desk: a night, what ties sites, what other offices are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from review.outgoing.events import TEST
from takedown.reports.filing import FOLDER, file_report
from takedown.reports.monthly import make_report
from takedown.reports.periods import month
from tests.review.review_desk import MOMENT, Ids, ServedDesk
from zhenwei.clock import now, today
from zhenwei.store.api_tables import HookRow, OutboxRow
from zhenwei.store.face_tables import FaceDifferenceRow, ProfileChoiceRow
from zhenwei.store.looks_tables import LookRow, MoveRow, StandingRow
from zhenwei.store.models import (
    CaseRow,
    NameEventRow,
    NightRow,
    OperatorEventRow,
    SourceRow,
    TieRow,
    TraitRow,
    UnitRow,
)
from zhenwei.store.outcome_tables import CaseOpeningRow
from zhenwei.store.tokens import SCOPES, add_token
from zhenwei.store.watched import watch
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.reporting import load_reporting

# What a registry answers, with the members of RFC 9083 that are kept.
REGISTRATION: dict[str, Any] = {
    "ldhName": "cx-mem.example",
    "registrar": "某域名公司",
    "registrant": "某科技有限公司",
    "status": ["client transfer prohibited"],
    "nameservers": [{"ldhName": "ns1.dns.example"}],
    "events": [{"eventAction": "registration", "eventDate": "2026-11-01T00:00:00Z"}],
    "source": "rdap.example",
}


# What the machine writes is what it would write: the desk knows those sentences in every language.
CHOSEN = "域名可疑，首次访问：全部身份"
SEEN = "仍显示涉案内容（1 次访问所见）"


def hang(session: Session, ids: Ids, first: Ids) -> None:
    """Hang on a case what nights bring: names, faces, looks, moves, traits, and a tie to the first case."""
    case = session.get_one(CaseRow, ids.case)
    if ids.case != first.case:
        session.add(
            TieRow(
                case_id=first.case, other_id=ids.case, kind="wechat", value="zhengjian-shili", strength="strong",
                visit_id=first.visit, other_visit_id=ids.visit, made_at=MOMENT,
            )
        )  # fmt: skip
    name, _ = watch(session, case.site.host, "lookalikes")
    session.add(NameEventRow(name_id=name.id, night_id=1, at=MOMENT, what="answers", before="", after="198.18.0.7"))
    site = case.site_id
    case.site.registration = REGISTRATION
    seen = {"first_seen": MOMENT, "last_seen": MOMENT}
    session.add_all(
        [
            ProfileChoiceRow(night_id=1, site_id=site, why="first", words=CHOSEN, profiles="desktop,phone", at=MOMENT),
            FaceDifferenceRow(
                night_id=1, site_id=site, url=case.url, kind="title", profiles="phone", others="desktop",
                detail="标题不同",
            ),
            LookRow(
                night_id=1, case_id=ids.case, at=MOMENT, standing="alive", why=SEEN, visits=[ids.visit],
                shows=True, answers=[{"server": "198.18.0.1", "says": "answer", "addresses": ["198.18.0.7"]}],
            ),
            StandingRow(case_id=ids.case, standing="alive", why=SEEN, last_alive=MOMENT),
            MoveRow(case_id=ids.case, site_id=site, url=case.url, how="redirect", night_id=1, at=MOMENT),
            TraitRow(site_id=site, kind="wechat", value="zhengjian-shili", visit_id=ids.visit, **seen),
            CaseOpeningRow(case_id=ids.case, at=MOMENT),
        ]
    )  # fmt: skip


def night(session: Session) -> None:
    """Let a night end with a source of each outcome, and found a group."""
    row = session.get_one(NightRow, 1)
    row.summary = {
        "found": 12, "silent": ["so360"], "stages": {"discover": {"seconds": 60}}, "warnings": ["3 次访问未能渲染"],
        "verdicts": {"counterfeit_site": 3, "benign": 9}, "visits": {"ok": 9, "timeout": 2},
        "sources": {"search:baidu": {"results": 4, "blocked": 1, "found": 7}, "search:so360": {"error": 3}},
        "weak": {"search:so360": {"state": "silent"}},
    }  # fmt: skip
    row.finished_at = now() - timedelta(hours=2)
    for number, outcome in enumerate(("results", "nothing", "blocked", "changed", "stale", "error")):
        session.add(UnitRow(night_id=1, spider="search", source=f"baidu{number}", key=f"1:证{number}", outcome=outcome))
    session.add(SourceRow(spider="search", source="baidu", night_id=1, asked_at=MOMENT, why="没有结果"))
    session.add(OperatorEventRow(night_id=1, at=MOMENT, operator="op-1", what="grown", other="op-0", cases=[1, 2]))


def programs(session: Session) -> None:
    """Let a program in by a token, and tell another of an event."""
    add_token(session, "省平台", "analyst", tuple(SCOPES), 30)
    for paused_at in (None, MOMENT):
        # An address that the gate refuses: should a test press there, nothing leaves.
        hook = HookRow(
            kind="web", target="http://127.0.0.1/hook", events=["case.decided"], salt="0" * 32, created_at=MOMENT,
            paused_at=paused_at, paused_by="admin" if paused_at else "",
        )  # fmt: skip
        session.add(hook)
        session.flush()
        for event, outcome, fault in (
            ("case.decided", "", ""), ("case.opened", "delivered", ""), ("site.back", "given-up", "等待超时"),
            (TEST, "failed", "没有送达：ClientOSError"),
        ):  # fmt: skip
            body = {"id": f"{event}-1", "event": event, "at": MOMENT.isoformat(), "data": {"case": 1}}
            session.add(
                OutboxRow(
                    hook_id=hook.id, key=f"{event}-1", event=event, body=body, made_at=MOMENT, next_at=MOMENT,
                    ended_at=MOMENT if outcome else None, outcome=outcome, fault=fault,
                    status=200 if outcome == "delivered" else 0, tries=1 if outcome else 0,
                )
            )  # fmt: skip


def report(desk: ServedDesk) -> None:
    """Make the report of a month, as the command does."""
    lists, reporting = load_watchlist(desk.settings.watchlist_dir), load_reporting(desk.settings.watchlist_dir)
    with desk.store.reading() as session:
        made = make_report(session, lists, reporting, month("2026-10"), today())
    file_report(desk.settings.data_dir / FOLDER, made, "reviewer")
