"""The first paint of the queue in Chromium, as the browser itself tells it (Paint Timing)."""

from __future__ import annotations

import os
from statistics import median

from playwright.sync_api import sync_playwright

from bench.of_review.filling import PASSWORD
from bench.of_review.made_up import person
from crawler.browser import find_browser
from zhenwei.config import Settings

PAINT = "() => performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0] ?? -1"


def first_paint(port: int, rounds: int) -> float | None:
    """Return the median time in ms from the start of the navigation; None without a browser."""
    browser = find_browser(Settings(), os.environ)
    if browser is None:
        return None
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=str(browser.path), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        page.goto(f"http://127.0.0.1:{port}/login")
        page.fill('input[name="name"]', person(0))
        page.fill('input[name="password"]', PASSWORD)
        page.click('main button[type="submit"]')
        times = []
        for _ in range(rounds):
            page.goto(f"http://127.0.0.1:{port}/queue", wait_until="load")
            page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")
            times.append(float(page.evaluate(PAINT)))
        chromium.close()
    return round(median(times), 1)
