"""Working through the queue in a browser: narrowed, a filter kept and forgotten, case after case, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.review.browsing import browsing
from tests.review.review_desk import Made, ServedDesk
from zhenwei.store.search import make_findable
from zhenwei.types import Verdict

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        for number, verdict in enumerate((Verdict.COUNTERFEIT, Verdict.SALE, Verdict.SALE, Verdict.SALE)):
            case = served.case(Made(host=f"s{number}.example", verdict=verdict, impersonation=90 - number))
            with served.store.transaction() as session:
                make_findable(session, case, ["电工证代办" if number else "证书查询"])
        yield served


def test_a_filter_is_kept_used_and_forgotten(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        page.goto("/queue")
        expect(page.locator("[data-row]")).to_have_count(4)
        page.get_by_label("检索").fill("电工证")
        page.get_by_label("机器判断").select_option("certificate_sale")
        page.get_by_role("button", name="筛选", exact=True).click()
        expect(page.locator("[data-row]")).to_have_count(3)
        expect(page.locator(".total")).to_have_text("共 3 件")
        page.get_by_label("筛选名称").fill("电工证售卖")
        page.get_by_role("button", name="保存当前筛选").click()
        page.wait_for_load_state()  # until the style has come, the phone's link is there too
        page.get_by_role("link", name="清除条件").click()
        expect(page.locator("[data-row]")).to_have_count(4)
        page.get_by_role("link", name="电工证售卖").click()
        expect(page.locator("[data-row]")).to_have_count(3)
        expect(page.get_by_label("检索")).to_have_value("电工证")
        page.locator(".saved").get_by_role("button", name="电工证售卖").click()
        expect(page.get_by_role("link", name="电工证售卖")).to_have_count(0)
        assert watch.said == []


def test_case_after_case_and_back_to_the_same_queue(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        page.goto("/queue?verdict=certificate_sale")
        page.locator("a[data-open]").first.click()
        page.wait_for_url("**/cases/2")
        page.get_by_role("link", name="下一件").click()
        page.wait_for_url("**/cases/3")
        page.keyboard.press("d")
        page.keyboard.type("培训机构，有办学许可")
        page.get_by_role("button", name="排除", exact=True).click()
        expect(page.locator(".head .state")).to_have_text("已排除")
        page.wait_for_load_state()
        page.keyboard.press("n")
        page.wait_for_url("**/cases/4")
        page.get_by_role("link", name="返回队列").click()
        page.wait_for_url("**/queue?verdict=certificate_sale")
        expect(page.locator("[data-row]")).to_have_count(2)
        assert watch.said == []


def test_a_colleague_was_faster_on_one_of_several(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        page.goto("/queue")
        page.locator("[data-all]").check()
        expect(page.locator("[data-picked]")).to_have_text("已选 4 件")
        desk.client("reviewer").decide(2, "hold", "先核对电话")
        page.get_by_placeholder("理由（写入所选").fill("同一套模板")
        page.get_by_role("button", name="确认", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("已对 3 件案件写入研判。")
        expect(page.get_by_role("alert").get_by_role("link")).to_have_text("2")
        page.goto("/queue?mine=1&state=all")
        expect(page.locator("[data-row]")).to_have_count(3)
        assert watch.said == []


def test_several_are_dismissed_and_all_of_it_taken_back(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        page.goto("/queue?verdict=certificate_sale")
        page.locator("[data-all]").check()
        page.get_by_placeholder("理由（写入所选").fill("练习站")
        page.get_by_role("button", name="排除", exact=True).click()
        expect(page.get_by_role("status")).to_contain_text("已对 3 件案件写入研判")
        expect(page.locator("[data-row]")).to_have_count(0)
        page.wait_for_load_state()
        page.get_by_text("撤销这 3 件").click()
        page.get_by_label("撤销理由").fill("选错了筛选")
        page.get_by_role("button", name="全部撤销").click()
        expect(page.get_by_role("status")).to_contain_text("已撤销 3 件案件的研判")
        expect(page.locator("[data-row]")).to_have_count(3)
        assert watch.said == []


def test_on_a_phone_the_cases_come_first_and_the_filter_unfolds_without_script(
    desk: ServedDesk, chromium: Browser
) -> None:
    phone = {"width": 390, "height": 844}
    with browsing(chromium, desk, "analyst", viewport=phone, java_script_enabled=False) as (page, _watch):
        page.goto("/queue")
        box = page.locator("[data-row]").first.bounding_box()
        assert box is not None
        assert box["y"] < 450, "the first case is on the first screen"
        expect(page.get_by_label("机器判断")).to_be_hidden()
        page.get_by_label("展开筛选条件").check()
        page.get_by_label("机器判断").select_option("certificate_sale")
        page.get_by_label("状态").select_option("all")
        page.get_by_role("button", name="筛选", exact=True).click()
        expect(page.get_by_label("展开筛选条件（已用 2 项）")).not_to_be_checked()
        expect(page.locator("[data-row]")).to_have_count(3)
        page.get_by_label("检索").fill("证书查询")
        page.get_by_role("button", name="筛选", exact=True).click()
        expect(page.get_by_label("展开筛选条件（已用 3 项）")).to_be_visible()
        page.locator("a.unfold").click()
        expect(page.locator("[data-row]")).to_have_count(4)


def test_on_a_desk_the_filter_is_open_and_has_no_box(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _watch):
        page.goto("/queue?verdict=certificate_sale")
        expect(page.get_by_label("机器判断")).to_be_visible()
        expect(page.locator("#unfold")).to_be_hidden()
        expect(page.get_by_role("link", name="清除条件")).to_have_count(1)
