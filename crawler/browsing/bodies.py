"""The exchanges of a rendered page, read back from the browser: documents whole, parts within bounds.

Addresses are the gate's (the browser only knows of the proxy). Headers of documents are as on the wire; those of parts
as DevTools reports them, which leaves out cookies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.async_api import Error, Request, Response

from crawler.browsing.watcher import Seen
from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.errors import BadInput
from zhenwei.evidence.exchange import Exchange

MAX_PARTS = 60
MAX_ALL = 16_000_000  # bytes of all parts of a page
_KEPT = frozenset({"document", "stylesheet", "script", "xhr", "fetch", "image", "font"})
# The browser hands out bodies without them; kept under another name, as web archives do (zhenwei/evidence/warc.py).
_TAKEN_OFF = frozenset({"content-encoding", "transfer-encoding"})
_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Bodies:
    """Exchanges in the order of their answers, and how many parts were left out by the bounds."""

    exchanges: list[Exchange]
    left_out: int


async def bodies_of(seen: Seen, reached: Mapping[str, str], most: int) -> Bodies:
    """Read everything back that the bounds allow. Never raises: what the browser has dropped has no body."""
    wanted = [part for part in seen.parts if part.request.resource_type in _KEPT and part.url.startswith("http")]
    allowance = _Allowance(most, MAX_ALL)
    found = await asyncio.gather(
        *(_document(answer, reached, most) for answer in seen.documents),
        *(_part(answer, reached, allowance) for answer in wanted[:MAX_PARTS]),
    )
    left_out = max(0, len(wanted) - MAX_PARTS) + allowance.refused
    return Bodies([exchange for exchange in found if exchange is not None], left_out)


class _Allowance:
    """How much may still be read for a page."""

    def __init__(self, each: int, left: int) -> None:
        self._each, self._left, self.refused = each, left, 0

    async def body(self, answer: Response) -> bytes | None:
        """Return the body, or None if it is larger than allowed; empty if the browser no longer has it."""
        if not 200 <= answer.status < 300 and answer.status < 400:
            return b""
        announced = answer.headers.get("content-length", "")
        with suppress(Error, TimeoutError):
            if announced.isdecimal():
                size = int(announced)
            else:
                size = (await asyncio.wait_for(answer.request.sizes(), _SECONDS))["responseBodySize"]
            if size > self._each or size > self._left:
                self.refused += 1
                return None
            data = await asyncio.wait_for(answer.body(), _SECONDS)
            self._left -= len(data)
            return data[: self._each]
        return b""


async def _document(answer: Response, reached: Mapping[str, str], most: int) -> Exchange | None:
    try:
        sent, received = await asyncio.wait_for(
            asyncio.gather(answer.request.headers_array(), answer.headers_array()), _SECONDS
        )
    except (Error, TimeoutError):
        return None
    body = await _Allowance(most, most).body(answer)
    return _exchange(
        answer, tuple((h["name"], h["value"]) for h in sent), tuple((h["name"], h["value"]) for h in received),
        body or b"", reached,
    )  # fmt: skip


async def _part(answer: Response, reached: Mapping[str, str], allowance: _Allowance) -> Exchange | None:
    body = await allowance.body(answer)
    if body is None:
        return None
    return _exchange(answer, tuple(answer.request.headers.items()), tuple(answer.headers.items()), body, reached)


def _exchange(
    answer: Response,
    sent: tuple[tuple[str, str], ...],
    received: tuple[tuple[str, str], ...],
    body: bytes,
    reached: Mapping[str, str],
) -> Exchange:
    return Exchange(
        url=answer.url,
        method=answer.request.method,
        # Names that begin with a colon belong to HTTP/2 and have no place in a record of HTTP/1.1.
        request_headers=tuple(pair for pair in sent if not pair[0].startswith(":")),
        status=answer.status,
        reason=answer.status_text,
        response_headers=tuple(
            (f"X-Crawler-{name}" if name.lower() in _TAKEN_OFF else name, value)
            for name, value in received
            if not name.startswith(":")
        ),
        body=body,
        started_at=started(answer.request),
        address=address_of(answer.url, reached),
    )


def address_of(url: str, reached: Mapping[str, str]) -> str:
    """Return the IP address that the gate met the host of an address at, empty if it never did."""
    try:
        return reached.get(host_of(url), "")
    except BadInput:
        return ""


def started(request: Request) -> datetime:
    """Return when a request left, by the browser's clock; now if it does not say."""
    begun = request.timing["startTime"]
    return datetime.fromtimestamp(begun / 1000, UTC) if begun > 0 else now()
