"""Listens to a tab from before the navigation: answers, what is under way, and everything a page puts in the way.

What a page may not do is refused where it costs nothing: new windows by a flag of the browser, downloads and service
workers by the context, permissions by the headless browser itself (it asks nobody and grants nothing). What is left
is met here. A flood of anything sets ``enough``: the page is then stopped and taken as it stands.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Dialog, Error, Request, Response
from playwright.async_api import Page as Tab

from crawler.browsing.grip import Grip

MAX_DOCUMENTS = 20  # navigations of the main frame
MAX_DIALOGS = 20
MAX_ANSWERS = 300  # answers that are remembered, of all kinds
# Never over: they say nothing of whether a page is complete.
_STREAMS = frozenset({"eventsource", "websocket", "media", "ping", "cspviolationreport", "texttrack"})


@dataclass(slots=True)
class Seen:
    """What a tab met. ``documents``: answers to navigations of the main frame, in order; ``parts``: all others."""

    documents: list[Response] = field(default_factory=list)
    parts: list[Response] = field(default_factory=list)
    # How an address of the main frame was come to, in the words of CDP's ClientNavigationReason.
    reasons: dict[str, str] = field(default_factory=dict)
    # The chain of certificates (DER) of each https origin that a document came from.
    certificates: dict[str, list[bytes]] = field(default_factory=dict)
    notes: dict[str, object] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def note_once(self, name: str, value: str) -> None:
        """Keep up to ten different values under a name."""
        kept = self.notes.setdefault(name, [])
        assert isinstance(kept, list)
        if len(kept) < 10 and value[:500] not in kept:
            kept.append(value[:500])


class Watcher:
    """The listener of one tab."""

    def __init__(self, tab: Tab, grip: Grip, seen: Seen) -> None:
        self._tab, self.seen, self._grip, self._main = tab, seen, grip, grip.main
        self._tasks: set[asyncio.Future[None]] = set()
        self._under_way: set[Request] = set()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._answered = asyncio.Event()
        self.enough = asyncio.Event()
        self.leaves_in: float | None = None  # seconds until a meta refresh takes the main frame elsewhere
        self.crashed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        tab.on("request", self._on_request)
        tab.on("response", self._on_response)
        tab.on("requestfinished", self._on_over)
        tab.on("requestfailed", self._on_over)
        tab.on("dialog", self._on_dialog)
        tab.on("popup", self._on_popup)
        tab.on("download", self._on_download)
        tab.on("crash", lambda _: self._end())
        grip.session.on("Page.windowOpen", self._on_window)
        grip.session.on("Page.frameRequestedNavigation", self._on_navigation)
        grip.session.on("Page.frameScheduledNavigation", self._on_appointment)
        grip.session.on("Page.frameClearedScheduledNavigation", self._on_appointment)

    async def quiet(self) -> None:
        """Wait until nothing is under way that a page waits for."""
        await self._quiet.wait()

    async def left(self, documents: int) -> None:
        """Wait until more documents than these have answered in the main frame."""
        while len(self.seen.documents) <= documents:
            self._answered.clear()
            await self._answered.wait()

    @property
    def is_quiet(self) -> bool:
        """True if nothing is under way."""
        return self._quiet.is_set()

    def _end(self) -> None:
        if not self.crashed.done():
            self.crashed.set_result(None)

    def _on_request(self, request: Request) -> None:
        if request.resource_type not in _STREAMS and len(self._under_way) < MAX_ANSWERS:
            self._under_way.add(request)
            self._quiet.clear()

    def _on_over(self, request: Request) -> None:
        self._under_way.discard(request)
        if not self._under_way:
            self._quiet.set()

    def _on_response(self, response: Response) -> None:
        request = response.request
        with suppress(Error):
            if request.is_navigation_request() and request.frame == self._tab.main_frame:
                if not response.url.startswith("http"):
                    return  # a page that it made itself (blob:): no hop of the web
                self.seen.documents.append(response)
                self._answered.set()
                if response.url.startswith("https:"):
                    self._run(self._keep_certificate(origin_of(response.url)))
                if len(self.seen.documents) >= MAX_DOCUMENTS:
                    self._flood("navigations")
                return
        if len(self.seen.parts) < MAX_ANSWERS:
            self.seen.parts.append(response)

    async def _keep_certificate(self, origin: str) -> None:
        if origin not in self.seen.certificates:
            self.seen.certificates[origin] = await self._grip.certificates(origin)

    def _on_dialog(self, dialog: Dialog) -> None:
        self.seen.counts["dialogs"] += 1
        if dialog.message:
            self.seen.note_once("dialog", dialog.message)
        if self.seen.counts["dialogs"] >= MAX_DIALOGS:
            self._flood("dialogs")
        self._run(dialog.dismiss())

    def _on_popup(self, popup: Tab) -> None:  # only where the browser does not refuse new windows itself
        self._run(popup.close())

    def _on_download(self, download: Any) -> None:
        self.seen.counts["downloads"] += 1
        self.seen.note_once("download", str(download.url))
        self._run(download.cancel())

    def _on_window(self, event: Mapping[str, Any]) -> None:
        self.seen.counts["popups"] += 1
        self.seen.note_once("popup", str(event.get("url") or "about:blank"))

    def _on_navigation(self, event: Mapping[str, Any]) -> None:
        url = str(event.get("url", ""))
        if event.get("frameId") != self._main:
            return
        if urlsplit(url[:200]).scheme not in ("http", "https"):
            # weixin:, alipays:, tel:, data:, blob: … the browser goes nowhere, but where to is worth knowing.
            self.seen.note_once("led_to", url)
        elif len(self.seen.reasons) < MAX_ANSWERS:
            self.seen.reasons[url] = str(event.get("reason", ""))

    def _on_appointment(self, event: Mapping[str, Any]) -> None:
        if event.get("frameId") == self._main:
            self.leaves_in = event.get("delay")

    def _flood(self, what: str) -> None:
        if not self.enough.is_set():
            self.seen.notes["stopped"] = what
            self.enough.set()

    def _run(self, work: Awaitable[None]) -> None:
        async def quietly() -> None:
            with suppress(Error, TimeoutError):
                await work

        task = asyncio.ensure_future(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
