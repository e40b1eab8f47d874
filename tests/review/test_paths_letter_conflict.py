"""Two people in two browsers edit one letter: both changes are in the newest version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from takedown.folders import read_text
from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> Iterator[LettersDesk]:
    with LettersDesk(copied(drafted, tmp_path)) as served:
        yield served


def save_both(first: Page, second: Page, theirs: dict[int, str], mine: dict[int, str]) -> None:
    """Open the letter in both, then save in the first and after that in the second."""
    for page in (first, second):
        page.goto("/letters/1/edit")
        page.wait_for_load_state()
    for page, words in ((first, theirs), (second, mine)):
        for number, more in words.items():
            field = page.get_by_label(f"第 {number} 段的文字")
            field.fill(field.input_value() + more)
        page.get_by_role("button", name="存为新的一版").click()
        expect(page.get_by_text("第 2 版").first).to_be_visible()


def test_both_changes_are_in_the_newest_version(desk: LettersDesk, chromium: Browser) -> None:
    with (
        browsing(chromium, desk, "chen", viewport=SIZE) as (first, _),
        browsing(chromium, desk, "analyst", viewport=SIZE) as (second, watch),
    ):
        save_both(first, second, {3: "甲所加。", 4: "甲所改。"}, {4: "乙所改。", 5: "乙所加。"})
        expect(second.get_by_role("alert").first).to_contain_text("chen")
        expect(second.get_by_role("radio")).to_have_count(2)
        expect(second.get_by_role("radio", checked=True)).to_have_count(0)
        second.get_by_role("button", name="存为新的一版").click()
        assert second.get_by_label("采用对方").evaluate("(one) => one.validity.valueMissing"), "nothing is sent yet"
        second.get_by_label("采用对方").check()
        second.get_by_role("button", name="存为新的一版").click()
        second.wait_for_url("**/letters/1")
        expect(second.locator(".number")).to_contain_text("第 3 版")
        text = read_text(desk.settings.letters_dir / desk.row(1).folder)
        assert all(words in text for words in ("甲所加。", "甲所改。", "乙所加。"))
        assert "乙所改。" not in text
        assert [said for said in watch.said if "409" not in said] == []


def test_what_was_typed_stays_in_the_tab_until_it_is_settled(desk: LettersDesk, chromium: Browser) -> None:
    with (
        browsing(chromium, desk, "chen", viewport=SIZE) as (first, _),
        browsing(chromium, desk, "analyst", viewport=SIZE) as (second, _),
    ):
        save_both(first, second, {3: "甲所加。"}, {5: "乙所加。"})
        second.goto("/queue")
        second.goto("/letters/1/edit")
        expect(second.get_by_label("第 5 段的文字")).to_have_value(re.compile("乙所加。$"))
        second.get_by_role("button", name="存为新的一版").click()
        expect(second.get_by_text("对方的改动，已采用")).to_be_visible()
        second.get_by_role("button", name="存为新的一版").click()
        second.wait_for_url("**/letters/1")
        second.wait_for_load_state()
        assert second.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('draft '))") == []
        text = read_text(desk.settings.letters_dir / desk.row(1).folder)
        assert "甲所加。" in text
        assert "乙所加。" in text
