"""From what the browser saw to a Capture."""

from __future__ import annotations

from collections.abc import Mapping

from scrapy.http import Response

from crawler.browsing.bodies import address_of, bodies_of
from crawler.browsing.watcher import origin_of
from crawler.browsing.words import in_words, record_of
from crawler.certificate import described_der
from crawler.items import Capture
from crawler.page.parts import MAX_PICTURE_BYTES, MAX_PICTURES, parts_of
from crawler.render import Rendered
from zhenwei.clock import now
from zhenwei.evidence.exchange import Exchange
from zhenwei.types import Hop, Outcome, Page, Picture, Visit

_REFRESHES = {"metaTagRefresh": "meta", "httpHeaderRefresh": "refresh"}


async def complete(into: Rendered, reached: Mapping[str, str], most: int) -> None:
    """Read back what only an open tab can tell: exchanges, and from them chain and pictures."""
    bodies = await bodies_of(into.seen, reached, most)
    into.exchanges = bodies.exchanges
    if bodies.left_out:
        into.notes["left_out"] = bodies.left_out
    into.hops = _hops(into, reached)
    into.pictures = _pictures(into)


async def capture_of(visit: Visit, night: int, into: Rendered, response: Response) -> Capture:
    """Build the capture of a rendered visit."""
    outcome, error = Outcome.OK, ""
    if into.notes.get("stopped") == "navigations":
        outcome, error = Outcome.REDIRECT_LOOP, in_words(into.seen)[0]
    elif response.status >= 400:
        outcome, error = Outcome.HTTP_ERROR, f"HTTP {response.status}"
    page = Page(
        url=visit.url, final_url=into.url or response.url, profile=visit.profile, status=response.status,
        html=into.html, captured_at=now(), chain=tuple(into.hops), charset="utf-8", rendered=True,
        headers={k.decode("latin-1"): b", ".join(v).decode("latin-1") for k, v in response.headers.items()},
        pictures=tuple(into.pictures), screenshot=into.screenshot, window=into.window,
    )  # fmt: skip
    return Capture(
        visit, night, outcome, error, page, exchanges=into.exchanges, title=into.title[:500],
        records={"browser": record_of(into.seen, str(response.meta.get("browser", "")))},
    )  # fmt: skip


def _hops(into: Rendered, reached: Mapping[str, str]) -> list[Hop]:
    """Return the chain of the main frame. What neither HTTP nor a meta refresh led to was a script."""
    known = {origin: described_der(chain[0]) for origin, chain in into.seen.certificates.items() if chain}
    hops: list[Hop] = []
    for index, answer in enumerate(into.seen.documents):
        kind = "http" if index == 0 or answer.request.redirected_from is not None else "script"
        if kind == "script":
            kind = _REFRESHES.get(into.seen.reasons.get(answer.url, ""), kind)
        address = address_of(answer.url, reached)
        hops.append(Hop(answer.url, answer.status, kind, address, known.get(origin_of(answer.url))))
    return hops


def _pictures(into: Rendered) -> list[Picture]:
    """The pictures of the page: those that may be a code or a logo first, those inside the markup as well."""
    parts = parts_of(into.url, into.html)
    images = {answer.url for answer in into.seen.parts if answer.request.resource_type == "image"}
    arrived = {e.url: e for e in into.exchanges if e.url in images and e.status == 200 and e.body}
    order = dict.fromkeys([*(url for url in parts.pictures if url in arrived), *arrived])
    fetched = [_picture(arrived[url]) for url in order if len(arrived[url].body) <= MAX_PICTURE_BYTES]
    return [*parts.inline, *fetched[:MAX_PICTURES]]


def _picture(exchange: Exchange) -> Picture:
    kinds = (value for name, value in exchange.response_headers if name.lower() == "content-type")
    return Picture(exchange.url, next(kinds, "application/octet-stream").split(";")[0].strip().lower(), exchange.body)
