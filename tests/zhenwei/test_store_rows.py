"""What stages write: the same thing twice is one row, and an error leaves nothing half-written."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError

from zhenwei.clock import now
from zhenwei.errors import BadInput, NoSuch, NotAllowed, StoreError
from zhenwei.store import accounts, cases, leads, nights, visits
from zhenwei.store.assessments import latest_assessment, save_assessment, sites_to_judge
from zhenwei.store.database import Store
from zhenwei.store.models import AssessmentRow, CaseRow, FindingRow, LeadRow, ReporterRow, SiteRow, VisitRow
from zhenwei.types import Assessment, CaseState, Finding, Lead, Outcome, Profile, Side, Verdict, Word

LEAD = Lead(url="http://copy.example.com/", source="search", why="百度第 1 条")
OPINION = Assessment(
    verdict=Verdict.COUNTERFEIT,
    impersonation=88.0,
    sale=12.5,
    findings=(
        Finding(
            "P001",
            1,
            Side.IMPERSONATION,
            40.0,
            "标题含受保护名称",
            quote="查询平台",
            start=3,
            end=7,
            url="http://copy.example.com/",
        ),
    ),
    target="mem",
)


def test_the_same_lead_twice_is_one_row(store: Store) -> None:
    for expected in (True, False):
        with store.transaction() as session:
            assert leads.add_lead(session, LEAD) is expected
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(LeadRow)) == 1
        assert session.scalars(select(SiteRow)).one().registrable == "example.com"


def test_a_reporter_is_kept_apart(store: Store) -> None:
    with store.transaction() as session:
        leads.add_lead(session, LEAD, reporter="来电人")
    with store.reading() as session:
        assert session.scalars(select(ReporterRow)).one().identity == "来电人"
        assert "来电人" not in str(session.scalars(select(LeadRow)).one().__dict__)


def test_an_error_rolls_everything_back(store: Store) -> None:
    with pytest.raises(BadInput), store.transaction() as session:
        leads.add_lead(session, LEAD)
        leads.add_lead(session, Lead(url="ftp://x/", source="search", why=""))
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(LeadRow)) == 0


def test_a_moment_without_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="time zone"), store.transaction() as session:
        session.add(SiteRow(host="x.cn", registrable="x.cn", first_seen=datetime(2026, 1, 1), registration={}))  # noqa: DTZ001
        session.flush()


def test_an_unfinished_night_is_gone_on_with(store: Store) -> None:
    with store.transaction() as session:
        first = nights.open_night(session).id
    with store.transaction() as session:
        assert nights.open_night(session).id == first
        nights.close_night(session, first, {"cases": 0})
    with store.transaction() as session:
        assert nights.open_night(session).id != first


def test_units_are_planned_once_and_counted(store: Store) -> None:
    with store.transaction() as session:
        night = nights.open_night(session).id
        assert (
            nights.plan_units(session, night, "search", [("baidu", "1:a", {"query": "a"}), ("baidu", "1:b", {})]) == 2
        )
    with store.transaction() as session:
        assert nights.plan_units(session, night, "search", [("baidu", "1:a", {}), ("bing", "1:a", {})]) == 1
        unit = nights.waiting_units(session, night, "search")[0]
        nights.finish_unit(session, unit.id, "blocked", detail={"title": "安全验证"})
    with store.reading() as session:
        assert nights.unit_progress(session, night) == (1, 3)
        assert ("search", "baidu", "blocked", 1, 0, 0) in nights.unit_counts(session, night)
        assert nights.finished_units(session, night, "search", "blocked")[0].detail["query"] == "a"


def test_an_unknown_outcome_is_a_bug(store: Store) -> None:
    with store.transaction() as session:
        night = nights.open_night(session).id
        nights.plan_units(session, night, "search", [("baidu", "1:a", {})])
        with pytest.raises(ValueError, match="unknown outcome"):
            nights.finish_unit(session, 1, "fine")


def _visited(store: Store) -> tuple[int, int]:
    with store.transaction() as session:
        night = nights.open_night(session).id
        leads.add_lead(session, LEAD)
        site = session.scalars(select(SiteRow)).one().id
        visits.plan_visits(session, night, site, [LEAD.url], [Profile.DESKTOP, Profile.PHONE])
    return night, site


def test_a_site_waits_for_judgement_until_all_its_faces_are_there(store: Store) -> None:
    night, site = _visited(store)
    for number in (1, 2):
        with store.transaction() as session:
            assert sites_to_judge(session, night) == []
            waiting = visits.waiting_visits(session, night)
            assert len(waiting) == 3 - number
            visits.finish_visit(session, waiting[0].id, Outcome.OK, captured_at=now(), folder=f"f{number}")
    with store.transaction() as session:
        ((site_id, host, rows),) = sites_to_judge(session, night)
        assert (site_id, host, len(rows)) == (site, "copy.example.com", 2)
        save_assessment(session, night, site, rows, OPINION)
    with store.transaction() as session:
        assert sites_to_judge(session, night) == []
        visits.plan_visits(session, night, site, [LEAD.url], [Profile.PHONE], rendered=True)
        assert sites_to_judge(session, night) == []
        visits.close_visits(session, night, Outcome.NOT_RENDERED, rendered=True)
        assert len(sites_to_judge(session, night)) == 1


def _case(store: Store) -> int:
    night, site = _visited(store)
    with store.transaction() as session:
        for visit in visits.waiting_visits(session, night):
            visits.finish_visit(session, visit.id, Outcome.OK)
        rows = list(session.scalars(select(VisitRow)))
        for _ in range(2):  # the second opinion of a night takes the place of the first
            save_assessment(session, night, site, rows, OPINION)
    for made in (1, 0):
        with store.transaction() as session:
            assert cases.cases_from_opinions(session, night, 30.0) == made
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(AssessmentRow)) == 1
        assert session.scalar(select(func.count()).select_from(FindingRow)) == 1
        opinion = latest_assessment(session, site)
        assert opinion is not None
        assert opinion.findings[0].quote == "查询平台"
        return session.scalars(select(CaseRow)).one().id


def test_a_decision_is_an_added_row_with_what_was_shown(store: Store) -> None:
    case_id = _case(store)
    with store.transaction() as session:
        accounts.add_account(session, "lan", "analyst", "correct horse")
        cases.decide(session, [case_id], Word.HOLD, "lan", "待核实")
        cases.decide(session, [case_id], Word.CONFIRMED, "lan", "与真实页面比对一致")
    with store.reading() as session:
        case = cases.get_case(session, case_id)
        assert case.state == CaseState.CONFIRMED
        assert [(d.word, d.impersonation_shown, d.rules_shown) for d in case.decisions] == [
            ("hold", 88.0, ["P001"]),
            ("confirmed", 88.0, ["P001"]),
        ]


@pytest.mark.parametrize(
    ("role", "by", "why", "disabled"),
    [
        ("viewer", "lan", "x", False),
        ("analyst", "nobody", "x", False),
        ("analyst", "lan", " ", False),
        ("analyst", "lan", "x", True),
    ],
)
def test_who_may_not_decide(store: Store, role: str, by: str, why: str, disabled: bool) -> None:
    case_id = _case(store)
    with store.transaction() as session:
        accounts.add_account(session, "lan", role, "correct horse").disabled = disabled
    with pytest.raises(NotAllowed), store.transaction() as session:
        cases.decide(session, [case_id], Word.CONFIRMED, by, why)
    with store.reading() as session:
        assert cases.get_case(session, case_id).state == CaseState.NEW


def test_a_letter_under_way_stops_decisions_and_an_unknown_case_is_named(store: Store) -> None:
    case_id = _case(store)
    with store.transaction() as session:
        accounts.add_account(session, "lan", "analyst", "correct horse")
        cases.get_case(session, case_id).state = CaseState.SENT.value
    with pytest.raises(NotAllowed, match="函件已在办理"), store.transaction() as session:
        cases.decide(session, [case_id], Word.DISMISSED, "lan", "x")
    with pytest.raises(NoSuch, match="没有案件 999"), store.reading() as session:
        cases.get_case(session, 999)


def test_passwords_are_checked_and_never_kept(store: Store) -> None:
    with store.transaction() as session:
        row = accounts.add_account(session, "lan", "analyst", "correct horse")
        assert "correct" not in row.password_hash
        with pytest.raises(BadInput, match="至少要"):
            accounts.add_account(session, "b", "analyst", "short")
        with pytest.raises(BadInput, match="已存在"):
            accounts.add_account(session, "lan", "analyst", "correct horse")
        with pytest.raises(BadInput, match="没有角色"):
            accounts.add_account(session, "c", "king", "correct horse")
    with store.reading() as session:
        assert accounts.check_password(session, "lan", "correct horse") is not None
        assert accounts.check_password(session, "lan", "wrong") is None
        assert accounts.check_password(session, "nobody", "wrong") is None


def test_two_who_move_one_case_at_once_never_overwrite_each_other(store: Store) -> None:
    case_id = _case(store)
    with store.reading() as session:
        seen = cases.get_case(session, case_id)
    with store.transaction() as session:
        cases.get_case(session, case_id).state = CaseState.HOLD.value
    with pytest.raises(StoreError, match="他人"), store.transaction() as session:
        seen.state = CaseState.CONFIRMED.value
        session.add(seen)
    with store.reading() as session:
        assert cases.get_case(session, case_id).state == CaseState.HOLD
