"""The pages of the sample cases: those of the lab's small world, drawn from their files, without network."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright
from sample_cases import HOSTS

SITES = Path(__file__).parent.parent / "lab/worlds/small/sites"


def looked_at(browser: Path) -> dict[str, tuple[str, bytes]]:
    """Return markup and picture of the lab's pages by host."""
    found = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(browser), args=["--no-sandbox"])
        page = chromium.new_context(offline=True, java_script_enabled=False).new_page()
        for host in HOSTS:
            file = SITES / host / "index.html"
            page.goto(file.as_uri())
            found[host] = file.read_text("utf-8"), page.screenshot()
        chromium.close()
    return found
