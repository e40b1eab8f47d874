"""Terms in a browser: the urgent first, each state on its own, and from a term to its letter and case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied
from tests.review.review_desk import ServedDesk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(full: Path, tmp_path: Path) -> Iterator[ServedDesk]:
    with LettersDesk(copied(full, tmp_path / "desk")) as served:
        yield served


def test_from_what_is_late_to_its_letter(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "viewer", viewport={"width": 1280, "height": 720}) as (page, watch):
        page.goto("/")
        page.get_by_role("link", name="已逾期").first.click()
        page.wait_for_url("**/clocks?state=overdue")
        states = page.locator("table.clocks tbody .state")
        assert set(states.all_inner_texts()) == {"已逾期"}
        late = states.first.evaluate("(one) => getComputedStyle(one).color")
        page.locator(".filters").get_by_role("link", name="全部").click()
        running = page.locator("table.clocks .state", has_text="进行中").first
        expect(running).to_be_visible()
        assert running.evaluate("(one) => getComputedStyle(one).color") != late, "colour and word"
        page.locator("table.clocks a[href^='/letters/']").first.click()
        page.wait_for_url("**/letters/*")
        expect(page.locator("aside")).to_contain_text("期限")
        assert watch.said == []


def test_what_is_done_is_marked_and_gone(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport={"width": 1280, "height": 720}) as (page, watch):
        page.goto("/clocks?state=overdue")
        rows = page.locator("table.clocks tbody tr")
        before = rows.count()
        assert before
        rows.first.locator("summary").click()
        rows.first.get_by_label("办理情况").fill("已报送")
        rows.first.get_by_role("button", name="登记已办").click()
        expect(page.locator(".told")).to_contain_text("已登记办理")
        assert page.url.endswith("/clocks?state=overdue"), "back to the list that one was working on"
        expect(rows).to_have_count(before - 1)
        assert watch.said == []
    with browsing(chromium, desk, "viewer") as (page, _):
        page.goto("/clocks?state=all")
        expect(page.locator("main form")).to_have_count(0)
