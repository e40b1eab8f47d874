"""The front page in a real Chromium: charts are drawn from the tables behind them, on paper the numbers come along."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from playwright.sync_api import Page, expect, sync_playwright

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


# Boxes of the charts, of what follows each and of their pictures; empty if nothing lies on anything else.
OVERLAPS = """() => Array.from(document.querySelectorAll("[data-drawn]"), (place) => {
  const below = place.nextElementSibling.getBoundingClientRect();
  const chart = place.getBoundingClientRect();
  const canvas = place.querySelector("canvas").getBoundingClientRect();
  const panel = place.closest("section").getBoundingClientRect();
  const within = canvas.bottom <= chart.bottom + 1 && canvas.top >= chart.top - 1;
  const whole = within && canvas.height > 20 && canvas.width > 0.9 * chart.width;
  return whole && chart.bottom <= below.top + 1 && canvas.right <= panel.right ? "" : place.dataset.table;
}).filter(Boolean)"""
COLOURED = """() => Array.from(document.querySelectorAll("[data-drawn] canvas")).some((canvas) => {
  const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  for (let at = 0; at < dots.length; at += 4) {
    const rgb = dots.slice(at, at + 3);
    if (dots[at + 3] > 0 && Math.max(...rgb) - Math.min(...rgb) > 8) { return true; }
  }
  return false;
})"""


def _text(written: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the text of each page without spaces, and letters that stand on other letters."""
    pages, heaped = [], []
    with pypdfium2.PdfDocument(written) as paper:
        for page in paper:
            text = page.get_textpage()
            pages.append("".join(text.get_text_range().split()))
            boxes = [
                (text.get_text_range(at, 1), *text.get_charbox(at))
                for at in range(text.count_chars())
                if text.get_text_range(at, 1).strip()
            ]
            heaped += [
                (one[0], other[0])
                for one, other in combinations(boxes, 2)
                if min(one[3], other[3]) - max(one[1], other[1]) > 1
                and min(one[4], other[4]) - max(one[2], other[2]) > 1
            ]
    return pages, heaped


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_printed_page_is_fit_to_hand_in(
    page: tuple[Page, list[str]], look: Literal["light", "dark"], width: int
) -> None:
    opened, said = page
    opened.set_viewport_size({"width": width, "height": 800})
    opened.emulate_media(color_scheme=look)
    opened.locator("[data-drawn] canvas").nth(3).wait_for()
    opened.locator("details[data-numbers] summary").first.click()
    rows = opened.locator("[data-numbers] tbody td:first-child").evaluate_all("all => all.map(one => one.textContent)")
    pages, heaped = _text(
        opened.pdf(format="A4", margin={"top": "15mm", "bottom": "15mm", "left": "15mm", "right": "15mm"})
    )
    assert heaped == []
    assert [row for row in rows if "".join(row.split()) not in "".join(pages)] == []
    assert opened.locator("details[data-numbers][open]").count() == 1, (
        "what was open stays so, the rest is folded again"
    )
    opened.emulate_media(media="print", color_scheme=look)
    expect(opened.locator("details[data-numbers]:not([open])")).to_have_count(0)
    assert opened.evaluate(OVERLAPS) == []
    assert not opened.evaluate(COLOURED)
    for place in opened.locator("[data-drawn]").all():
        assert place.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    opened.emulate_media(media="screen", color_scheme=look)
    expect(opened.locator("details[data-numbers][open]")).to_have_count(1)
    assert opened.evaluate(OVERLAPS) == []
    assert opened.evaluate(COLOURED)
    assert said == []


def test_a_share_is_drawn_with_what_it_rests_on(page: tuple[Page, list[str]]) -> None:
    opened, _said = page
    opened.locator("[data-drawn] canvas").nth(3).wait_for()
    drawn = "echarts.getInstanceByDom(document.querySelector('[data-table=t-rules]')).getOption()"
    assert opened.evaluate(f"{drawn}.series[0].data.map(one => one.value)") == [50, 100, 0]
    assert opened.evaluate(f"{drawn}.series[1].data.map(one => one.slice(1))") == [[9, 91], [21, 100], [0, 79]]
    assert opened.evaluate(f"{drawn}.yAxis[1].data") == ["50%（1/2）", "100%（1/1）", "0%（0/1）"]
    assert opened.locator("#t-rules tr.few").count() == 3
