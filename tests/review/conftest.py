"""What tests of the desk share: a Chromium, and files of a desk with one letter, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.conftest import browser_path, lacking
from tests.review.full_desk import fill
from tests.review.letters_desk import draft_one

# No test depends on how fast a machine is: these only turn a page that never comes into a failure.
PATIENCE = 120_000  # milliseconds
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a desk's files: letter 1 to the police about case 1, drafted by chen."""
    return draft_one(tmp_path_factory.mktemp("drafted"))


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of a desk that has some of everything."""
    folder = tmp_path_factory.mktemp("full")
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Yield the system's Chromium (a module's own: two at once would share one loop and fail)."""
    path = browser_path()
    if not path:
        lacking("browser", "no Chromium (BROWSER_PATH, or chromium on the PATH)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path)
        yield running
        running.close()
