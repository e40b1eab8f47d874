"""Accounts in two browsers: made by an administrator, first log-in with a new password, another role, disabled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.review.browsing import browsing
from tests.review.review_desk import ServedDesk

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}
OWN = "quiet copper lantern river"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        served.case()
        yield served


def log_in(page: Page, name: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("账号").fill(name)
    page.get_by_label("口令").fill(password)
    page.get_by_role("button", name="登录").click()


def row(page: Page, name: str) -> Locator:
    return page.locator("table.accounts tbody tr", has=page.get_by_role("rowheader", name=name, exact=True))


def test_an_account_from_its_making_to_its_end(desk: ServedDesk, chromium: Browser) -> None:
    with (
        browsing(chromium, desk, "admin", viewport=SIZE) as (admin, watch),
        browsing(chromium, desk, "", viewport=SIZE) as (fresh, _),
    ):
        admin.goto("/")
        admin.get_by_role("navigation").get_by_role("link", name="账号").click()
        admin.get_by_label("账号名").fill("duty-room")
        admin.locator("section form select[name=role]").select_option("viewer")
        admin.get_by_role("button", name="建立").click()
        first = admin.locator("code.secret").inner_text()
        admin.goto("/accounts")
        expect(admin.locator("code.secret")).to_have_count(0)  # shown once

        log_in(fresh, "duty-room", first)
        fresh.wait_for_url("**/password")
        fresh.goto("/queue")
        fresh.wait_for_url("**/password*")  # nothing else opens before
        fresh.get_by_label("现用口令").fill(first)
        fresh.get_by_label("新口令", exact=True).fill(OWN)
        fresh.get_by_label("再输一遍新口令").fill("another one altogether")
        fresh.get_by_role("button", name="修改", exact=True).click()
        expect(fresh.get_by_role("alert")).to_contain_text("不一致")
        for label, words in (("现用口令", first), ("新口令", OWN), ("再输一遍新口令", OWN)):
            fresh.get_by_label(label, exact=True).fill(words)
        fresh.get_by_role("button", name="修改", exact=True).click()
        fresh.goto("/cases/1")
        expect(fresh.locator("main form")).to_have_count(0)  # a viewer reads only

        admin.goto("/accounts")
        row(admin, "duty-room").get_by_role("combobox").select_option("analyst")
        row(admin, "duty-room").get_by_role("button", name="改角色").click()
        fresh.reload()
        expect(fresh.get_by_label("理由（必填")).to_be_visible()

        row(admin, "duty-room").locator("summary", has_text="停用").click()
        row(admin, "duty-room").get_by_role("button", name="确定停用").click()
        expect(row(admin, "duty-room")).to_contain_text("已停用")
        fresh.goto("/queue")
        fresh.wait_for_url(re.compile("/login"))
        assert watch.said == []


def test_a_locked_account_is_let_in_again_and_the_log_tells(desk: ServedDesk, chromium: Browser) -> None:
    with (
        browsing(chromium, desk, "admin", viewport=SIZE) as (admin, watch),
        browsing(chromium, desk, "", viewport=SIZE) as (other, _),
    ):
        for _ in range(6):
            log_in(other, "analyst", "not the password at all")
        expect(other.get_by_role("alert")).to_contain_text("15 分钟")
        admin.goto("/accounts")
        expect(row(admin, "analyst")).to_contain_text("暂停登录")
        row(admin, "analyst").get_by_role("button", name="解除暂停").click()
        expect(row(admin, "analyst")).not_to_contain_text("暂停登录")
        row(admin, "analyst").get_by_role("link", name="日志").click()
        expect(admin.get_by_label("操作人")).to_have_value("analyst")
        admin.wait_for_load_state()
        assert admin.locator("table tbody tr").count() >= 6
        admin.get_by_label("操作人").fill("admin")
        admin.get_by_role("button", name="筛选").click()
        expect(admin.locator("table tbody")).to_contain_text("解除登录暂停")
        expect(admin.locator("main")).to_contain_text("每条含上一条的摘要")
        assert watch.said == []
