"""Editing a letter in a browser: its pages follow the typing, saving makes a version that somebody else approves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}
WORDS = "请于收函之日起十五日内函复。"


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> Iterator[LettersDesk]:
    with LettersDesk(copied(drafted, tmp_path)) as served:
        yield served


def test_the_pages_follow_the_typing(desk: LettersDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "reviewer", viewport=SIZE) as (page, watch):
        page.goto("/letters/1")
        page.get_by_role("link", name="修改正文").click()
        page.wait_for_url("**/letters/1/edit")
        saved = page.locator("#preview img").first
        expect(saved).to_have_attribute("src", "/letters/1/pages/1/1.webp")
        field = page.get_by_label("第 3 段的文字")
        field.fill(field.input_value() + WORDS)
        drawn = page.locator("#preview img[src*='/preview/']").first
        expect(drawn).to_be_visible(timeout=60_000)
        expect(drawn).to_have_js_property("complete", True)
        assert drawn.evaluate("(one) => one.naturalWidth") > 500
        expect(page.locator("#preview")).to_contain_text("尚未保存")
        assert desk.row(1).state == "draft", "a preview saves nothing"
        page.get_by_label("修改理由").fill("补充复函期限")
        page.get_by_role("button", name="存为新的一版").click()
        page.wait_for_url("**/letters/1")
        expect(page.locator(".number")).to_contain_text("第 2 版")
        expect(page.locator(".steps")).to_contain_text("须由他人审核")
        page.get_by_text("查看改动").first.click()
        expect(page.locator("pre.markup").first).to_contain_text(WORDS)
        assert watch.said == []
