"""One static look: follow the chain hop by hop, then fetch what belongs to the page. All of it bounded."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.bounds.cut import cut_of
from crawler.certificate import Verdicts, certificate_of
from crawler.items import Capture
from crawler.middlewares.egress import Refused
from crawler.outcomes import outcome_of
from crawler.page.decode import Decoded, decode
from crawler.page.hops import location, next_step
from crawler.page.parts import MAX_PICTURE_BYTES, Parts, parts_of, with_frame
from crawler.policy import WITH_PICTURES
from crawler.profiles import Face, face
from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.evidence.exchange import Exchange
from zhenwei.types import Hop, Outcome, Page, Picture, Visit

MAX_HOPS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TYPE = re.compile(r"\s*[\w!#$&^.+*-]+/[\w!#$&^.+*-]+\s*(?:;|$)")
_PAGE_TYPES = ("text/", "application/xhtml", "application/xml", "application/json", "application/javascript")


@dataclass(slots=True)
class Walk:
    """Where the chain led: the last answer, the hops to it, and why it ended early (OK if it did not)."""

    response: Response
    read: Decoded
    hops: list[Hop] = field(default_factory=list)
    outcome: Outcome = Outcome.OK
    error: str = ""


class Looker:
    """Turns the first answer of a visit into a Capture. ``night`` goes into the folder's name."""

    def __init__(self, crawler: Crawler, night: int, verdicts: Verdicts, user_agent: str = "") -> None:
        self._crawler, self._night, self._verdicts, self._user_agent = crawler, night, verdicts, user_agent

    async def look(self, visit: Visit, first: Response, exchanges: list[Exchange]) -> Capture:
        """Follow the chain from the first answer and fetch the parts. Never raises for what a site does."""
        own = face(visit.profile, self._user_agent)
        walk = await self._walk(first, own, exchanges)
        capture = Capture(visit, self._night, walk.outcome, walk.error, exchanges=exchanges)
        if not _is_page(walk.response):
            if walk.outcome is Outcome.OK:
                capture.outcome, capture.error = Outcome.NOT_A_PAGE, f"不是网页：{_media_type(walk.response)[:80]}"
            return capture
        if walk.outcome is Outcome.OK and walk.response.status >= 400:
            capture.outcome, capture.error = Outcome.HTTP_ERROR, f"HTTP {walk.response.status}"
        if walk.outcome is Outcome.OK and (cut := cut_of(walk.response.flags, len(walk.response.body))):
            capture.outcome, capture.error = cut
        parts = parts_of(walk.response.url, walk.read.text)
        capture.title = parts.title
        html, log = await self._with_frames(walk, parts, own, exchanges)
        pictures: Sequence[Picture] = ()
        favicon = b""
        if visit.profile in WITH_PICTURES and capture.outcome is Outcome.OK:
            pictures, favicon = await self._pictures(walk, parts, own, exchanges, log)
        capture.page = Page(
            url=visit.url, final_url=walk.response.url, profile=visit.profile, status=walk.response.status, html=html,
            captured_at=now(), chain=tuple(walk.hops), headers=_headers(walk.response), charset=walk.read.charset,
            pictures=tuple(pictures), favicon=favicon,
        )  # fmt: skip
        log["charset"] = {"read": walk.read.charset, "claimed": walk.read.claimed}
        capture.records = {"parts": log, **self._records(walk)}
        return capture

    async def _walk(self, first: Response, own: Face, exchanges: list[Exchange]) -> Walk:
        walk = Walk(first, _read(first), [_hop(first, "http")])
        while (step := _step(walk)) is not None:
            kind, target = step
            if len(walk.hops) > MAX_HOPS:
                walk.outcome, walk.error = Outcome.REDIRECT_LOOP, f"跳转超过 {MAX_HOPS} 次"
                break
            headers = own.headers if kind == "http" else {**own.headers, "Referer": walk.response.url}
            try:
                response = await self.fetch(target, headers, exchanges)
            except Exception as error:  # noqa: BLE001 (edge of one hop: whatever the site does is an outcome)
                if kind == "http":
                    walk.outcome, walk.error = outcome_of(error)
                # A meta refresh or script that leads nowhere leaves the visitor with the page in hand.
                break
            walk.response, walk.read = response, _read(response)
            walk.hops.append(_hop(response, kind))
        return walk

    async def fetch(self, url: str, headers: Mapping[str, str], exchanges: list[Exchange], **meta: object) -> Response:
        """Fetch one address through all of Scrapy's middlewares. Raises what the downloader raises."""
        about = {"exchanges": exchanges, **meta}
        try:
            request = Request(url, headers=dict(headers), meta=about, callback=NO_CALLBACK, dont_filter=True)
        except ValueError as error:
            raise Refused(Outcome.EGRESS, f"网址不合法：{str(error)[:200]}") from error
        return await self._crawler.engine.download_async(request)

    async def _with_frames(
        self, walk: Walk, parts: Parts, own: Face, exchanges: list[Exchange]
    ) -> tuple[str, dict[str, object]]:
        html, log = walk.read.text, dict[str, object]()
        for url in parts.frames:
            try:
                response = await self.fetch(url, {**own.headers, "Referer": walk.response.url}, exchanges)
            except Exception as error:  # noqa: BLE001 (edge of one part)
                log[url] = outcome_of(error)[0].value
                continue
            log[url] = f"frame {response.status}"
            if response.status < 400 and _is_page(response):
                html = with_frame(html, response.url, _read(response).text)
        return html, log

    async def _pictures(
        self, walk: Walk, parts: Parts, own: Face, exchanges: list[Exchange], log: dict[str, object]
    ) -> tuple[list[Picture], bytes]:
        async def one(url: str) -> Picture | None:
            headers = {"User-Agent": own.user_agent, "Accept": "image/*,*/*;q=0.5", "Referer": walk.response.url}
            try:
                response = await self.fetch(url, headers, exchanges, download_maxsize=MAX_PICTURE_BYTES)
            except Exception as error:  # noqa: BLE001 (edge of one part)
                log[url] = outcome_of(error)[0].value
                return None
            log[url] = f"picture {response.status}"
            kind = _media_type(response)
            if response.status != 200 or not response.body or kind.startswith("text/html"):
                return None
            return Picture(url, kind or "application/octet-stream", response.body)

        fetched = await asyncio.gather(*(one(url) for url in (*parts.pictures, parts.favicon) if url))
        icon = fetched[-1] if parts.favicon else None
        pictures = [p for p in (fetched[:-1] if parts.favicon else fetched) if p is not None]
        return [*parts.inline, *pictures], icon.data if icon else b""

    def _records(self, walk: Walk) -> dict[str, Mapping[str, object]]:
        tls: dict[str, object] = {}
        for hop in walk.hops:
            host = host_of(hop.url)
            if hop.certificate is not None and (reason := self._verdicts.of(host)) is not None:
                tls[host] = {"verified": not reason, "reason": reason, "sha256": hop.certificate.sha256}
        dns: dict[str, object] = {host_of(hop.url): hop.address for hop in walk.hops if hop.address}
        return {name: record for name, record in (("tls", tls), ("dns", dns)) if record}


def _step(walk: Walk) -> tuple[str, str] | None:
    response = walk.response
    if response.status in _REDIRECTS and (value := response.headers.get("Location")):
        return "http", location(response.url, value.decode("utf-8", "replace"))
    try:
        return next_step(response.url, walk.read.text) if response.status < 400 and _is_page(response) else None
    except ValueError:
        return None  # an address that is none leaves the visitor with the page in hand


def _hop(response: Response, kind: str) -> Hop:
    address = str(response.meta.get("address") or response.ip_address or "")
    return Hop(response.url, response.status, kind, address, certificate_of(response.certificate))


def _read(response: Response) -> Decoded:
    return decode(response.body, _content_type(response))


def _content_type(response: Response) -> str:
    """Return the last header that is a type at all, as browsers do (Fetch standard, extract a MIME type)."""
    values = [value.decode("latin-1") for value in response.headers.getlist("Content-Type")]
    return next((value for value in reversed(values) if _TYPE.match(value)), "")


def _media_type(response: Response) -> str:
    return _content_type(response).split(";")[0].strip().lower()


def _is_page(response: Response) -> bool:
    kind = _media_type(response)
    if kind.startswith(_PAGE_TYPES):
        return True
    # Sites that hide as something else, or say nothing: what a browser would still show as markup counts.
    head = response.body[:512].lstrip().lower()
    return (not kind or kind == "application/octet-stream") and b"\0" not in head and (not head or b"<" in head)


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1"): ", ".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }
