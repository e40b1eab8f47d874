"""What a browser is asked to do with a page: load, settle, freeze, two pictures, markup. All of it bounded.

A page is waited for only while something is under way or while it still shows next to nothing; then its scripts are
stopped for good, so that pictures and markup show the same moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.async_api import Error
from playwright.async_api import Page as Tab

from crawler.browsing.grip import MAX_HEIGHT, MAX_MARKUP, Grip
from crawler.browsing.watcher import Seen, Watcher
from crawler.page.decode import decode
from crawler.page.parts import MAX_FRAMES, with_frame
from zhenwei.evidence.exchange import Exchange
from zhenwei.types import Hop, Picture

REPEATS = 5  # documents of the main frame; a page that has not settled after more goes round in circles
_LITTLE = 120  # characters; a page that shows less may not be ready
_QUIET = 1.5  # seconds at most that are given to what is under way after the load
_PATIENCE = 4.0  # seconds at most for a page that shows next to nothing
_STILL = 1.0  # seconds without a change after which such a page is taken as it is


class Flooded(Exception):
    """The page shows dialog after dialog and cannot be stopped between them. Raised here, caught by the handler."""


class TabCrashed(Exception):
    """The page took its tab down (memory, or a fault of the browser). Raised here, caught by the handler."""


@dataclass(slots=True)
class Rendered:
    """What the browser saw. ``window`` is the visible part, ``screenshot`` the whole page (the same if it fits)."""

    html: str = ""
    title: str = ""
    url: str = ""
    screenshot: bytes = b""
    window: bytes = b""
    seen: Seen = field(default_factory=Seen)
    pictures: list[Picture] = field(default_factory=list)
    hops: list[Hop] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)

    @property
    def notes(self) -> dict[str, object]:
        """What was out of the ordinary."""
        return self.seen.notes


async def silence(tab: Tab) -> None:
    """Take a tab's dialogs away before it loads anything. A page can see that, so only a flood of them is met so."""
    await tab.add_init_script(
        "window.alert = window.print = () => undefined; window.confirm = () => false; window.prompt = () => null;"
    )


async def capture_tab(tab: Tab, url: str, referer: str, seconds: float, into: Rendered) -> None:
    """Load an address into a tab and fill ``into``.

    Raises Playwright's errors if there is no page at all, TabCrashed if the tab went down, Flooded.
    """
    grip = await Grip.on(tab)
    watcher = Watcher(tab, grip, into.seen)
    work = asyncio.ensure_future(_capture(tab, grip, watcher, url, referer, seconds, into))
    try:
        await asyncio.wait({work, watcher.crashed}, return_when=asyncio.FIRST_COMPLETED)
        if watcher.crashed.done():
            raise TabCrashed
        await work
    finally:
        if not work.done():
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


async def _capture(
    tab: Tab, grip: Grip, watcher: Watcher, url: str, referer: str, seconds: float, into: Rendered
) -> None:
    await tab.goto(url, wait_until="commit", timeout=seconds * 1000, referer=referer or None)
    until = asyncio.get_running_loop().time() + 0.6 * seconds
    try:
        ready = await _ready(tab, grip, watcher, until, seconds)
    except (TimeoutError, Error):
        ready = False
        again = len(into.seen.documents) > REPEATS
        into.notes.setdefault("stopped", "navigations" if again else "loading")
    if ready:
        await grip.disable_scripts()
    else:
        await _stop(grip, watcher)
    await _take_pictures(grip, into)
    await _read(grip, into)
    documents = into.seen.documents
    into.url = tab.url if tab.url.startswith("http") else documents[-1].url if documents else url
    if not tab.url.startswith("http"):
        into.seen.note_once("led_to", tab.url)


async def _stop(grip: Grip, watcher: Watcher) -> None:
    flooded = watcher.seen.notes.get("stopped") == "dialogs"
    if not flooded and not await grip.answers():
        watcher.seen.notes["script"] = "never ended"
    try:
        await grip.freeze()
    except TimeoutError as error:
        if flooded:
            raise Flooded from error
        raise
    await grip.stop_loading()


async def _ready(tab: Tab, grip: Grip, watcher: Watcher, until: float, seconds: float) -> bool:
    """Wait until the page is loaded and shows something. False if it had to be stopped.

    Raises TimeoutError or Playwright's Error where loading never ends or the page does not answer.
    """
    while True:
        met = len(watcher.seen.documents)
        if not await _unless(watcher.enough, tab.wait_for_load_state("load"), until - _clock()):
            return False
        with suppress(TimeoutError):
            await _unless(watcher.enough, watcher.quiet(), min(_QUIET, 0.15 * seconds))
        await _patience(grip, watcher, seconds)
        if watcher.leaves_in is not None and watcher.leaves_in < min(_PATIENCE, 0.25 * seconds):
            with suppress(TimeoutError):
                await _unless(watcher.enough, watcher.left(met), watcher.leaves_in + 1)
        if watcher.enough.is_set():
            return False
        if len(watcher.seen.documents) == met:
            return True


async def _patience(grip: Grip, watcher: Watcher, seconds: float) -> None:
    """Give a page that shows next to nothing, and has scripts, the time to build itself."""
    end = _clock() + min(_PATIENCE, 0.25 * seconds)
    last, since = (-1, 0), _clock()
    while True:
        text, waits = await grip.thin()
        current = (text, len(watcher.seen.parts) + len(watcher.seen.documents))
        if current != last:
            last, since = current, _clock()
        still = watcher.is_quiet and _clock() - since >= _STILL
        if (text >= _LITTLE or not waits) or still or _clock() >= end or watcher.enough.is_set():
            return
        await asyncio.sleep(0.2)


async def _take_pictures(grip: Grip, into: Rendered) -> None:
    try:
        into.window, into.screenshot, height = await grip.pictures()
    except (Error, TimeoutError) as error:
        into.notes["picture"] = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:200]
        return
    if height > MAX_HEIGHT:
        into.notes["height"] = height


async def _read(grip: Grip, into: Rendered) -> None:
    try:
        found = await grip.read()
    except (Error, TimeoutError):
        await grip.stop_loading()
        try:
            found = await grip.read()
        except (Error, TimeoutError):
            await _read_answer(into)
            return
    into.html, into.title = _without_surrogates(found["html"]), found["title"]
    if not found["whole"]:
        into.notes["markup"] = f"{found['nodes']} elements"
    for shadow in found["shadows"]:
        into.html += _shadow(shadow)
    frames = [frame for frame in await grip.frames() if frame[1].startswith("http")]
    if len(frames) > MAX_FRAMES:
        into.notes["frames"] = len(frames)
    for identity, url in frames[:MAX_FRAMES]:
        with suppress(Error, TimeoutError):
            inside = await grip.read(identity)
            into.html = with_frame(into.html, url, _without_surrogates(inside["html"]))


async def _read_answer(into: Rendered) -> None:
    """Keep what the server sent where the page itself cannot be read. Raises Playwright's Error if that is gone."""
    if not into.seen.documents:
        raise Error("no document")
    answer = into.seen.documents[-1]
    body = await asyncio.wait_for(answer.body(), 5.0)
    into.html = decode(body[:MAX_MARKUP], answer.headers.get("content-type", "")).text
    into.notes["answer"] = "kept"


def _shadow(inside: str) -> str:
    """What ``outerHTML`` leaves out, appended as frames are (docs/decisions/rendering.md)."""
    return f"\n<section data-zhenwei-shadow>{_without_surrogates(inside)}</section>"


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _clock() -> float:
    return asyncio.get_running_loop().time()


async def _unless(event: asyncio.Event, work: Awaitable[object], seconds: float) -> bool:
    """Do the work unless the event comes first (False). Raises TimeoutError."""
    first = asyncio.ensure_future(work)
    second = asyncio.ensure_future(event.wait())
    try:
        done, _ = await asyncio.wait({first, second}, timeout=max(0.1, seconds), return_when=asyncio.FIRST_COMPLETED)
        if not done:
            raise TimeoutError
        if first in done:
            await first
        return not event.is_set()
    finally:
        for task in (first, second):
            if not task.done():
                task.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
