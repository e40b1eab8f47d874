"""What one does on a case in a browser: contacts in full, notes, checks, earlier reasons, differences, timeline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from tests.review.browsing import browsing
from tests.review.review_desk import Made, ServedDesk, make_visit
from zhenwei.store.assessments import save_assessment
from zhenwei.store.models import CaseRow, NightRow, SiteRow, VisitRow
from zhenwei.types import Assessment, Finding, Side, Verdict

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    """Case 1 with two opinions, and the genuine page beside it."""
    with ServedDesk(tmp_path) as served:
        served.case()
        with served.store.transaction() as session:
            site = session.get_one(CaseRow, 1).site_id
            session.add(NightRow(id=2, started_at=session.get_one(NightRow, 1).started_at, summary={}))
            session.flush()
            finding = Finding("words.sale", 1, Side.SALE, 40.0, "当夜出现办证广告", "", 0, 0, "mem", "mem", "", "phone")
            save_assessment(session, 2, site, [], Assessment(Verdict.SALE, 10.0, 70.0, (finding,), (), "mem"))
            organ = SiteRow(host="www.mem.gov.cn", registrable="mem.gov.cn", organ="mem", registration={})
            organ.first_seen = session.get_one(SiteRow, site).first_seen
            session.add(organ)
            session.flush()
            make_visit(session, served.settings, organ.id, "https://www.mem.gov.cn/", Made(), purpose="official")
        yield served


def test_contacts_are_seen_in_full_for_a_reason(desk: ServedDesk, chromium: Browser) -> None:
    case = desk.case(Made(host="seller.example"))
    with (
        browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch),
        browsing(chromium, desk, "reviewer", viewport=SIZE) as (other, _),
    ):
        page.goto(f"/cases/{case}")
        contacts = page.locator("#contacts")
        expect(contacts).to_contain_text("190****1234")
        contacts.get_by_text("查看完整联系方式").click()
        contacts.get_by_label("查看理由").fill("与另案号码核对")
        contacts.get_by_role("button", name="登记理由并查看").click()
        expect(contacts).to_contain_text("19000001234")
        other.goto(f"/cases/{case}")
        expect(other.locator("#contacts")).to_contain_text("与另案号码核对")
        expect(other.locator("#contacts")).not_to_contain_text("19000001234")
        page.goto(f"/cases/{case}/timeline")
        expect(page.locator(".h-unmasked")).to_contain_text("与另案号码核对")
        assert watch.said == []


def test_a_note_and_a_check_stay_on_the_case(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        page.goto("/cases/1")
        page.get_by_label("添加备注").fill("明日复核登记信息")
        page.get_by_role("button", name="保存备注").click()
        expect(page.locator("#notes")).to_contain_text("明日复核登记信息")
        page.get_by_role("button", name="核验全部取证").click()
        expect(page.locator("#evidence")).to_contain_text("核验发现")  # the little folder has no custody log
        page.goto("/cases/1/timeline")
        expect(page.locator(".h-note")).to_contain_text("明日复核登记信息")
        expect(page.locator(".h-check_bad")).to_be_visible()
        page.get_by_role("link", name="案件 1").click()
        page.wait_for_url("**/cases/1")
        assert watch.said == []


def test_reasons_as_they_were_and_pictures_compared(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "viewer", viewport=SIZE) as (page, watch):
        page.goto("/cases/1")
        expect(page.locator(".reasons")).to_contain_text("当夜出现办证广告")
        page.get_by_role("link", name="当时的理由").click()
        expect(page.locator(".reasons mark")).to_have_text("全国统一查询入口")
        expect(page.locator("main")).to_contain_text("以下为历史评估的理由")
        page.get_by_role("link", name="查看最新理由").click()
        expect(page.locator(".reasons")).to_contain_text("当夜出现办证广告")

        page.locator("#pictures").scroll_into_view_if_needed()
        expect(page.locator("#pictures .figures")).to_contain_text("画面相同部分约占 100%")
        for name in ("涉案页面", "官方页面"):
            picture = page.get_by_role("img", name=name)
            expect(picture).to_have_js_property("complete", True)
            assert picture.evaluate("(one) => one.naturalWidth") == 200
        page.get_by_role("link", name="显示原样").click()
        expect(page.get_by_role("link", name="标出不同之处")).to_be_visible()
        assert watch.said == []
        assert watch.outgoing() == []


def test_another_genuine_page_is_chosen_and_kept(desk: ServedDesk, chromium: Browser) -> None:
    with desk.store.transaction() as session:
        site = session.scalars(select(SiteRow).filter_by(organ="mem")).one()
        front = session.scalars(select(VisitRow).filter_by(purpose="official")).one()
        page_of_news = "https://www.mem.gov.cn/gk/"
        news = make_visit(session, desk.settings, site.id, page_of_news, Made(), purpose="official", night=2).id
        front.title, front_id = "中华人民共和国应急管理部", front.id
    with browsing(chromium, desk, "viewer", viewport=SIZE) as (page, watch):
        page.goto("/cases/1?marks=0&opinion=1")
        pictures = page.locator("#pictures")
        expect(pictures).to_contain_text("页面标题与涉案页面相同")
        expect(page.get_by_role("img", name="官方页面")).to_have_attribute("src", f"/pictures/{news}.webp")
        pictures.get_by_text("换一张官方页面（已采集 2 张）").click()
        pictures.get_by_role("link", name="hxxps://www[.]mem[.]gov[.]cn/", exact=True).click()
        expect(pictures).to_contain_text("人工选定")
        expect(page.get_by_role("img", name="官方页面")).to_have_attribute("src", f"/pictures/{front_id}.webp")
        expect(page.locator("main")).to_contain_text("以下为历史评估的理由")
        pictures.get_by_role("link", name="标出不同之处").click()
        expect(page.get_by_role("img", name="官方页面")).to_have_attribute("src", f"/pictures/{front_id}/missed/1.webp")
        expect(pictures.locator(".figures")).to_contain_text("约占 100%")
        pictures.get_by_role("link", name="恢复自动选取").click()
        expect(pictures).to_contain_text("页面标题与涉案页面相同")
        assert watch.said == []
        assert watch.outgoing() == []


def test_the_differences_stand_on_a_page_of_their_own_without_script(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "viewer", viewport=SIZE, java_script_enabled=False) as (page, _watch):
        page.goto("/cases/1")
        page.get_by_role("link", name="异同统计").click()
        page.wait_for_url("**/differences/**")
        expect(page.locator("main")).to_contain_text("画面相同部分约占 100%")
