"""The front page in a real Chromium: charts are drawn from the tables behind them, on paper the numbers come along."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from crawler.browser import find_browser
from tests.review.review_desk import PASSWORD, ServedDesk
from tests.review.test_review_front import fill
from zhenwei.config import Settings

pytestmark = pytest.mark.browser


@pytest.fixture
def page(tmp_path: Path) -> Iterator[tuple[Page, list[str]]]:
    """Yield the front page as an analyst sees it, and what the browser complained of."""
    found = find_browser(Settings(), os.environ)
    assert found is not None
    with ServedDesk(tmp_path) as desk, sync_playwright() as playwright:
        fill(desk.store, desk.settings)
        browser = playwright.chromium.launch(executable_path=str(found.path))
        opened = browser.new_page(viewport={"width": 1280, "height": 720})
        said: list[str] = []
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto(f"http://127.0.0.1:{desk.port}/login")
        opened.fill("#name", "analyst")
        opened.fill("#password", PASSWORD)
        opened.click("main button")
        yield opened, said
        browser.close()


def test_charts_and_the_numbers_behind_them(page: tuple[Page, list[str]]) -> None:
    opened, said = page
    opened.locator("[data-drawn] canvas").nth(3).wait_for()
    assert opened.evaluate("document.querySelectorAll('details[data-numbers][open]').length") == 0
    last = "getOption().series.map(one => one.data.at(-1))"
    shown = opened.evaluate(f"echarts.getInstanceByDom(document.querySelector('[data-table=t-weeks]')).{last}")
    cells = opened.locator("#t-weeks tbody tr").last.locator("td.n").all_text_contents()
    assert shown == [int(cell) for cell in cells]
    opened.hover("[data-table=t-weeks]")
    opened.locator("details[data-numbers] summary").first.click()
    assert opened.is_visible("#t-weeks")
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.evaluate("document.querySelectorAll('details[data-numbers]:not([open])').length") == 0
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert said == []
