"""No page shows a host or an address in a form that mail and chat programs make a link of, whatever field it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied
from tests.review.poisoning import poison
from tests.review.review_desk import ServedDesk
from tests.review.walking import walk
from zhenwei.store.models import SiteRow

# Not what people edit: the text of a box stays as it was typed.
READ = """() => {
  for (const box of document.querySelectorAll("textarea, input")) box.remove();
  for (const more of document.querySelectorAll("details")) more.open = true;
  return document.body.innerText;
}"""
HOST = "m.cx-mem-gov.top"


@pytest.fixture(scope="module", params=["as it is", "in every field"])
def desk(request: pytest.FixtureRequest, full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as served:
        if request.param == "in every field":
            with served.store.transaction() as session:
                poison(session, [f"见{HOST}查询，链接 http://{HOST}/a?b={HOST} 。"])
        yield served


@pytest.mark.browser
@pytest.mark.slow
def test_no_page_shows_a_host_in_plain_form(desk: ServedDesk, chromium: Browser) -> None:
    with desk.store.reading() as session:
        hosts = {HOST, *(host for host in session.scalars(select(SiteRow.host)) if re.fullmatch(r"[\w.-]+", host))}
    paths, _others = walk(desk, desk.client("admin"), each=1)
    paths.append("/queue?state=all")
    plain, defanged = [], 0
    with browsing(chromium, desk, "admin") as (page, _watch):
        for path in paths:
            page.goto(path)
            text = page.evaluate(READ)
            plain += [
                (path, line) for line in text.splitlines() if any(host in line for host in hosts) or "http://" in line
            ]
            defanged += text.count("[.]")
    assert not plain
    assert defanged
