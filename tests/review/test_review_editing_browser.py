"""An administrator adds an organ in a real Chromium: form, line by line, trial run that shows up by itself, saved."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from crawler.browser import find_browser
from tests.review.review_desk import PASSWORD, ServedDesk
from zhenwei.config import Settings

HOSTILE = "<img src=x onerror=window.ran=1>&#0;\u202e=cmd|' /C calc'!A0"


@pytest.mark.browser
def test_an_organ_from_form_to_history(tmp_path: Path) -> None:
    found = find_browser(Settings(), os.environ)
    assert found is not None
    said: list[str] = []
    with ServedDesk(tmp_path) as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(found.path))
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        here = f"http://127.0.0.1:{desk.port}"
        page.goto(f"{here}/login")
        page.fill("#name", "admin")
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.click("nav a[href='/watchlist']")
        page.fill("#slug", "yjj-x")
        page.click("form[action='/watchlist/new'] button")
        page.fill("#f-name", "云岭市应急管理局")
        page.fill("#f-domains", "yunling.example.gov.cn")
        page.fill("#f-aliases", HOSTILE)
        page.click("form[action='/watchlist/organs/yjj-x'] button")
        page.wait_for_load_state()
        assert "云岭市应急管理局" in page.inner_text(".fields")
        page.wait_for_selector("#trial:not([hx-get])", timeout=180_000)
        assert "完成" in page.inner_text("#trial h2")
        page.fill("#why", HOSTILE)
        page.click("button[value=save]")
        page.wait_for_load_state()
        assert "organs/yjj-x.toml" in page.inner_text("main")
        for path in ("/watchlist", "/watchlist/organs/yjj-x", "/watchlist/history", "/watchlist/history/1"):
            page.goto(here + path)
            assert page.is_visible("footer")
            assert page.evaluate("window.ran") is None
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        browser.close()
    assert said == []
