"""Every page, for everyone: axe-core finds nothing serious, nothing runs off the screen, keys get everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from review.rights import ROUTES
from tests.review.browsing import browsing
from tests.review.every_page import NO_PAGE, every_page, one_each, unreached
from tests.review.letters_desk import LettersDesk, copied
from tests.review.review_desk import PASSWORD, ServedDesk
from tests.review.walking import walk

DESK = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}
AXE = files("axe_playwright_python").joinpath("axe.min.js")
# WCAG 2.2 A and AA, and what axe-core's authors hold for good practice; in the dark, what the dark changes.
RULES = {"resultTypes": ["violations"]}
CONTRAST = RULES | {"runOnly": ["color-contrast", "link-in-text-block"]}
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = !one.matches('.looks'); })"
WIDER = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > window.innerWidth + 1 && !one.closest(".skip, .shot, .markup, thead");
}).slice(0, 5).map((one) => one.localName + "." + one.className + " " + one.textContent.trim().slice(0, 40))"""


@pytest.fixture(scope="module")
def desk(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as served:
        yield served


def serious(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """Return what axe-core calls serious or worse, with the places."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("(options) => axe.run(document, options)", rules)["violations"]
    return [
        f"{one['id']} ({one['impact']}): {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def problems(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """Return what is wrong with the page as it stands: axe-core's findings, and what runs off the screen."""
    page.wait_for_load_state()  # a page that a press brought may still wait for its style sheets
    bad = [*serious(page, rules), *page.evaluate(WIDER)]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        bad.append("runs out of the page")
    return bad


def test_no_route_with_a_page_is_left_out(desk: ServedDesk) -> None:
    paths = every_page(desk)
    assert unreached(paths) == []
    assert set(NO_PAGE) <= set(ROUTES)
    walked, _others = walk(desk, desk.client("admin"), each=2)
    assert len(walked) > 20


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_serious_finding_on_any_page(desk: ServedDesk, chromium: Browser, look: str, size: dict[str, int]) -> None:
    found = {}
    with browsing(chromium, desk, "admin", viewport=size, color_scheme=look) as (page, _watch):
        # Every state of every page in the light at a desk; else a page of each route.
        every = every_page(desk)
        for path in every if (look, size) == ("light", DESK) else one_each(every):
            page.goto(path)
            page.evaluate(OPEN)
            if bad := problems(page, RULES if look == "light" else CONTRAST):
                found[path] = bad
    assert found == {}


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light", "dark"])
def test_nor_where_one_logs_in_or_is_refused(desk: ServedDesk, chromium: Browser, look: str) -> None:
    with browsing(chromium, desk, "", viewport=PHONE, color_scheme=look) as (page, _watch):
        page.goto("/login")
        assert problems(page) == []
        page.fill("#name", "nobody")
        page.fill("#password", "wrong")
        page.click("main button")
        expect(page.get_by_role("alert")).to_be_visible()
        assert problems(page) == [], "a refused log-in"
        page.fill("#name", "viewer")
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/")
        page.goto("/accounts")
        assert problems(page) == [], "403"


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light", "dark"])
def test_nor_with_the_sheet_open_or_rows_picked(desk: ServedDesk, chromium: Browser, look: str) -> None:
    with browsing(chromium, desk, "analyst", viewport=DESK, color_scheme=look) as (page, _watch):
        page.goto("/queue?state=all")
        while not page.locator("tr.current input[name=pick]").count():
            page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("[data-picked]")).to_be_visible()
        assert problems(page) == [], "a row is picked"
        page.locator(".looks summary").click()
        assert problems(page) == [], "the choice of looks is open"
        page.locator(".looks summary").click()
        page.keyboard.press("?")
        expect(page.locator("dialog.sheet")).to_be_visible()
        assert problems(page) == [], "the help sheet lies over the page"
        page.keyboard.press("Escape")
        expect(page.locator("dialog.sheet")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("look", ["light", "dark"])
def test_nor_when_a_form_comes_back(desk: ServedDesk, chromium: Browser, look: str) -> None:
    """What a person sees when a form is refused: no reason given, a case that has moved, a list with a fault."""
    with browsing(chromium, desk, "admin", viewport=DESK, color_scheme=look) as (page, _watch):
        for path, fields, button, status in (
            ("/cases/1", {"#why": " "}, ".decide button[data-key=h]", 400),
            ("/watchlist/organs/mem", {"#f-region": "1"}, "main form button.main", 400),
            ("/reports/new", {"#note": "x"}, "main form button.main, main form button[type=submit]", 400),
            ("/cases/999999", {}, "", 404),
        ):
            page.goto(path)
            for field, text in fields.items():
                page.fill(field, text)
            if button:
                page.evaluate("document.querySelectorAll('form').forEach((one) => { one.noValidate = true; })")
                with page.expect_navigation() as caught:
                    page.locator(button).first.click()
                assert caught.value.status == status, path
            assert problems(page) == [], path


@pytest.mark.browser
def test_nor_after_a_part_has_come_in(desk: ServedDesk, chromium: Browser) -> None:
    """htmx brings in the preview of a letter and the trial of a change of lists."""
    with browsing(chromium, desk, "admin", viewport=DESK) as (page, _watch):
        path = next(one for one in every_page(desk) if one.endswith("/edit"))
        page.goto(path)
        page.locator("textarea[name=text]").first.press("End")
        page.keyboard.type(" ")
        page.locator("img[src*='/preview/']").first.wait_for(timeout=30_000)
        assert problems(page) == []
        page.goto(next(one for one in every_page(desk) if "/proposals/" in one))
        page.locator("main [hx-trigger]").wait_for(state="detached", timeout=60_000)
        assert problems(page) == []
