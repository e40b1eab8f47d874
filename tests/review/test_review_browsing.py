"""A day's work in a real Chromium: what an analyst does on each page, with mouse, keyboard, phone and printer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied
from tests.review.review_desk import PASSWORD, Made, ServedDesk

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}


@pytest.fixture
def desk(full: Path, tmp_path: Path) -> Iterator[ServedDesk]:
    with LettersDesk(copied(full, tmp_path / "desk")) as served:
        yield served


def test_logging_in_by_keys_alone(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "", viewport=SIZE) as (page, watch):
        page.goto("/queue")
        page.keyboard.type("analyst")
        page.keyboard.press("Tab")
        page.keyboard.type("wrong words")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("账号").fill("analyst")
        page.get_by_label("口令").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue")
        page.get_by_role("button", name="退出").click()
        page.wait_for_url("**/login")
        assert watch.outgoing() == []


def test_the_first_tab_skips_to_the_text(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, viewport=SIZE) as (page, _watch):
        page.goto("/queue")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="跳到正文")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#main$"))


def test_whatever_has_the_focus_shows_it(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, viewport=SIZE) as (page, _watch):
        page.goto("/cases/1")
        for _ in range(40):
            page.keyboard.press("Tab")
            width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
            assert width >= 2, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_filters_keep_when_language_and_look_change(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, viewport=SIZE, color_scheme="light") as (page, _watch):
        page.goto("/queue")
        page.get_by_label("状态").select_option("hold")
        page.get_by_role("button", name="筛选", exact=True).click()
        expect(page.locator("[data-row]")).to_have_count(1)
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("[data-row]")).to_have_count(1)
        ground = "getComputedStyle(document.body).backgroundColor"
        bright = page.evaluate(ground)
        page.get_by_text("Look", exact=True).click()
        page.get_by_role("link", name="Dark", exact=True).click()
        expect(page.locator("[data-row]")).to_have_count(1)
        assert page.evaluate(ground) != bright
        page.goto("/")
        assert page.evaluate(ground) != bright, "the choice is kept"
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light", "paper is white"


def test_the_system_chooses_unless_a_person_does(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, color_scheme="dark") as (page, _watch):
        page.goto("/queue")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.goto("/queue?look=light")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_a_case_from_the_queue_to_a_decision(desk: ServedDesk, chromium: Browser) -> None:
    case = desk.case(Made(host="decided-here.example", impersonation=100, sale=100))
    with browsing(chromium, desk, viewport=SIZE) as (page, watch):
        page.goto("/queue")
        page.get_by_role("link", name=str(case), exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("decided-here[.]example")
        page.get_by_label("理由（必填").fill("与真实网站比对，属仿冒")
        page.get_by_role("button", name="确认").click()
        expect(page.locator(".head .state")).to_have_text("已确认")
        page.goto("/queue?state=confirmed")
        expect(page.get_by_role("link", name=str(case), exact=True)).to_be_visible()
        assert watch.said == []


def test_two_at_once_on_one_case(desk: ServedDesk, chromium: Browser) -> None:
    case = desk.case(Made(host="two-at-once.example"))
    with browsing(chromium, desk, "analyst") as (first, _), browsing(chromium, desk, "reviewer") as (second, watch):
        first.goto(f"/cases/{case}")
        second.goto(f"/cases/{case}")
        first.get_by_label("理由（必填").fill("先到")
        first.get_by_role("button", name="排除").click()
        expect(first.locator(".head .state")).to_have_text("已排除")
        second.get_by_label("理由（必填").fill("后到")
        second.get_by_role("button", name="确认").click()
        expect(second.get_by_role("alert").first).to_be_visible()
        expect(second.get_by_label("理由（必填，写明依据）")).to_have_value("后到")
        expect(second.locator(".head .state")).to_have_text("已排除")
        assert [one for one in watch.said if "409" not in one] == []


def test_a_viewer_reads_only(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "viewer", viewport=SIZE) as (page, _watch):
        page.goto("/cases/1")
        expect(page.locator("main form")).to_have_count(0)
        assert "/files/" not in page.content()


def test_captured_markup_is_text_and_a_file_is_saved(desk: ServedDesk, chromium: Browser, tmp_path: Path) -> None:
    made = desk.made(Made(host="saved.example", markup="<html><body><script>window.ran=1</script></body></html>"))
    with browsing(chromium, desk, viewport=SIZE, accept_downloads=True) as (page, watch):
        page.goto(f"/cases/{made.case}/source/{made.visit}")
        expect(page.locator("pre.markup")).to_contain_text("<script>window.ran=1</script>")
        page.goto(f"/cases/{made.case}")
        page.locator("details.evidence summary").first.click()
        with page.expect_download() as saving:
            page.get_by_role("link", name="page.html").first.click()
        saving.value.save_as(tmp_path / "x")
        assert b"window.ran=1" in (tmp_path / "x").read_bytes()
        assert saving.value.suggested_filename.endswith(".bin")
        assert page.url == f"{watch.here}/cases/{made.case}"
        assert page.evaluate("window.ran") is None


def test_a_report_is_entered_and_its_receipt_read(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, viewport=SIZE, accept_downloads=True) as (page, _watch):
        page.goto("/reports")
        page.get_by_role("link", name="登记").first.click()
        page.get_by_label("来源").fill("12350")
        page.locator("#addresses").fill("hxxp://entered-here[.]example/cx")
        page.locator("#note").fill("来电称扫码后显示有效")
        page.locator("main button.main").click()
        page.wait_for_url("**/reports/JB*")
        expect(page.locator("main")).to_contain_text("entered-here[.]example")
        with page.expect_download() as saving:
            page.locator("a[href$='.docx']").click()
        assert saving.value.suggested_filename.endswith(".docx")


def test_clocks_by_colour_and_word(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, viewport=SIZE) as (page, _watch):
        page.goto("/clocks?state=all")
        assert page.locator("table.clocks tbody tr").count() > 3
        page.locator("table.clocks a[href^='/cases/']").first.click()
        page.wait_for_url("**/cases/*")


def test_a_phone_reads_the_queue_as_cards(desk: ServedDesk, chromium: Browser) -> None:
    size = {"width": 390, "height": 844}
    with browsing(chromium, desk, viewport=size, has_touch=True, is_mobile=True) as (page, _watch):
        page.goto("/queue?state=all")
        row = page.locator("[data-row]").first
        expect(row.locator('td[data-label="网站"]')).to_be_visible()
        box = row.bounding_box()
        assert box is not None
        assert box["width"] <= 390
        expect(page.get_by_role("table").get_by_role("row").nth(1)).to_be_visible()
        row.get_by_role("link").first.tap()
        page.wait_for_url("**/cases/*")


def test_what_is_printed(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, viewport=SIZE) as (page, _watch):
        page.emulate_media(media="print")
        for path, gone, kept in (
            ("/queue?state=all", ".top nav, .side, .filters", "table.queue"),
            ("/cases/1", ".top nav, .side, .decide", ".reasons"),
            ("/clocks?state=all", ".top nav, .side", "table.clocks"),
        ):
            page.goto(path)
            assert not any(one.is_visible() for one in page.locator(gone).all()), path
            expect(page.locator(kept).first).to_be_visible()


def test_pages_work_without_script(desk: ServedDesk, chromium: Browser) -> None:
    case = desk.case(Made(host="no-script.example"))
    with browsing(chromium, desk, viewport=SIZE, java_script_enabled=False) as (page, _watch):
        page.goto(f"/cases/{case}")
        page.get_by_label("理由（必填").fill("无脚本")
        page.get_by_role("button", name="待核").click()
        expect(page.locator(".head .state")).to_have_text("待核")
