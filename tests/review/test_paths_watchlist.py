"""Changing lists in a browser: a fault named, a change tried on 30 days, saved, found in the history, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from review.editing.proposals import Proposal
from review.editing.rescreen import Shift
from review.editing.trial import _ONE
from tests.review.browsing import browsing
from tests.review.review_desk import Made, ServedDesk
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


def proposed(page: Page, host: str) -> None:
    """Propose to clear a host."""
    page.goto("/watchlist")
    form = page.locator("#lawful form.inline")
    form.get_by_label("域名").fill(host)
    form.get_by_label("理由").fill("持有办学许可的培训学校")
    form.get_by_role("button", name="预览修改").click()


def save(page: Page, why: str) -> None:
    """Wait for the trial on the last 30 days, then save with a reason."""
    expect(page.locator("#trial h2")).to_contain_text("完成", timeout=TRIED)
    page.get_by_label("理由", exact=True).fill(why)
    page.get_by_role("button", name="保存", exact=True).click()


def test_a_lawful_site_from_form_to_undo(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, watch):
        proposed(page, "training-school.example")
        expect(page.locator(".changes")).to_contain_text("training-school[.]example")
        save(page, "来函核实")
        expect(page.locator("main")).to_contain_text("lawful")
        assert "training-school.example" in lawful(desk)

        page.goto("/watchlist")
        expect(page.locator("#lawful table")).to_contain_text("training-school[.]example")
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


def test_a_host_of_a_case_waits_for_its_trial_and_a_tick(desk: ServedDesk, chromium: Browser) -> None:
    case = desk.case(Made(host="cx-mem-gov.cn"))
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, _watch):
        page.goto("/watchlist")
        form = page.locator("#lawful form.inline")
        for name, says in (
            ("com", "域名：com 是公共后缀"),
            ("gov.cn", "域名：gov[.]cn 是公共后缀"),
            ("cx-mem-gov.cn", ""),
        ):
            form.get_by_label("域名").fill(name)
            form.get_by_label("理由").fill("来函说明")
            form.get_by_role("button", name="预览修改").click()
            if says:
                expect(page.get_by_role("alert")).to_contain_text(says)
        expect(page.locator("#covered")).to_contain_text("cx-mem-gov[.]cn")
        expect(page.locator("#covered").get_by_role("link", name=str(case))).to_be_visible()
        expect(page.locator(".fields")).to_contain_text("cx-mem-gov[.]cn")
        expect(page.locator(".changes")).to_be_hidden()
        save(page, "来函核实")
        expect(page.get_by_role("alert")).to_contain_text("请勾选“仍要列入”")
        page.get_by_label("仍要列入：cx-mem-gov[.]cn").check()
        page.get_by_label("仍要列入的理由").fill("误报，许可证已核对")
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.locator("h1")).to_contain_text("修改记录")
        expect(page.locator("table tbody tr")).to_contain_text("误报，许可证已核对")


def test_before_its_trial_a_change_is_saved_only_on_purpose(desk: ServedDesk, chromium: Browser) -> None:
    _ONE.acquire()  # another trial goes on
    try:
        with browsing(chromium, desk, "admin", viewport=SIZE) as (page, _watch):
            proposed(page, "school.example")
            expect(page.locator("#trial h2")).to_contain_text("排队中")
            expect(page.get_by_role("button", name="保存", exact=True)).to_be_disabled()
            page.get_by_label("理由", exact=True).fill("来函核实")
            page.get_by_text("未经试算，仍要保存").first.click()
            page.get_by_role("button", name="未经试算，仍要保存").click()
            expect(page.get_by_role("alert")).to_contain_text("请写明未经试算仍要保存的理由")
            page.get_by_label("不等试算的理由").fill("今夜须生效")
            page.get_by_role("button", name="未经试算，仍要保存").click()
            expect(page.locator("table tbody tr")).to_contain_text("未经试算保存。理由： 今夜须生效")
    finally:
        _ONE.release()


def test_genuine_sites_come_first_and_saving_asks_again(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, _watch):
        proposed(page, "school.example")
        expect(page.locator("#trial h2")).to_contain_text("完成", timeout=TRIED)
        found: Proposal = desk.app.state.proposals.get(page.url.rsplit("/", 1)[-1])
        assert found.trial is not None
        assert found.trial.report is not None
        for host, owner in (("a.example", ""), ("yjglt.hainan.gov.cn", "official"), ("px.example", "lawful")):
            found.trial.report.note(Shift("page", host, 0.0, 84.0, "official", "hijacked_site", owner), gained=True)
        page.reload()
        rows = page.locator("#trial tbody tr")
        expect(rows.nth(0)).to_contain_text("yjglt[.]hainan[.]gov[.]cn 官方网站")
        expect(rows.nth(1)).to_contain_text("已排除的合法网站")
        expect(page.locator("#trial tr.wronged")).to_have_count(2)
        save(page, "来函核实")
        expect(page.get_by_role("alert")).to_contain_text("yjglt[.]hainan[.]gov[.]cn")
        assert lawful(desk) == set()
        page.get_by_role("button", name="已核对，仍要保存").click()
        expect(page.locator("table tbody tr")).to_contain_text("yjglt[.]hainan[.]gov[.]cn")
        assert lawful(desk) == {"school.example"}


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
