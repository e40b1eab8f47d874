"""Colleagues on one case in two browsers: a second opinion asked for and given, a decision taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.review.browsing import browsing
from tests.review.review_desk import ServedDesk

pytestmark = pytest.mark.browser
SIZE = {"width": 1280, "height": 720}
QUESTION, ANSWER = "标题照抄官网，但有培训资质，是否仿冒？", "查询入口是照抄的，属仿冒。"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        served.case()
        yield served


def test_an_opinion_is_asked_for_and_given(desk: ServedDesk, chromium: Browser) -> None:
    with (
        browsing(chromium, desk, "analyst", viewport=SIZE) as (asker, first),
        browsing(chromium, desk, "reviewer", viewport=SIZE) as (asked, second),
    ):
        asker.goto("/cases/1")
        asker.locator("summary", has_text="征求意见").click()
        asker.get_by_label("征求谁的意见").select_option("reviewer")
        asker.get_by_label("问题（").fill(QUESTION)
        asker.get_by_role("button", name="征求意见").click()
        expect(asker.get_by_text("等待答复。")).to_be_visible()

        asked.goto("/")
        asked.get_by_role("link", name="同事征求意见，待您答复").click()
        asked.wait_for_url("**/opinions")
        expect(asked.locator("tr[data-row]")).to_contain_text(QUESTION)
        asked.get_by_role("link", name="案件 1").click()
        asked.get_by_label("您的意见和依据").fill(ANSWER)
        asked.get_by_role("button", name="意见：确认").click()
        expect(asked.locator("aside blockquote")).to_contain_text(ANSWER)
        asked.goto("/opinions")
        expect(asked.locator("main")).to_contain_text("没有等您答复的")

        asker.reload()
        expect(asker.locator("aside blockquote")).to_contain_text("reviewer")
        expect(asker.locator(".head .state")).to_have_text("新发现")  # an opinion moves nothing
        asker.goto("/cases/1/timeline")
        for kind, words in (("asked", QUESTION), ("advised", ANSWER)):
            expect(asker.locator(f".h-{kind}")).to_contain_text(words)
        assert first.said + second.said == []


def test_a_decision_is_taken_back(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst", viewport=SIZE) as (page, watch):
        page.goto("/cases/1")
        page.get_by_label("理由（必填").fill("误点")
        page.get_by_role("button", name="排除", exact=True).click()
        expect(page.locator(".head .state")).to_have_text("已排除")
        page.locator("summary", has_text="撤销这次研判").click()
        page.get_by_label("撤销的理由").fill("看错了案件")
        page.get_by_role("button", name="撤销这次研判").click()
        expect(page.locator(".head .state")).to_have_text("新发现")
        expect(page.locator("ol.words").first).to_contain_text("已撤销")
        page.goto("/cases/1/timeline")
        expect(page.locator(".h-undo")).to_contain_text("看错了案件")
        expect(page.locator(".h-word_undone")).to_contain_text("误点")
        page.goto("/queue")
        expect(page.locator("[data-row]")).to_have_count(1)
        assert watch.said == []
