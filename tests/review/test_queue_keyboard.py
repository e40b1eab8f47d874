"""A day's work without a mouse, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import browser_path
from tests.review.review_desk import PASSWORD, Made, ServedDesk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        for number in range(4):
            served.case(Made(host=f"s{number}.example", impersonation=90 - number))
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])


@pytest.fixture
def page(desk: ServedDesk, chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"http://127.0.0.1:{desk.port}/login?next=/queue")
    page.fill('input[name="name"]', "analyst")
    page.fill('input[name="password"]', PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"http://127.0.0.1:{desk.port}/queue")
    yield page
    page.close()


def test_rows_are_picked_and_decided_together(page: Page) -> None:
    for key in ("j", "x", "j", "j", "x", "d"):
        page.keyboard.press(key)
    expect(page.locator("[data-picked]")).to_have_text("已选 2 件")
    page.keyboard.type("同一套模板的练习站 jx")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("已对 2 件案件写入研判。")
    expect(page.locator("[data-row]")).to_have_count(2)


def test_the_sheet_the_search_and_the_next_case(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("dialog h1")).to_have_text("快捷键")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/1")
    page.keyboard.press("n")
    page.wait_for_url("**/cases/2")
    page.keyboard.press("u")
    page.wait_for_url("**/queue")
    page.keyboard.press("a")
    expect(page.locator("[data-picked]")).to_have_text("已选 4 件")
    for key in "gf":
        page.keyboard.press(key)
    page.wait_for_url(lambda url: url.endswith("/"))


def test_from_the_reason_to_the_word_that_was_chosen(page: Page) -> None:
    page.goto(page.url.replace("/queue", "/cases/1"))
    page.wait_for_load_state()
    page.keyboard.press("d")
    page.keyboard.type("系合法网站")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="排除", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".told")).to_have_text("已写入研判：排除。")


def test_without_a_case_nothing_is_sent_and_the_reason_stays(page: Page) -> None:
    page.wait_for_load_state()
    page.locator("#why").fill("同一套模板")
    page.get_by_role("button", name="排除", exact=True).click()
    expect(page.locator("[data-picked]")).to_have_text("请先勾选案件")
    expect(page.locator("#why")).to_have_value("同一套模板")
    page.locator('input[name="pick"]').first.check()
    page.get_by_role("button", name="排除", exact=True).click()
    expect(page.locator("[role=status]")).to_have_text("已对 1 件案件写入研判。")
    page.wait_for_url(lambda url: url.endswith("/queue"))  # it is said once: the address keeps nothing of it
    page.reload()
    expect(page.locator("[role=status]")).to_have_count(0)
