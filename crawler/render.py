"""When a page needs a browser, and what a browser is asked to do with it: load, settle, picture, markup. Bounded."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Dialog, Error, Frame, Response
from playwright.async_api import Page as Tab

from crawler.page.parts import MAX_FRAMES, MAX_PICTURE_BYTES, MAX_PICTURES, with_frame
from crawler.page.tree import elements, texts, tree_of
from crawler.profiles import Face
from zhenwei.evidence.exchange import Exchange
from zhenwei.types import Hop, Page, Picture

MAX_HEIGHT = 6000  # CSS pixels of a screenshot
_SHELL_TEXT = 120  # characters; the notice "please enable JavaScript" and a title are shorter
_HIDDEN = "not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::template or ancestor::head)"
_ROOTS = re.compile(
    r"""<(?:div|main|section)[^>]+id=["']?(?:app|root|__next|__nuxt|main|container|wrapper)\b""", re.IGNORECASE
)
_WRITES = (
    "document.write",
    "innerHTML",
    "createElement",
    "appendChild",
    "atob(",
    "eval(",
    "unescape(",
    "fetch(",
    "XMLHttpRequest",
    # A script that sends the visitor on, in a way that only running it tells.
    "location.href",
    "location.replace",
    "location.assign",
    "window.location",
)


def is_shell(page: Page) -> bool:
    """True if the markup shows next to nothing before its scripts have run, so that a browser must look."""
    if page.rendered or not page.html.strip():
        return False
    tree = tree_of(page.html)
    scripts = elements(tree, "//script") if tree is not None else []
    if tree is None or not scripts:
        return False
    text = "".join("".join(texts(tree, f"//body//text()[{_HIDDEN}]")).split())
    if len(text) >= _SHELL_TEXT:
        return False
    if _ROOTS.search(page.html) or any(word in (s.text or "") for s in scripts for word in _WRITES):
        return True
    return len(text) < 20 and any(s.get("src") for s in scripts)


def context_options(own: Face) -> dict[str, Any]:
    """How a browser context is made for a profile: a fresh one for each look, so nothing is carried over."""
    options: dict[str, Any] = {
        "user_agent": own.user_agent,
        "viewport": {"width": own.width, "height": own.height},
        "device_scale_factor": own.scale,
        "is_mobile": own.mobile,
        "has_touch": own.mobile,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "ignore_https_errors": True,
        "accept_downloads": False,
        "service_workers": "block",
    }
    return options


@dataclass(slots=True)
class Rendered:
    """What the browser saw. ``documents``: every answer to a navigation of the main frame, in order."""

    html: str = ""
    title: str = ""
    url: str = ""
    screenshot: bytes = b""
    pictures: list[Picture] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)
    documents: list[Response] = field(default_factory=list)
    images: list[Response] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    notes: dict[str, object] = field(default_factory=dict)


class Watcher:
    """Listens to a tab from before the navigation: answers, and everything that a page may try to put in the way."""

    def __init__(self, tab: Tab, seen: Rendered) -> None:
        self._tab, self._seen = tab, seen
        self._tasks: set[asyncio.Future[None]] = set()
        tab.on("response", self._on_response)
        tab.on("dialog", self._on_dialog)
        tab.on("popup", self._on_popup)
        tab.on("download", lambda download: self._run(download.cancel()))

    def _on_response(self, response: Response) -> None:
        request = response.request
        with suppress(Error):
            if request.is_navigation_request() and request.frame == self._tab.main_frame:
                if len(self._seen.documents) < 20:
                    self._seen.documents.append(response)
            elif request.resource_type == "image" and len(self._seen.images) < 200:
                self._seen.images.append(response)

    def _on_dialog(self, dialog: Dialog) -> None:
        self._seen.notes.setdefault("dialog", dialog.message[:500])
        self._run(dialog.dismiss())

    def _on_popup(self, popup: Tab) -> None:
        self._seen.notes["popups"] = int(str(self._seen.notes.get("popups", 0))) + 1
        self._run(popup.close())

    def _run(self, work: Awaitable[None]) -> None:
        async def quietly() -> None:
            with suppress(Error):
                await work

        task = asyncio.ensure_future(quietly())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def capture_tab(tab: Tab, url: str, referer: str, seconds: float, seen: Rendered) -> None:
    """Load an address into a tab and fill ``seen``. Raises Playwright's errors if there is no page at all."""
    Watcher(tab, seen)
    deadline = asyncio.get_running_loop().time() + seconds
    await tab.goto(url, wait_until="commit", timeout=seconds * 1000, referer=referer or None)
    if not await _in_time(tab.wait_for_load_state("load"), seconds * 0.6):
        seen.notes["loading"] = "never ended"
        await _in_time(tab.evaluate("window.stop()"), 2.0)
    await _in_time(tab.wait_for_load_state("networkidle"), min(1.5, seconds * 0.15))
    seen.screenshot = await asyncio.wait_for(_screenshot(tab), max(3.0, deadline - _clock()))
    seen.html = await asyncio.wait_for(_markup(tab), max(3.0, deadline - _clock()))
    seen.title, seen.url = await tab.title(), tab.url
    for response in seen.images[: 4 * MAX_PICTURES]:
        if len(seen.pictures) >= MAX_PICTURES:
            break
        if picture := await _picture(response):
            seen.pictures.append(picture)


def _clock() -> float:
    return asyncio.get_running_loop().time()


async def _in_time(work: Awaitable[object], seconds: float) -> bool:
    try:
        await asyncio.wait_for(work, seconds)
    except (TimeoutError, Error):
        return False
    return True


async def _screenshot(tab: Tab) -> bytes:
    height = await tab.evaluate("Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight || 0)")
    size = tab.viewport_size or {"width": 1366, "height": 900}
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(max(int(height or 0), size["height"]), MAX_HEIGHT)}
    return await tab.screenshot(full_page=True, clip=clip, scale="css", animations="disabled", caret="hide")  # type: ignore[arg-type]


async def _markup(tab: Tab) -> str:
    html = await tab.content()
    frames: list[Frame] = [f for f in tab.frames if f.parent_frame == tab.main_frame and f.url.startswith("http")]
    for frame in frames[:MAX_FRAMES]:
        with suppress(Error):
            html = with_frame(html, frame.url, await frame.content())
    return html


async def _picture(response: Response) -> Picture | None:
    try:
        if response.status != 200 or not response.url.startswith("http"):
            return None
        data = await asyncio.wait_for(response.body(), 3.0)
    except (Error, TimeoutError):
        return None
    if not data or len(data) > MAX_PICTURE_BYTES:
        return None
    kind = response.headers.get("content-type", "application/octet-stream").split(";")[0].strip().lower()
    return Picture(response.url, kind, data)
