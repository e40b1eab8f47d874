"""What was typed and not sent stays in the tab: put back on return, dropped once it arrived or was thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied
from tests.review.review_desk import PASSWORD

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}
WORDS = "另请告知处置结果。"
FIELD = "第 3 段的文字"
BACK = "尚未提交的内容已放回"


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> Iterator[LettersDesk]:
    with LettersDesk(copied(drafted, tmp_path)) as served:
        yield served


def typed_and_left(page: Page) -> str:
    """Change a paragraph, go to the queue, come back; return what the page had first."""
    page.goto("/letters/1/edit")
    page.wait_for_load_state()
    field = page.get_by_label(FIELD)
    first = field.input_value()
    field.fill(first + WORDS)
    page.get_by_role("link", name="队列").click()
    page.wait_for_url("**/queue**")
    page.goto("/letters/1/edit")
    page.wait_for_load_state()
    return first


def drafts(page: Page) -> list[str]:
    return list(page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('draft '))"))


def test_what_was_typed_is_back_and_saved_once(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        first = typed_and_left(page)
        expect(page.get_by_role("status").first).to_contain_text(BACK)
        expect(page.get_by_label(FIELD)).to_have_value(first + WORDS)
        page.get_by_role("button", name="存为新的一版").click()
        page.wait_for_url("**/letters/1")
        page.wait_for_load_state()
        assert drafts(page) == []
        page.goto("/letters/1/edit")
        expect(page.get_by_label(FIELD)).to_have_value(first + WORDS)
        expect(page.get_by_text(BACK)).to_have_count(0)
        assert watch.said == []


def test_what_is_thrown_away_stays_away(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        first = typed_and_left(page)
        page.get_by_role("button", name="不要了，恢复原文").click()
        expect(page.get_by_label(FIELD)).to_have_value(first)
        expect(page.get_by_text(BACK)).to_have_count(0)
        page.goto("/letters/1/edit")
        expect(page.get_by_label(FIELD)).to_have_value(first)
        assert drafts(page) == []


def test_a_text_typed_back_to_what_it_was_is_no_draft(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        page.goto("/letters/1/edit")
        page.wait_for_load_state()
        field = page.get_by_label(FIELD)
        first = field.input_value()
        field.fill(first + WORDS)
        assert drafts(page) == ["draft /letters/1/edit"]
        field.fill(first)
        assert drafts(page) == []


def test_a_refused_text_is_kept_after_the_page_that_refused_it(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        page.goto("/letters/1/edit")
        page.wait_for_load_state()
        page.get_by_label("修改理由").fill("只写了理由")
        page.get_by_role("button", name="存为新的一版").click()
        expect(page.get_by_role("alert").first).to_contain_text("没有改动")
        page.goto("/queue")
        page.goto("/letters/1/edit")
        expect(page.get_by_label("修改理由")).to_have_value("只写了理由")


def test_a_session_that_ended_gives_the_text_back_once(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        page.goto("/letters/1/edit")
        page.wait_for_load_state()
        page.get_by_label("修改理由").fill("登录过期")
        page.context.clear_cookies()
        page.get_by_role("button", name="存为新的一版").click()
        expect(page.locator("[data-unsent-note]")).to_be_visible()
        page.locator("#name").fill("analyst")
        page.locator("#password").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/letters/1/edit")
        expect(page.get_by_label("修改理由")).to_have_value("登录过期")
        expect(page.get_by_role("status")).to_have_count(1)
        page.goto("/queue")
        page.goto("/letters/1/edit")
        expect(page.get_by_label("修改理由")).to_have_value("登录过期")


def test_nobody_else_finds_it(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        first = typed_and_left(page)
        page.context.clear_cookies()
        page.goto("/letters/1/edit")
        page.locator("#name").fill("reviewer")
        page.locator("#password").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/letters/1/edit")
        page.wait_for_load_state()
        expect(page.get_by_label(FIELD)).to_have_value(first)
        assert drafts(page) == []


def test_personal_data_is_never_kept(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, _):
        page.goto("/letters/1/edit")
        page.wait_for_load_state()
        page.evaluate("document.getElementById('why').parentElement.setAttribute('data-never-kept', '')")
        page.get_by_label("修改理由").fill("不应留下")
        assert drafts(page) == []
