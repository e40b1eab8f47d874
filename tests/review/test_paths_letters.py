"""A letter's whole life by two people in two browsers: approved, numbered, downloaded, sent, answered, closed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> Iterator[LettersDesk]:
    """Case 1 with letter 1 to the police, drafted by chen."""
    with LettersDesk(copied(drafted, tmp_path)) as served:
        yield served


def opened(page: Page, step: str) -> Locator:
    """Open a step of the letter's page; return its form."""
    details = page.locator(f"details:has(form[action$='/steps/{step}'])")
    details.locator("summary").click()
    return details.locator("form")


def take(page: Page, step: str, **fields: str) -> None:
    """Open a step, fill its fields by their labels, press its button."""
    form = opened(page, step)
    for label, text in fields.items():
        form.get_by_label(label).first.fill(text)
    form.get_by_role("button").click()


def test_two_people_bring_a_letter_to_its_end(desk: LettersDesk, chromium: Browser, tmp_path: Path) -> None:
    with (
        browsing(chromium, desk, "chen", viewport=SIZE, accept_downloads=True) as (chen, chens),
        browsing(chromium, desk, "reviewer", viewport=SIZE) as (reviewer, reviewers),
    ):
        chen.goto("/cases/1")
        chen.locator(".onward").get_by_role("link", name="函件 1").click()
        expect(chen.locator(".steps")).to_contain_text("须为审核员、管理员")
        expect(chen.get_by_role("button", name="审核通过")).to_have_count(0)

        reviewer.goto("/")
        reviewer.get_by_role("link", name="函件草稿，待审核").click()
        reviewer.wait_for_url("**/letters?whose=approval")
        reviewer.locator("tr[data-row] a[data-open]").first.click()
        expect(reviewer.get_by_alt_text("第 1 页")).to_be_visible()
        form = opened(reviewer, "approve")
        form.get_by_label("先不编号").check()
        form.get_by_role("button").click()
        expect(reviewer.locator(".number .state")).to_have_text("已审核")

        chen.goto("/")
        chen.get_by_role("link", name="函件已审核，待发出").click()
        chen.locator("tr[data-row] a[data-open]").first.click()
        take(chen, "number")
        expect(chen.locator(".number .state")).to_have_text("已编号")
        expect(chen.locator(".number")).to_contain_text("1号")
        with chen.expect_download() as saving:
            chen.locator("a[href$='.zip']").click()
        saving.value.save_as(tmp_path / "package.zip")
        assert zipfile.ZipFile(tmp_path / "package.zip").testzip() is None
        take(chen, "sent", 发送方式="机要交换")
        expect(chen.locator(".number .state")).to_have_text("已发出")
        expect(chen.locator("aside")).to_contain_text("机要交换")

        chen.goto("/letters?state=sent")
        expect(chen.locator("tr[data-row] .state").nth(1)).to_be_visible()
        chen.locator("tr[data-row] a[data-open]").first.click()
        form = opened(chen, "answered")
        form.get_by_label("答复结果").select_option(label="立案")
        form.get_by_label("对方文号").fill("东公〔2026〕9号")
        form.get_by_role("button", name="登记答复").click()
        expect(chen.locator("aside")).to_contain_text("东公〔2026〕9号")
        take(chen, "close")
        expect(chen.locator(".number .state")).to_have_text("已办结")

        chen.goto("/cases/1/timeline")
        for said in ("审核通过", "登记发出", "登记答复", "下载", "办结"):
            expect(chen.locator("main")).to_contain_text(said)
        assert chens.said + reviewers.said == []
        assert chens.outgoing() + reviewers.outgoing() == []


def test_who_comes_later_sees_what_happened(desk: LettersDesk, chromium: Browser) -> None:
    with (
        browsing(chromium, desk, "admin", viewport=SIZE) as (admin, _),
        browsing(chromium, desk, "reviewer", viewport=SIZE) as (reviewer, _),
    ):
        for page in (admin, reviewer):
            page.goto("/letters/1")
        take(admin, "reject", 理由="收文单位有误")
        expect(admin.locator(".number .state")).to_have_text("已退回")
        take(reviewer, "approve", 备注="可以发出")
        alert = reviewer.get_by_role("alert")
        expect(alert).to_contain_text("admin")
        expect(alert).to_contain_text("收文单位有误")
        expect(reviewer.locator(".number .state")).to_have_text("已退回")
