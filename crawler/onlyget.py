"""In the browser, too, nothing is sent but GET and HEAD: no form, no script's POST, no beacon.

The gate sees the methods of plain http only; what is inside TLS is stopped in the browser, over its own protocol
(CDP, domain Fetch). Only kinds of requests that can carry another method are held up for that, so that scripts,
styles and pictures take their way as before.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from playwright.async_api import CDPSession, Error
from playwright.async_api import Page as Tab

METHODS = ("GET", "HEAD")
_KINDS = ("Document", "XHR", "Fetch", "Ping", "Other")
_PATTERNS = [{"urlPattern": "*", "resourceType": kind, "requestStage": "Request"} for kind in _KINDS]
NOTE = "unsent"


async def only_get(tab: Tab, notes: dict[str, object]) -> CDPSession:
    """Hold a tab to GET and HEAD; ``notes["unsent"]`` counts what it wanted to send besides."""
    session = await tab.context.new_cdp_session(tab)
    under_way: set[asyncio.Future[None]] = set()

    def paused(event: dict[str, Any]) -> None:
        method = str(event["request"]["method"])
        if method in METHODS:
            order, more = "Fetch.continueRequest", {}
        else:
            notes[NOTE] = int(str(notes.get(NOTE, 0))) + 1
            order, more = "Fetch.failRequest", {"errorReason": "BlockedByClient"}
        task = asyncio.ensure_future(_send(session, order, {"requestId": event["requestId"], **more}))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    session.on("Fetch.requestPaused", paused)
    await session.send("Fetch.enable", {"patterns": _PATTERNS})
    return session


async def _send(session: CDPSession, order: str, what: dict[str, Any]) -> None:
    with suppress(Error):  # the tab was closed meanwhile
        await session.send(order, what)
