"""Our grip on a tab, over the DevTools protocol: what Playwright does with more steps, or not at all.

Scripts of ours run in an isolated world, where nothing that a page has redefined can deceive or stop them, and with a
limit of time. https://chromedevtools.github.io/devtools-protocol/ (domains Page, Runtime, Emulation, Network).
"""

from __future__ import annotations

import asyncio
import base64
from contextlib import suppress
from typing import Any

from playwright.async_api import CDPSession, Error
from playwright.async_api import Page as Tab

MAX_HEIGHT = 6000  # CSS pixels of a screenshot
MAX_MARKUP = 8_000_000  # UTF-16 units
MAX_NODES = 200_000
_READ = """(() => {
  const most = %d, limit = %d, root = document.documentElement;
  if (!root) return {html: '', title: document.title, nodes: 0, whole: true, shadows: []};
  const all = document.getElementsByTagName('*'), nodes = all.length;
  const shadows = [];
  for (let i = 0; i < Math.min(nodes, limit) && shadows.length < 50; i++)
    if (all[i].shadowRoot) shadows.push(all[i].shadowRoot.innerHTML.slice(0, 200000));
  if (nodes > limit && document.body) {
    const rest = document.createRange();
    rest.setStartBefore(all[limit]);
    rest.setEndAfter(document.body.lastChild);
    rest.deleteContents();
  }
  const doctype = document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '';
  const html = doctype + root.outerHTML;
  return {html: html.slice(0, most), title: document.title.slice(0, 2000), nodes, shadows,
          whole: nodes <= limit && html.length <= most};
})()"""
# Animations that end are brought to their end, so that what fades in is in the picture.
_LOOK = """(() => {
  for (const a of document.getAnimations()) {
    try { if (isFinite(a.effect.getComputedTiming().endTime)) a.finish(); } catch (e) {}
  }
  const body = document.body;
  if (!body) return [0, document.scripts.length > 0];
  const text = (body.innerText || '').trim().length;
  const frames = document.getElementsByTagName('iframe').length + document.getElementsByTagName('frame').length;
  const shown = frames || [...document.images].some(i => i.naturalWidth > 200) || document.querySelector('canvas');
  return [text, !shown && document.scripts.length > 0];
})()"""


class Grip:
    """One tab's DevTools session. Every method raises Playwright's Error or TimeoutError if the tab does not answer."""

    def __init__(self, session: CDPSession, main: str) -> None:
        self._session = session
        self.main = main  # the main frame's id
        self._worlds: dict[str, int] = {}

    @classmethod
    async def on(cls, tab: Tab) -> Grip:
        """Take hold of a tab."""
        session = await tab.context.new_cdp_session(tab)
        tree: dict[str, Any]
        _, tree, _ = await asyncio.gather(
            session.send("Page.enable"),
            session.send("Page.getFrameTree"),
            # Certificates are only remembered where this is on; bodies are read through Playwright's own session.
            session.send("Network.enable", {"maxTotalBufferSize": 1, "maxResourceBufferSize": 1}),
        )
        return cls(session, str(tree["frameTree"]["frame"]["id"]))

    @property
    def session(self) -> CDPSession:
        """The session, for listening."""
        return self._session

    async def send(self, method: str, seconds: float = 5.0, **parameters: Any) -> dict[str, Any]:
        """Ask the browser one thing."""
        return await asyncio.wait_for(self._session.send(method, parameters), seconds)

    async def freeze(self) -> None:
        """Stop the page's scripts for good, also one that is running."""
        await asyncio.gather(
            self.send("Emulation.setScriptExecutionDisabled", value=True), self.send("Runtime.terminateExecution")
        )

    async def answers(self) -> bool:
        """True if no script of the page has been running for longer than a moment."""
        try:
            await self.send("Runtime.evaluate", 1.5, expression="1")
        except TimeoutError:
            return False
        return True

    async def disable_scripts(self) -> None:
        """Let no further script begin; those of the page that answer have ended."""
        await self.send("Emulation.setScriptExecutionDisabled", value=True)

    async def stop_loading(self) -> None:
        """Give up what is still under way."""
        with suppress(Error, TimeoutError):
            await self.send("Page.stopLoading", 2.0)

    async def thin(self) -> tuple[int, bool]:
        """Return how many characters are shown, and whether scripts may still be about to show more."""
        text, waits = await self._ask(_LOOK)
        return int(text), bool(waits)

    async def read(self, frame: str = "") -> dict[str, Any]:
        """Return html, title, nodes, whole (nothing was cut off) and shadows (open shadow roots) of a frame."""
        found: dict[str, Any] = await self._ask(_READ % (MAX_MARKUP, MAX_NODES), frame, seconds=8.0)
        return found

    async def frames(self) -> list[tuple[str, str]]:
        """Return (id, address) of the frames that stand directly in the page."""
        tree = (await self.send("Page.getFrameTree"))["frameTree"]
        return [(child["frame"]["id"], str(child["frame"]["url"])) for child in tree.get("childFrames", ())]

    async def pictures(self) -> tuple[bytes, bytes, int]:
        """Return the visible window, the whole page down to MAX_HEIGHT (the same bytes if it fits), its full height."""
        layout = await self.send("Page.getLayoutMetrics")
        width, window = (layout["cssVisualViewport"][name] for name in ("clientWidth", "clientHeight"))
        height = int(layout["cssContentSize"]["height"])
        shown = await self._picture()
        if height <= window + 1:
            return shown, shown, height
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, MAX_HEIGHT), "scale": 1}
        return shown, await self._picture(captureBeyondViewport=True, clip=clip), height

    async def _picture(self, **how: Any) -> bytes:
        # optimizeForSpeed: a quicker PNG filter, no loss; the files are a fifth larger and take half the time.
        found = await self.send("Page.captureScreenshot", 15.0, format="png", optimizeForSpeed=True, **how)
        return base64.b64decode(found["data"])

    async def certificates(self, origin: str) -> list[bytes]:
        """Return the chain (DER) that an https origin presented, its own certificate first."""
        found = await self.send("Network.getCertificate", origin=origin)
        return [base64.b64decode(one) for one in found.get("tableNames", ())]

    async def _ask(self, expression: str, frame: str = "", seconds: float = 3.0) -> Any:
        try:
            return await self._ask_once(expression, frame, seconds)
        except Error as error:
            if "context" not in error.message:
                raise
            self._worlds.pop(frame, None)  # the page has moved on; ask the new one
            return await self._ask_once(expression, frame, seconds)

    async def _ask_once(self, expression: str, frame: str, seconds: float) -> Any:
        found = await self.send(
            "Runtime.evaluate", seconds + 2, expression=expression, returnByValue=True,
            contextId=await self._world(frame), timeout=seconds * 1000,
        )  # fmt: skip
        if "exceptionDetails" in found:
            raise Error(str(found["exceptionDetails"].get("text", "script failed")))
        return found["result"].get("value")

    async def _world(self, frame: str) -> int:
        if not self._worlds.get(frame):
            made = await self.send("Page.createIsolatedWorld", frameId=frame or self.main, worldName="zhenwei")
            self._worlds[frame] = int(made["executionContextId"])
        return self._worlds[frame]
