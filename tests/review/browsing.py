"""A browser that somebody is logged in to, and that notices all a page does beside being read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from tests.review.review_desk import ServedDesk

FOLDER = Path(__file__).parent
HOOKS = (FOLDER / "browsing_hooks.js").read_text("utf-8")
STRANGE = (FOLDER / "browsing_strange.js").read_text("utf-8")


@dataclass
class Watch:
    """What a browser did: addresses asked for, words on the console, dialogs, windows, downloads."""

    here: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def hook(self, context: BrowserContext) -> None:
        """Listen to all pages of a context; a dialog is counted and sent away."""
        context.add_init_script(HOOKS)
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", lambda message: self.said.append(f"console: {message.text}"))
        context.on("weberror", lambda error: self.said.append(f"error: {error.error}"))
        context.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def outgoing(self) -> list[str]:
        """Return the addresses asked for that are not the desk's."""
        return [url for url in self.asked if f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" != self.here]


def check_inert(page: Page, watch: Watch, path: str) -> None:
    """Fail if anything on the page ran, asked, or could if it were touched."""
    ran = page.evaluate("window.__ran")
    assert ran == [], f"{path}: {ran[:5]}"
    assert page.evaluate("window.ran") is None, path
    assert page.url == watch.here + path, "the page stays where it is"
    odd = page.evaluate(STRANGE)
    assert odd == [], f"{path}: {odd[:5]}"
    assert watch.outgoing() == [], path
    assert watch.said == [], path
    assert len(page.context.pages) == 1, path


@contextmanager
def browsing(
    chromium: Browser, desk: ServedDesk, role: str = "analyst", **options: Any
) -> Iterator[tuple[Page, Watch]]:
    """Yield a page of a fresh browser in which ``role`` is logged in (nobody if empty), and its watch."""
    watch = Watch(f"http://127.0.0.1:{desk.port}")
    with chromium.new_context(base_url=watch.here, **options) as context:
        watch.hook(context)
        if role:
            cookies = desk.client(role).cookies.items()
            context.add_cookies([{"name": name, "value": value, "url": watch.here} for name, value in cookies])
        yield context.new_page(), watch
