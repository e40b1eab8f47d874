"""The whole desk in English after one press of the switch: no heading, label or button is left in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied
from tests.review.review_desk import ServedDesk
from tests.review.walking import walk

pytestmark = pytest.mark.browser
CHINESE = re.compile("[\u4e00-\u9fff]")
# What is ours on a page, whatever a site or a colleague wrote: headings, heads of tables, labels, buttons, summaries.
OURS = "h1, h2, h3, th[scope=col], thead th, label, button, summary, nav a, dt, figcaption b, legend"
TEXTS = """(css) => [...document.querySelectorAll(css)].map((one) => {
  const copy = one.cloneNode(true);
  copy.querySelectorAll("bdi, select, code, textarea, [lang], small").forEach((part) => part.remove());
  return copy.textContent.trim();
})"""


@pytest.fixture(scope="module")
def desk(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as served:
        yield served


def test_one_switch_for_all_pages(desk: ServedDesk, chromium: Browser) -> None:
    pages, _others = walk(desk, desk.client("admin"), each=1)
    with browsing(chromium, desk, "admin", viewport={"width": 1280, "height": 720}) as (page, watch):
        page.goto("/queue")
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        left: dict[str, list[str]] = {}
        for path in pages:
            page.goto(path)
            texts = page.evaluate(TEXTS, OURS)
            if found := [text for text in texts if CHINESE.search(text)]:
                left[path] = found
            if CHINESE.search(page.title()):
                left.setdefault(path, []).append(page.title())
        assert left == {}
        page.get_by_role("link", name="中文").click()
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
        assert watch.said == []
