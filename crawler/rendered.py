"""From what the browser saw to a Capture."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from playwright.async_api import Error
from playwright.async_api import Response as Answer
from scrapy.http import Response

from crawler.items import Capture
from crawler.render import Rendered
from zhenwei.clock import now
from zhenwei.evidence.exchange import Exchange
from zhenwei.types import Hop, Outcome, Page, Visit


async def capture_of(visit: Visit, night: int, seen: Rendered, response: Response) -> Capture:
    """Build the capture of a rendered visit."""
    outcome = Outcome.HTTP_ERROR if response.status >= 400 else Outcome.OK
    page = Page(
        url=visit.url, final_url=seen.url or response.url, profile=visit.profile, status=response.status,
        html=seen.html, captured_at=now(), chain=tuple(seen.hops), charset="utf-8", rendered=True,
        headers={k.decode("latin-1"): b", ".join(v).decode("latin-1") for k, v in response.headers.items()},
        pictures=tuple(seen.pictures), screenshot=seen.screenshot,
    )  # fmt: skip
    error = f"HTTP {response.status}" if outcome is Outcome.HTTP_ERROR else ""
    return Capture(
        visit, night, outcome, error, page, exchanges=seen.exchanges, title=seen.title[:500],
        records={"browser": seen.notes} if seen.notes else {},
    )  # fmt: skip


def hops_of(documents: list[Answer], address: str) -> list[Hop]:
    """Return the chain of the main frame. What no HTTP redirect led to was a script or a meta refresh."""
    hops: list[Hop] = []
    for index, answer in enumerate(documents):
        kind = "http" if index == 0 or answer.request.redirected_from is not None else "script"
        hops.append(Hop(answer.url, answer.status, kind, address if index == 0 else ""))
    return hops


async def exchanges_of(documents: list[Answer], address: str, max_bytes: int) -> list[Exchange]:
    """Read the main frame's exchanges back from the browser (bodies as the browser decoded them)."""
    return [e for e in await asyncio.gather(*(_exchange(d, address, max_bytes) for d in documents)) if e is not None]


async def _exchange(answer: Answer, address: str, max_bytes: int) -> Exchange | None:
    body = b""
    try:
        sent = await asyncio.wait_for(answer.request.all_headers(), 3)
        received = await asyncio.wait_for(answer.all_headers(), 3)
        with suppress(Error, TimeoutError):  # redirects have no body; a navigation may have dropped it
            body = await asyncio.wait_for(answer.body(), 3)
    except (Error, TimeoutError):
        return None
    gone = {"content-encoding", "content-length", "transfer-encoding"}
    return Exchange(
        url=answer.url,
        method=answer.request.method,
        request_headers=tuple(sent.items()),
        status=answer.status,
        reason=answer.status_text,
        response_headers=tuple((k, v) for k, v in received.items() if k.lower() not in gone),
        body=body[:max_bytes],
        started_at=now(),
        address=address,
    )
