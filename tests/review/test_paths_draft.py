"""From a confirmed case to its letters in a browser: which offices and why, the chosen ones drafted, found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[LettersDesk]:
    with LettersDesk(tmp_path) as served:
        served.confirmed()
        yield served


def test_a_case_and_its_letters_lead_to_each_other(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport={"width": 1280, "height": 720}) as (page, watch):
        page.goto("/")
        page.get_by_role("link", name="已确认，待拟函").click()
        page.locator("a[data-open]").first.click()
        page.get_by_role("link", name="起草函件").click()
        page.wait_for_url("**/cases/1/letters")
        boxes = page.locator("input[name=to]")
        assert boxes.count() > 1
        for box in boxes.all():
            box.set_checked(box.get_attribute("value") == "police")
        page.get_by_role("button", name="起草所选函件").click()
        page.wait_for_url("**/letters/1", timeout=60_000)
        page.goto("/cases/1")
        expect(page.locator(".head .state")).to_have_text("已拟函")
        row = page.locator(".onward li")
        expect(row).to_contain_text("草稿")
        row.get_by_role("link").click()
        expect(page.locator("h1")).to_contain_text("移送")
        page.get_by_role("link", name="案件 1").click()
        page.wait_for_url("**/cases/1")
        assert watch.said == []
