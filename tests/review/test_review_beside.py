"""Which genuine page stands beside a suspect's: a table of what is chosen and why, and the page that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from review.asked import Asked
from review.views.beside import Beside, Why, beside
from review.views.faces import Face
from review.views.genuine import genuine_faces, page_of
from review.views.reasons import Reason
from tests.review.review_desk import MOMENT, Made, ServedDesk, make_visit
from zhenwei.store.leads import site_for
from zhenwei.store.models import FindingRow, NightRow

FRONT, LOOKUP, NEWS = "https://www.mem.gov.cn/", "https://cx.mem.gov.cn/", "https://www.mem.gov.cn/gk/"
FRONT_TITLE, LOOKUP_TITLE = "中华人民共和国应急管理部", "特种作业操作证及安全生产知识和管理能力考核合格信息查询平台"


def face(visit: int, url: str, title: str = "", profile: str = "desktop", asked: str = "") -> Face:
    return Face(
        visit=visit, night=1, purpose="official", profile=profile, rendered=True, url=asked or url, outcome="ok",
        error="", status=200, final_url=url, title=title, at=MOMENT + timedelta(minutes=visit), folder="f",
        manifest_sha256="", pictured=True, kept=True,
    )  # fmt: skip


def reason(against: str, points: float = 20.0, rule: str = "P012", side: str = "impersonation") -> Reason:
    return Reason(rule, side, points, "", None, against, "http://suspect.example/", "desktop")


def suspect(title: str = "", profile: str = "desktop") -> Face:
    return face(1, "http://suspect.example/", title, profile)


# The newest is the front page, as the nights capture it.
PAGES = [
    face(13, NEWS, "通知公告"),
    face(12, FRONT, FRONT_TITLE, asked="http://mem.gov.cn/"),
    face(11, LOOKUP, LOOKUP_TITLE),
]


@pytest.mark.parametrize(
    ("title", "reasons", "imitates", "visit", "why"),
    [
        # Compared by the machine: whatever else speaks for another page, and however the address is written.
        ("", [reason("https://cx.mem.gov.cn/")], True, 11, Why.COMPARED),
        (FRONT_TITLE, [reason("cx.mem.gov.cn", rule="P010")], True, 11, Why.COMPARED),
        ("", [reason("http://www.mem.gov.cn")], True, 12, Why.COMPARED),
        ("", [reason("http://mem.gov.cn/gk/")], True, 13, Why.COMPARED),
        ("", [reason(FRONT, 30), reason(LOOKUP, 20), reason(LOOKUP, 16)], True, 11, Why.COMPARED),  # points add up
        # Not a comparison with a page: other sides, nothing that counts, a title, a page that was never captured.
        ("", [reason(FRONT, side="note")], True, 11, Why.LOOKUP),
        ("", [reason(FRONT, -6.0)], True, 11, Why.LOOKUP),
        ("", [reason(FRONT_TITLE, rule="P001"), reason("应急管理部")], True, 11, Why.LOOKUP),
        ("", [reason("https://yjt.zj.gov.cn/")], True, 11, Why.LOOKUP),
        ("", [reason("https://cx.mem.gov.cn.suspect.example/")], False, 13, Why.NEWEST),
        # The very title says more than that the organ has a look-up; a title that is near says less.
        (FRONT_TITLE, [], True, 12, Why.TITLE_SAME),
        (f" {LOOKUP_TITLE[:9]} {LOOKUP_TITLE[9:]}", [], False, 11, Why.TITLE_SAME),
        ("应急管理部", [], True, 11, Why.LOOKUP),
        ("", [], True, 11, Why.LOOKUP),
        # An offer imitates no look-up.
        ("特种作业操作证查询平台", [], False, 11, Why.TITLE_NEAR),
        ("应急管理部", [], False, 12, Why.TITLE_NEAR),
        ("电工证焊工证免考代办", [], False, 13, Why.NEWEST),
        ("", [], False, 13, Why.NEWEST),
    ],
)
def test_what_is_chosen(title: str, reasons: list[Reason], imitates: bool, visit: int, why: Why) -> None:
    found = beside(PAGES, suspect(title), reasons, [LOOKUP], imitates=imitates)
    assert found is not None
    assert (found.face.visit, found.why) == (visit, why)


def test_within_a_page_the_same_profile_then_the_newest() -> None:
    pages = [face(14, LOOKUP), face(13, LOOKUP, profile="phone"), face(12, LOOKUP, profile="phone"), face(15, FRONT)]
    for profile, visit in (("phone", 13), ("desktop", 14), ("wechat", 14)):
        found = beside(pages, suspect(profile=profile), [reason(LOOKUP)], [], imitates=True)
        assert found is not None
        assert found.face.visit == visit


def test_the_rules_are_named_that_compared_with_the_page() -> None:
    reasons = [reason(LOOKUP), reason(LOOKUP), reason(LOOKUP, rule="P010"), reason(FRONT, 1, rule="P011")]
    assert beside(PAGES, suspect(), reasons, [], imitates=True) == Beside(PAGES[2], Why.COMPARED, ("P010", "P012"))


def test_a_person_chooses_another_of_the_captures() -> None:
    def wanted(visit: int) -> Beside | None:
        return beside(PAGES, suspect(), [], [LOOKUP], imitates=True, wanted=visit)

    assert wanted(12) == Beside(PAGES[1], Why.CHOSEN)
    assert wanted(11) == wanted(0) == wanted(99) == wanted(-1) == Beside(PAGES[2], Why.LOOKUP)


def test_without_captures_there_is_nothing_to_choose_and_without_a_suspect_there_is() -> None:
    assert beside([], suspect(), [reason(LOOKUP)], [LOOKUP], imitates=True) is None
    assert beside(PAGES, None, [], [LOOKUP], imitates=True) == Beside(PAGES[2], Why.LOOKUP)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.mem.gov.cn", "https://mem.gov.cn/", True),
        ("MEM.gov.cn", "https://mem.gov.cn/#top", True),
        ("https://mem.gov.cn/a/", "https://mem.gov.cn/a", True),
        ("https://mem.gov.cn/a", "https://mem.gov.cn/b", False),
        ("https://mem.gov.cn/?id=1", "https://mem.gov.cn/?id=2", False),
        ("https://cx.mem.gov.cn/", "https://mem.gov.cn/", False),
        ("https://mem.gov.cn.example/", "https://mem.gov.cn/", False),
    ],
)
def test_what_is_one_page(one: str, other: str, same: bool) -> None:
    assert (page_of(one) == page_of(other)) is same


@pytest.mark.parametrize("text", ["", "http://", "http://[", "中华人民共和国 应急管理部", "http://a:b/"])
def test_what_is_no_address_is_no_page(text: str) -> None:
    assert page_of(text) == ""


def test_links_keep_what_was_asked() -> None:
    asked = Asked(face=3, opinion=2, marks=False)
    assert asked.but(genuine=7) == "?face=3&genuine=7&opinion=2&marks=0"
    assert asked.but(marks=True, opinion=0) == "?face=3"
    assert Asked().but(genuine=0) == ""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def captured(desk: ServedDesk, url: str, host: str, organ: str = "mem", night: int = 1) -> int:
    """Capture a genuine page in a night; return the visit."""
    with desk.store.transaction() as session:
        if session.get(NightRow, night) is None:
            session.add(NightRow(id=night, started_at=MOMENT, summary={}))
            session.flush()
        site = site_for(session, host)
        site.organ = organ
        session.flush()
        return make_visit(session, desk.settings, site.id, url, Made(), purpose="official", night=night).id


def test_only_the_newest_picture_of_each_page_of_the_organ_is_offered(desk: ServedDesk) -> None:
    captured(desk, "http://www.mem.gov.cn/", "www.mem.gov.cn")
    lookup = captured(desk, LOOKUP, "cx.mem.gov.cn")
    captured(desk, "https://yjt.zj.gov.cn/", "yjt.zj.gov.cn", "yjt-zhejiang")
    front = captured(desk, FRONT, "www.mem.gov.cn", night=2)
    with desk.store.reading() as session:
        found = genuine_faces(session, "mem", desk.settings.evidence_dir)
        assert [one.visit for one in found] == [front, lookup]
        assert genuine_faces(session, "", desk.settings.evidence_dir) == []


def test_the_page_says_why_and_lets_choose(desk: ServedDesk) -> None:
    made = desk.made()
    lookup = captured(desk, LOOKUP, "cx.mem.gov.cn")
    front = captured(desk, FRONT, "www.mem.gov.cn")
    elsewhere = captured(desk, "https://yjt.zj.gov.cn/", "yjt.zj.gov.cn", "yjt-zhejiang")
    with desk.store.transaction() as session:
        finding = session.query(FindingRow).one()
        finding.rule, finding.against = "P012", "http://cx.mem.gov.cn"
    client, path = desk.client("viewer"), f"/cases/{made.case}"
    page = client.get(path).text
    assert "机器比对时最相近的官方页面（P012）" in page
    assert f'src="/pictures/{lookup}/missed/{made.visit}.webp"' in page
    assert f'href="{path}?genuine={front}#pictures"' in page
    assert f"genuine={elsewhere}" not in page

    page = client.get(f"{path}?genuine={front}&marks=0&face={made.visit}&opinion={made.opinion}").text
    assert "人工选定" in page
    assert f'src="/pictures/{front}.webp"' in page
    assert f'href="{path}?face={made.visit}&amp;marks=0#pictures"' in page  # back to the machine's choice
    for wrong in (elsewhere, made.visit, 999999, -1, 10**30):
        page = client.get(f"{path}?genuine={wrong}").text
        assert f'src="/pictures/{lookup}/missed/{made.visit}.webp"' in page
    assert "the genuine page that the machine found nearest (P012)" in client.get(f"{path}?lang=en").text


def test_without_a_genuine_picture_the_page_says_what_to_do(desk: ServedDesk) -> None:
    made = desk.made()
    assert "还没有该机关官方页面的截图。夜间任务每周访问一次" in desk.client("viewer").get(f"/cases/{made.case}").text
