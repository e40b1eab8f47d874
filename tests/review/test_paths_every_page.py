"""Every page is opened by a browser test that does there what one comes for: which one, for each page there is."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.routing import compile_path

from tests.review.letters_desk import LettersDesk, copied
from tests.review.walking import routes, walk

FOLDER = Path(__file__).parent
# Page (as in review/rights.py): the test that uses it, and the address or the words by which that test comes there.
PAGES = {
    "/login": ("test_review_browsing.py", "test_logging_in_by_keys_alone"),
    "/password": ("test_paths_accounts.py", "/password"),
    "/accounts": ("test_paths_accounts.py", "/accounts"),
    "/audit": ("test_paths_accounts.py", 'name="日志"'),
    "/tokens": ("test_paths_tokens.py", "/tokens"),
    "/hooks": ("test_paths_hooks.py", "/hooks"),
    "/hooks/{hook_id}": ("test_paths_hook_acts.py", "最近一次测试"),
    "/": ("test_review_front_browser.py", "/"),
    "/queue": ("test_paths_queue.py", "/queue"),
    "/keys": ("test_queue_keyboard.py", 'press("?")'),
    "/cases/{case_id}": ("test_paths_case.py", "/cases/1"),
    "/cases/{case_id}/source/{visit_id}": ("test_review_browsing.py", "/source/"),
    "/cases/{case_id}/timeline": ("test_paths_case.py", "/cases/1/timeline"),
    "/cases/{case_id}/differences/{visit_id}/{other_id}": ("test_paths_case.py", "/differences/"),
    "/opinions": ("test_paths_opinions.py", "/opinions"),
    "/cases/{case_id}/letters": ("test_paths_draft.py", "/cases/1/letters"),
    "/letters": ("test_paths_letters.py", "/letters?"),
    "/letters/{notice}": ("test_paths_letters.py", "/letters/1"),
    "/letters/{notice}/edit": ("test_paths_letter_edit.py", "/letters/1/edit"),
    "/clocks": ("test_paths_clocks.py", "/clocks"),
    "/reports": ("test_review_browsing.py", "/reports"),
    "/reports/new": ("test_review_browsing.py", "test_a_report_is_entered_and_its_receipt_read"),
    "/reports/{number}": ("test_review_browsing.py", "/reports/JB"),
    "/monthly": ("test_paths_monthly.py", "/monthly"),
    "/monthly/{name}": ("test_paths_monthly.py", "/monthly/2026-11"),
    "/watchlist": ("test_paths_watchlist.py", "/watchlist"),
    "/watchlist/history": ("test_paths_watchlist.py", "修改记录"),
    "/watchlist/history/{number}": ("test_paths_watchlist.py", 'name="1"'),
    "/watchlist/{kind}/{slug}": ("test_paths_watchlist.py", "/watchlist/lexicon/"),
    "/watchlist/proposals/{number}": ("test_paths_watchlist.py", "预览修改"),
    "/watchlist/proposals/{number}/trial": ("test_paths_watchlist.py", "#trial"),
}
# What a GET of a person answers with that is no page: files, pictures, data, ways on to another address.
NO_PAGES = (
    ".webp", ".json", ".docx", "/files/{visit_id}/{position}", "/files/{version}/{name}", "/queue/next",
    "/login/oidc", "/login/oidc/back", "/monthly/{name}/standing", "/monthly/{name}/{kind}",
)  # fmt: skip


def test_no_page_is_without_its_test() -> None:
    assert {route for route in routes() if not route.endswith(NO_PAGES)} == set(PAGES)


@pytest.mark.parametrize(("file", "words"), sorted(set(PAGES.values())))
def test_the_test_is_there_and_uses_a_browser(file: str, words: str) -> None:
    text = (FOLDER / file).read_text("utf-8")
    assert "mark.browser" in text
    assert words in text


def test_what_is_said_to_be_no_page_is_none(full: Path, tmp_path: Path) -> None:
    with LettersDesk(copied(full, tmp_path)) as desk:
        pages, _others = walk(desk, desk.client("admin"), each=1)
    patterns = [(route, compile_path(route)[0]) for route in routes()]
    met = {next(route for route, pattern in patterns if pattern.match(urlsplit(page).path)) for page in pages}
    assert met <= set(PAGES)
    assert len(met) > 12
