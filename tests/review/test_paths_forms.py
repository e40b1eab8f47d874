"""What is typed arrives, and once: over a session that ended, a second press, a refusal; and what was done is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from tests.review.browsing import browsing
from tests.review.review_desk import PASSWORD, ServedDesk
from zhenwei.store.models import DecisionRow
from zhenwei.store.note_tables import CaseNoteRow

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}
WHY = "页面照抄官方查询入口，\n域名不属于该机关。"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        served.case()
        yield served


def ended_while_typing(page: Page) -> None:
    """Type a reason, and press the button when the session has ended."""
    page.goto("/cases/1")
    page.wait_for_load_state()
    page.locator("#why").fill(WHY)
    page.context.clear_cookies()
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.locator("[data-unsent-note]")).to_be_visible()


def log_in(page: Page, name: str) -> None:
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def test_a_reason_outlives_the_session(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        ended_while_typing(page)
        log_in(page, "analyst")
        page.wait_for_url("**/cases/1")
        expect(page.locator("#why")).to_have_value(WHY)
        expect(page.locator(".decide .warn")).to_contain_text("已放回")
        page.get_by_role("button", name="确认", exact=True).click()
        expect(page.locator(".told")).to_have_text("已写入研判：确认。")
        page.goto("/cases/1")
        expect(page.locator(".decide .warn")).to_have_count(0)
        assert watch.said == []
    with desk.store.reading() as session:
        assert [row.why.splitlines() for row in session.scalars(select(DecisionRow))] == [WHY.splitlines()]


def test_a_reason_is_not_put_before_somebody_else(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _watch):
        ended_while_typing(page)
        log_in(page, "reviewer")
        page.wait_for_url("**/cases/1")
        page.wait_for_load_state()
        expect(page.locator("#why")).to_have_value("")
        page.goto("/login")
        assert page.evaluate("sessionStorage.getItem('unsent')") is None


def test_what_a_colleague_did_while_one_was_out_is_noticed(desk: ServedDesk, chromium: Browser) -> None:
    with (
        browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _),
        browsing(chromium, desk, "reviewer", viewport=SIZE) as (other, _),
    ):
        ended_while_typing(page)
        other.goto("/cases/1")
        other.locator("#why").fill("系合法网站")
        other.get_by_role("button", name="排除", exact=True).click()
        expect(other.locator(".told")).to_be_visible()
        log_in(page, "analyst")
        page.wait_for_url("**/cases/1")
        expect(page.locator("#why")).to_have_value(WHY)
        page.get_by_role("button", name="确认", exact=True).click()
        expect(page.locator("main [role=alert]").first).to_contain_text("该案件已有变化")
        expect(page.locator("#why")).to_have_value(WHY)


def test_a_page_that_went_stale_leads_back_with_the_text(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        page.goto("/cases/1")
        page.wait_for_load_state()
        page.evaluate("document.querySelectorAll('input[name=token]').forEach((field) => { field.value = 'old'; })")
        page.locator("#text").fill("备注一则")
        page.get_by_role("button", name="保存备注").click()
        page.get_by_role("link", name="回到原页面").click()
        expect(page.locator("#text")).to_have_value("备注一则")
        page.get_by_role("button", name="保存备注").click()
        expect(page.locator("#notes .words")).to_contain_text("备注一则")


def test_a_second_press_sends_nothing(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        page.goto("/cases/1")
        page.wait_for_load_state()
        page.locator("#text").fill("只写一次")
        page.evaluate("const form = document.querySelector('form.note'); form.requestSubmit(); form.requestSubmit();")
        expect(page.locator(".told")).to_have_text("备注已保存。")
        expect(page.locator("#notes .words li")).to_have_count(1)
    with desk.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(CaseNoteRow)) == 1


def test_what_was_done_is_said_once(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        page.goto("/cases/1")
        page.wait_for_load_state()
        page.locator("#text").fill("看过")
        page.get_by_role("button", name="保存备注").click()
        expect(page.locator(".told")).to_be_visible()
        page.wait_for_load_state()
        page.keyboard.press("j")
        expect(page.locator(".told")).to_be_hidden()
        page.reload()
        expect(page.locator(".told")).to_have_count(0)


def test_a_question_that_was_refused_stays_where_it_was_typed(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        for _time in range(2):  # the second time, the first still waits for an answer
            page.goto("/cases/1")
            page.wait_for_load_state()
            page.locator("#opinions summary").click()
            page.locator("#of").select_option("reviewer")
            page.locator("#question").fill("许可证号查不到，怎样认定？")
            page.locator("#opinions form:has(#question) button").click()
            page.wait_for_load_state()
        expect(page.locator("main [role=alert]").first).to_contain_text("尚未答复")
        expect(page.locator("#question")).to_have_value("许可证号查不到，怎样认定？")
        expect(page.locator("#why")).to_have_value("")


def test_a_wrong_password_leaves_the_name(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "", viewport=SIZE) as (page, _):
        page.goto("/queue?state=all")
        page.locator("#name").fill("analyst")
        page.locator("#password").fill("not the password")
        page.locator("main button[type=submit]").click()
        expect(page.locator("#name")).to_have_value("analyst")
        expect(page.locator("#password")).to_be_focused()
        page.locator("#password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue?state=all")


def test_a_reason_waits_while_other_things_are_done_on_the_page(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        page.goto("/cases/1")
        page.wait_for_load_state()
        page.locator("#why").fill(WHY)
        page.locator("#text").fill("先记一笔")
        page.get_by_role("button", name="保存备注").click()
        expect(page.locator(".told")).to_have_text("备注已保存。")
        expect(page.locator("#why")).to_have_value(WHY)
        expect(page.locator("#text")).to_have_value("")
        page.get_by_role("link", name="返回队列").click()
        page.wait_for_url("**/queue")
        page.goto("/cases/1")
        expect(page.locator("#why")).to_have_value(WHY)
        page.get_by_role("button", name="确认", exact=True).click()
        expect(page.locator(".told")).to_have_text("已写入研判：确认。")
        page.wait_for_load_state()
        expect(page.locator("#why")).to_have_value("")
        assert watch.said == []
