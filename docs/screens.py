"""Draw the desk's pages: ``python docs/screens.py`` writes them, light, dark and on a phone, to docs/review/.

A deployment of its own goes through a night of the lab's small world and some days of work (docs/sample_desk.py), is
served on loopback, and looked at by its analyst, reviewer and admin. ``--data FOLDER`` keeps it, and uses it again.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sample_desk import night_in, people_work, watchlist_in
from sample_pages import PAGES, Shot

from crawler.browser import find_browser
from review.app import create_app
from review.figures.count import Counting
from review.figures.keeping import keep
from zhenwei.config import Settings
from zhenwei.store.database import open_store
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.clocks import load_clocks

FOLDER = Path(__file__).parent / "review"
PASSWORD = "shown in no picture"  # noqa: S105 - of accounts that live as long as the drawing
DESK, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
COLORS, LARGEST = 64, 150_000  # colours a picture, bytes
TALLEST = (2800, 2200, 1600, 1200)  # pixels: the first that gives no more bytes


def main() -> int:
    """Write the pictures; returns the exit code."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, help="a folder for the deployment")
    given = asked.parse_args().data
    browser = find_browser(Settings(), os.environ)
    if browser is None:
        sys.stderr.write("screens: no browser to draw the pages with (make browser)\n")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        settings, cases = _deployment(given or Path(scratch), browser.path)
        with _served(settings) as here, sync_playwright() as playwright:
            # Dates in forms are written as in a Chinese office.
            chromium = playwright.chromium.launch(
                executable_path=str(browser.path), args=["--no-sandbox", "--lang=zh-CN"],
                env={**os.environ, "LANGUAGE": "zh_CN"},
            )  # fmt: skip
            for suffix, look, size in (("", "light", DESK), ("-dark", "dark", DESK), ("-phone", "light", PHONE)):
                _draw_all(chromium, here, cases, Path(scratch), suffix, {"color_scheme": look, "viewport": size})
            chromium.close()
        _put(Path(scratch))
    return 0


def _deployment(folder: Path, browser: Path) -> tuple[Settings, dict[str, int]]:
    """Fill a deployment unless it is there already; return its settings and the cases that are shown."""
    told = folder / "shown"
    settings = Settings(data_dir=folder / "var", watchlist_dir=folder / "watchlist")
    if not told.exists():
        folder.mkdir(exist_ok=True)
        watchlist_in(folder / "watchlist")
        night_in(settings.data_dir, browser)
        store = open_store(settings.database)
        try:
            case, tied = people_work(store, settings, load_watchlist(settings.watchlist_dir), PASSWORD)
            keep(store, Counting(load_clocks(settings.watchlist_dir)))  # the front page as it is some minutes later
        finally:
            store.close()
        told.write_text(json.dumps({"case": case, "tied": tied}), "utf-8")
    return settings, json.loads(told.read_text("utf-8"))


@contextmanager
def _served(settings: Settings) -> Iterator[str]:
    """Serve the deployment on a free port; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _put(drawn: Path) -> None:
    """Replace the pictures by those just drawn: all of them, or (had one failed) none."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for new in drawn.glob("*.png"):
        shutil.move(new, FOLDER / new.name)


def _draw_all(
    chromium: Browser, here: str, cases: dict[str, int], folder: Path, suffix: str, options: dict[str, Any]
) -> None:
    """Draw each page as the person who works with it sees it; without suffix all of them."""
    pages: dict[str, Page] = {}
    for shot in PAGES:
        if suffix and suffix not in shot.also:
            continue
        if shot.who not in pages:
            pages[shot.who] = chromium.new_context(base_url=here, locale="zh-CN", **options).new_page()
            if shot.who:
                _log_in(pages[shot.who], shot.who)
        _draw(pages[shot.who], shot, cases, folder / f"{shot.name}{suffix}.png")
    for page in pages.values():
        page.context.close()


def _log_in(page: Page, name: str) -> None:
    page.goto("/login")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector(".top nav")


def _draw(page: Page, shot: Shot, cases: dict[str, int], target: Path) -> None:
    page.goto(shot.path.format(**cases))
    shot.act(page)
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(full_page=shot.whole, animations="disabled"))).convert("RGB")
    for tallest in TALLEST:
        picture = picture.crop((0, 0, picture.width, min(picture.height, tallest)))
        picture.quantize(COLORS).save(target, "PNG", optimize=True)
        if target.stat().st_size <= LARGEST:
            break
    sys.stderr.write(f"{target} {target.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    sys.exit(main())
