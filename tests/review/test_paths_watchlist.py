"""Changing lists in a browser: a fault named, a change tried on 30 days, saved, found in the history, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.review.browsing import browsing
from tests.review.review_desk import ServedDesk
from zhenwei.watchlist import load_watchlist

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}
TRIED = 180_000  # milliseconds that a trial may take


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def lawful(desk: ServedDesk) -> set[str]:
    return {row.name for row in load_watchlist(desk.settings.watchlist_dir).lawful}


def save(page: Page, why: str) -> None:
    """Wait for the trial on the last 30 days, then save with a reason."""
    expect(page.locator("#trial h2")).to_contain_text("完成", timeout=TRIED)
    page.get_by_label("理由").fill(why)
    page.get_by_role("button", name="保存", exact=True).click()


def test_a_lawful_site_from_form_to_undo(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, watch):
        page.goto("/watchlist")
        form = page.locator("#lawful form.inline")
        form.get_by_label("域名").fill("training-school.example")
        form.get_by_label("理由").fill("持有办学许可的培训学校")
        form.get_by_role("button", name="预览修改").click()
        expect(page.locator(".changes")).to_contain_text("training-school.example")
        save(page, "来函核实")
        expect(page.locator("main")).to_contain_text("lawful")
        assert "training-school.example" in lawful(desk)

        page.goto("/watchlist")
        expect(page.locator("#lawful table")).to_contain_text("training-school.example")
        page.get_by_role("link", name="修改记录").click()
        expect(page.locator("table tbody tr")).to_contain_text("来函核实")
        page.get_by_role("button", name="撤销").click()
        expect(page.locator("h1")).to_contain_text("撤销第 1 号修改")
        save(page, "许可已被吊销")
        assert "training-school.example" not in lawful(desk)
        page.goto("/watchlist/history")
        expect(page.locator("table tbody tr")).to_have_count(2)
        page.get_by_role("link", name="1", exact=True).click()
        expect(page.locator("main")).to_contain_text("来函核实")
        assert watch.said == []


def test_a_fault_is_named_and_what_was_typed_stays(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, _watch):
        page.goto("/watchlist")
        page.get_by_role("link", name="skip_exam").click()
        field = page.get_by_label("正则表达式")
        field.fill(field.input_value() + "\n免考(包过")
        page.get_by_role("button", name="预览修改").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert field.input_value().endswith("免考(包过")
        assert page.url.endswith("/watchlist/lexicon/skip_exam")


def test_nobody_else_edits(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "reviewer", viewport=SIZE) as (page, _watch):
        page.goto("/watchlist")
        expect(page.locator("main form")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("名单由管理员修改")
