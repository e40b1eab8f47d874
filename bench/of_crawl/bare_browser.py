"""The bare Playwright loop: load, two pictures, markup; a fresh context for each site. Nothing else is done.

``python -m bench.of_crawl.bare_browser BROWSER PORT TABS FIRST COUNT`` prints the seconds between the first page done
and the last, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator

from playwright.async_api import Browser, async_playwright

from bench.of_crawl.rendered_sites import host

TALLEST = 6000
WINDOW = {"width": 1366, "height": 900}


async def look(browser: Browser, url: str) -> None:
    """One page."""
    context = await browser.new_context(viewport=WINDOW, ignore_https_errors=True)  # type: ignore[arg-type]
    tab = await context.new_page()
    await tab.goto(url, wait_until="load")
    height = await tab.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": WINDOW["width"], "height": min(height, TALLEST)}
    await tab.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
    await tab.screenshot()
    await tab.content()
    await context.close()


async def loop(executable: str, port: int, tabs: int, first: int, count: int) -> list[float]:
    """Return when each page was done (seconds of the monotonic clock)."""
    done: list[float] = []
    urls: Iterator[str] = (f"http://{host(n)}:{port}/" for n in range(first, first + count))
    async with async_playwright() as driver:
        root = os.geteuid() == 0
        browser = await driver.chromium.launch(
            executable_path=executable,
            chromium_sandbox=not root,
            args=["--host-resolver-rules=MAP * 127.0.0.1", *(["--no-sandbox"] if root else [])],
        )

        async def tab() -> None:
            for url in urls:
                await look(browser, url)
                done.append(time.monotonic())

        await asyncio.gather(*(tab() for _ in range(tabs)))
        await browser.close()
    return done


if __name__ == "__main__":
    _, program, *numbers = sys.argv
    times = sorted(asyncio.run(loop(program, *map(int, numbers))))
    sys.stdout.write(json.dumps(times[-1] - times[0]) + "\n")
