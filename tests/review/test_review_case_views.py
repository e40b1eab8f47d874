"""What a case's page tells: scores as they were, everything that happened, registration, browser, earlier decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from review.views.browsing import browsing_of
from review.views.case import read_case
from review.views.registration import registration_of
from review.views.scores import scores_of
from review.views.similar import similar_decisions
from review.views.timeline import timeline_of
from review.views.walk import neighbourhood
from tests.review.review_desk import MOMENT, Made, ServedDesk, add_accounts, make_case, settings_in
from zhenwei.store.assessments import latest_assessment, save_assessment
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.looks_tables import MoveRow
from zhenwei.store.models import (
    CaseRow,
    NightRow,
    NoticeCaseRow,
    NoticeEventRow,
    NoticeRow,
    OperatorEventRow,
    TieRow,
    TraitRow,
)
from zhenwei.store.notes import add_checks, add_note, unmask
from zhenwei.types import Assessment, Finding, Side, Verdict, Word


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def second_opinion(session: Session, site: int) -> None:
    session.add(NightRow(id=2, started_at=MOMENT, summary={}))
    session.flush()
    finding = Finding("words.sale", 1, Side.SALE, 40.0, "当夜出现办证广告", "", 0, 0, "mem", "mem", "", "phone")
    save_assessment(session, 2, site, [], Assessment(Verdict.SALE, 10.0, 70.0, (finding,), (), "mem"))


def test_scores_are_shown_as_they_were_at_each_visit(desk: ServedDesk) -> None:
    made = desk.made()
    with desk.store.transaction() as session:
        site = session.get_one(CaseRow, made.case).site_id
        second_opinion(session, site)
        newest, oldest = scores_of(session, site)
    assert (newest.verdict, newest.sale, newest.came, newest.went) == (
        "certificate_sale", 70.0, ("words.sale",), ("title.borrowed",),
    )  # fmt: skip
    assert (oldest.opinion, oldest.impersonation, oldest.profiles) == (made.opinion, 88.0, ("desktop",))
    assert (oldest.came, oldest.went) == ((), ())
    client = desk.client("viewer")
    now, then = (client.get(f"/cases/{made.case}{query}").text for query in ("", f"?opinion={made.opinion}"))
    assert "当夜出现办证广告" in now
    assert "标题使用受保护名称" not in now
    assert "标题使用受保护名称" in then
    assert "<mark>全国统一查询入口</mark>" in then
    assert "以下为历史评估的理由" in then
    assert client.get(f"/cases/{made.case}?opinion=99999").text.count("当夜出现办证广告") == 1
    assert client.get(f"/cases/{made.case}?opinion=99999999999").status == 400


def test_everything_that_happened_stands_in_one_line_of_time(desk: ServedDesk) -> None:
    made, other = desk.made(Made(operator="op-1")), desk.made(Made(host="new.example"))
    with desk.store.transaction() as session:
        case = session.get_one(CaseRow, made.case)
        decide(session, [case.id], Word.CONFIRMED, "analyst", "仿冒查询平台")
        add_note(session, case.id, "reviewer", "请核对号码")
        unmask(session, case.id, "analyst", "核对号码")
        add_checks(session, case.id, "analyst", [(made.visit, "f", "d", [])])
        moved = session.get_one(CaseRow, other.case)
        session.add(
            MoveRow(
                case_id=case.id, site_id=moved.site_id, url="http://new.example/", how="http", night_id=1, at=MOMENT
            )
        )
        session.add(OperatorEventRow(at=MOMENT, operator="op-1", what="grown", cases=[case.id]))
        letter = NoticeRow(
            recipient="cyberspace", office="某网信办", kind="disposal", title="处置函", folder="f",
            drafted_by="analyst", drafted_at=MOMENT + timedelta(days=1),
        )  # fmt: skip
        letter.events = [NoticeEventRow(at=MOMENT + timedelta(days=2), by="reviewer", event="approved")]
        letter.cases = [NoticeCaseRow(case=case)]
        session.add(letter)
        session.flush()
        happened = timeline_of(session, case)
        assert [one.at for one in happened] == sorted((one.at for one in happened), reverse=True)
        kinds = {one.kind for one in happened}
        assert kinds == {
            "lead", "visit", "judged", "word", "note", "unmasked", "check_ok", "moved_to", "operator", "drafted",
            "letter",
        }  # fmt: skip
        assert [one.kind for one in timeline_of(session, moved)].count("moved_from") == 1
        assert len(timeline_of(session, case, 3)) == 3
    client = desk.client("viewer")
    for path in (f"/cases/{made.case}", f"/cases/{made.case}/timeline"):
        text = client.get(path).text
        for said in (
            "获得线索",
            "访问 1 次",
            "拟函（函件 1）",
            "审核通过",
            "已迁至",
            "hxxp://new[.]example/",
            "新增案件",
        ):
            assert said in text, (path, said)
    assert client.get("/cases/999/timeline").status == 404


def test_similar_earlier_decisions_say_why_they_are_similar(desk: ServedDesk) -> None:
    made = [desk.made(Made(host=f"twin{number}.example")) for number in range(3)]
    unlike = desk.made(Made(host="unlike.example", verdict=Verdict.SALE))
    with desk.store.transaction() as session:
        cases = [session.get_one(CaseRow, one.case) for one in made]
        far = session.get_one(CaseRow, unlike.case)
        far.target = ""
        decide(session, [made[1].case], Word.HOLD, "analyst", "等机关答复")
        decide(session, [made[1].case], Word.CONFIRMED, "analyst", "机关书面否认")
        decide(session, [made[2].case], Word.DISMISSED, "reviewer", "同名博客")
        decide(session, [unlike.case], Word.CONFIRMED, "analyst", "另一类").pop().rules_shown = ["words.other"]
        for case in (cases[0], cases[2]):
            session.add(
                TraitRow(site_id=case.site_id, kind="template", value="t1", first_seen=MOMENT, last_seen=MOMENT)
            )
        session.flush()
        found = similar_decisions(session, cases[0], latest_assessment(session, cases[0].site_id))
    assert [(one.case, one.why, one.traits) for one in found] == [
        (made[2].case, "同名博客", ("template",)),
        (made[1].case, "机关书面否认", ()),
    ]
    assert {(one.shared, one.rules, one.same_organ) for one in found} == {(1, 1, True)}
    text = desk.client("viewer").get(f"/cases/{made[0].case}").text
    assert "机关书面否认" in text
    assert "页面模板相同" in text


@pytest.mark.parametrize(
    "stored",
    [
        {"ldhName": 7, "events": {"a": 1}, "status": "ok", "nameservers": ["ns", {"ldhName": None}], "registrar": []},
        {"events": [None, 3, {"eventAction": ["x"]}], "status": [None, {}], "registrant": None},
    ],
)
def test_a_registry_that_answers_nonsense_says_nothing(stored: dict[str, object]) -> None:
    said = registration_of(stored)
    assert said is not None
    assert (said.domain, said.registrar, said.registrant, said.name_servers, said.events) == ("", "", "", (), ())


def test_registration_facts_are_shown(desk: ServedDesk) -> None:
    made = desk.made()
    assert registration_of({}) is None
    with desk.store.transaction() as session:
        session.get_one(CaseRow, made.case).site.registration = {
            "ldhName": "cx-mem.example",
            "registrar": "某注册服务有限公司",
            "events": [{"eventAction": "expiration", "eventDate": "2027-11-01T00:00:00Z"}],
            "status": ["client hold"],
            "nameservers": [{"ldhName": "ns1.host.example"}],
            "source": "rdap",
        }
    text = desk.client("viewer").get(f"/cases/{made.case}").text
    for said in ("某注册服务有限公司", "到期时间", "2027-11-01", "client hold", "ns1[.]host[.]example", "RDAP"):
        assert said in text, said


@pytest.mark.parametrize(
    ("record", "browser", "shown"),
    [
        (
            {"records": {"browser": {"browser": "Chromium 150", "shown": ["弹出的对话框：加微信 19000001234"]}}},
            "Chromium 150",
            ("弹出的对话框",),
        ),
        ({"records": {"browser": {"browser": ["x"], "shown": "x"}}}, "", ()),
        ({"records": []}, "", ()),
        ([], "", ()),
    ],
)
def test_what_the_browser_noted(tmp_path: Path, record: object, browser: str, shown: tuple[str, ...]) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "page.json").write_text(json.dumps(record))
    (tmp_path / "c" / "window.png").write_bytes(b"x")
    seen = browsing_of(tmp_path, "c")
    assert (seen.browser, len(seen.shown), seen.window) == (browser, len(shown), True)
    assert "19000001234" not in "".join(seen.shown)
    assert browsing_of(tmp_path, "") == browsing_of(tmp_path, "none")


def test_both_databases_answer_all_of_it(store: Store, tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with store.transaction() as session:
        made = make_case(session, settings, Made(operator="op-1"))
        other = make_case(session, settings, Made(host="twin.example", operator="op-1"))
        add_accounts(session)
        decide(session, [other.case], Word.CONFIRMED, "analyst", "机关书面否认")
        session.add(
            TieRow(
                case_id=made.case, other_id=other.case, kind="phone", value="v", strength="strong", made_at=MOMENT
            )
        )  # fmt: skip
        add_note(session, made.case, "analyst", "备注")
        unmask(session, made.case, "analyst", "核对")
        add_checks(session, made.case, "analyst", [(made.visit, "f", "d", [("a", "b")])])
    with store.reading() as session:
        case = read_case(session, made.case, {}, settings.evidence_dir, "analyst", made.opinion)
        near = neighbourhood(session, made.case)
    assert (len(case.notes), len(case.scores), len(case.similar), len(case.ties)) == (1, 1, 1, 1)
    assert case.contacts.until is not None
    assert case.checks[made.visit].problems == [("a", "b")]
    assert {one.kind for one in case.timeline} >= {"note", "unmasked", "check_bad", "visit", "lead", "judged"}
    assert (len(near.nodes), len(near.links)) == (2, 1)
