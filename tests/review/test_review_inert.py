"""Thousands of payloads in every captured field, every page in a real Chromium: nothing runs, nothing is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from tests.review.browsing import Watch, browsing, check_inert
from tests.review.full_desk import EMPTY, empty_tables
from tests.review.hostile_desk import fill_with
from tests.review.letters_desk import LettersDesk, copied
from tests.review.payloads import WORKED_OUT, everything
from tests.review.poisoning import SPARED, fields
from tests.review.review_desk import Ids, ServedDesk
from tests.review.walking import walk
from zhenwei.store.models import NoticeCaseRow
from zhenwei.store.tables import METADATA

# What is asked of a page at once: the way to a browser and back costs more than the question.
WHOLE = """(sum) => ({
  worked: document.documentElement.outerHTML.includes(sum),
  title: document.title,
  footer: Boolean(document.querySelector("footer")?.getClientRects().length),
  fits: document.documentElement.scrollWidth <= window.innerWidth,
  next: document.querySelector("a[rel=next]")?.getAttribute("href") || "",
})"""
PARTS = 4  # the payloads are dealt to as many tests, so that they can run side by side


def run(page: Page, watch: Watch, path: str) -> str:
    """Open a page, follow its next ones to the end; return where the last one leads."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    check_inert(page, watch, path)
    told = page.evaluate(WHOLE, WORKED_OUT)
    assert not told["worked"], f"{path}: an expression was worked out"
    assert told["title"].endswith("甄伪"), path
    assert path == "/login" or told["footer"], f"{path} is whole to its end"
    assert told["fits"], f"{path}: runs out of the page"
    return str(told["next"])


@pytest.fixture(scope="module", params=range(PARTS))
def served(
    request: pytest.FixtureRequest, full: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ServedDesk, list[Ids]]]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as desk:
        yield desk, fill_with(desk, everything()[request.param :: PARTS])


def starts(desk: ServedDesk, heavy: list[Ids]) -> list[str]:
    """Return where to begin: every page that links lead to, every list from its top, and all that is heavy."""
    pages, _others = walk(desk, desk.client("admin"), each=1)
    with desk.store.reading() as session:
        cases = [made.case for made in heavy]
        letters = session.scalars(select(NoticeCaseRow.notice_id).where(NoticeCaseRow.case_id.in_(cases))).all()
    some = heavy[:3]
    return [
        *(path for path in pages if path != "/queue"),
        "/queue?state=all",
        *(f"/cases/{one}" for one in cases),
        *(f"/letters/{one}" for one in letters),
        *(f"/cases/{one.case}/{rest}" for one in some for rest in ("timeline", "letters", f"source/{one.visit}")),
        *(f"/watchlist/history/{number}" for number in range(3, 20)),
    ]


@pytest.mark.browser
@pytest.mark.slow
def test_nothing_of_theirs_runs_or_asks(served: tuple[ServedDesk, list[Ids]], chromium: Browser) -> None:
    desk, heavy = served
    opened = 0
    with browsing(chromium, desk, "admin", viewport={"width": 1280, "height": 720}) as (page, watch):
        for path in starts(desk, heavy):
            while path:
                path = run(page, watch, path)
                opened += 1
    assert opened > len(everything()) / PARTS / 20


def test_every_table_has_rows_or_a_reason_to_have_none(full: Path, tmp_path: Path) -> None:
    with LettersDesk(copied(full, tmp_path)) as desk, desk.store.reading() as session:
        assert empty_tables(session) == set(EMPTY), "fill it (full_desk.py) or name it with its reason"


def test_what_is_spared_from_poison_is_there() -> None:
    names = {table.name for table in METADATA.sorted_tables}
    columns = {f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in table.columns}
    assert set(SPARED) <= names | columns
    assert len(fields()) > 150


def test_the_payloads_are_thousands() -> None:
    assert len(everything()) > 5000
    assert not [text for text in everything() if WORKED_OUT in text]
