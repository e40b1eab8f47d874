"""One static look: follow the chain hop by hop, then fetch what belongs to the page. All of it bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.bounds.cut import cut_of
from crawler.certificate import Verdicts
from crawler.chain import Answer, Walk, Walker, host_at, is_page, media_type
from crawler.icons import Icons
from crawler.items import Capture
from crawler.manner import ALONE
from crawler.middlewares.egress import Refused
from crawler.middlewares.robots import FORBIDDEN
from crawler.outcomes import outcome_of
from crawler.page.address import location
from crawler.page.parts import MAX_FRAME_DEPTH, MAX_FRAMES, MAX_PICTURE_BYTES, Parts, Sheet, sheet_of, with_frame
from crawler.policy import WITH_PICTURES
from crawler.profiles import Face, face, referer
from crawler.sheets import Sheets
from zhenwei.address import host_of
from zhenwei.clock import now
from zhenwei.evidence.exchange import Exchange
from zhenwei.sentences import said
from zhenwei.types import Outcome, Page, Picture, Profile, Visit

MAX_FRAME_HOPS = 3
# What is added to one page of its frames, in characters and in frames (those of srcdoc attributes cost no fetch).
MAX_FRAME_TEXT = 1_000_000
MAX_FRAMES_ADDED = 12


class Looker:
    """Turns the first answer of a visit into a Capture. ``night`` goes into the folder's name.

    ``left_alone(host, visit)`` names hosts that are not asked on the way, nor as frames.
    """

    def __init__(
        self,
        crawler: Crawler,
        night: int,
        verdicts: Verdicts,
        user_agent: str = "",
        left_alone: Callable[[str, Visit], bool] = lambda _host, _visit: False,
    ) -> None:
        self._crawler, self._night, self._verdicts = crawler, night, verdicts
        self._user_agent, self._left_alone = user_agent, left_alone
        self._sheets, self._icons = Sheets(), Icons()

    async def look(self, visit: Visit, first: Response, exchanges: list[Exchange]) -> Capture:
        """Follow the chain from the first answer and fetch the parts. Never raises for what a site does."""
        own = face(visit.profile, self._user_agent)

        async def fetch(url: str, headers: Mapping[str, str]) -> Response:
            return await self.fetch(url, headers, exchanges)

        walker = Walker(fetch, own, self._sheets, lambda host: self._left_alone(host, visit))
        walk = await walker.walk(first)
        capture = Capture(visit, self._night, walk.outcome, walk.error, exchanges=exchanges)
        answer = walk.answer
        if answer.sheet is None:
            if walk.outcome is Outcome.OK:
                capture.outcome, capture.error = (
                    Outcome.NOT_A_PAGE,
                    said("不是网页：{kind}", kind=media_type(answer.response)[:80]),
                )
            return capture
        if walk.outcome is Outcome.OK and answer.response.status >= 400:
            capture.outcome, capture.error = Outcome.HTTP_ERROR, f"HTTP {answer.response.status}"
        if walk.outcome is Outcome.OK and (cut := cut_of(answer.response.flags, len(answer.response.body))):
            capture.outcome, capture.error = cut
        parts = answer.sheet.parts
        capture.title = parts.title
        # Where robots.txt forbids the address, the one in question is fetched and nothing besides.
        alone = first.meta.get("robots") == FORBIDDEN
        if alone and capture.outcome is Outcome.OK:
            capture.error = ALONE
        html, log = (answer.read.text, {}) if alone else await _with_frames(answer, answer.sheet, walker)
        pictures: Sequence[Picture] = ()
        favicon = b""
        if visit.profile in WITH_PICTURES and capture.outcome is Outcome.OK and not alone:
            pictures, favicon = await self._pictures(answer, visit.profile, own, exchanges, log)
        capture.page = Page(
            url=visit.url, final_url=walk.final_url, profile=visit.profile, status=answer.response.status, html=html,
            captured_at=now(), chain=tuple(walk.hops), headers=_headers(answer.response), charset=answer.read.charset,
            pictures=tuple(pictures), favicon=favicon,
        )  # fmt: skip
        log["charset"] = {"read": answer.read.charset, "claimed": answer.read.claimed}
        capture.records = {"parts": log, **self._records(walk)}
        return capture

    async def fetch(self, url: str, headers: Mapping[str, str], exchanges: list[Exchange], **meta: object) -> Response:
        """Fetch one address through all of Scrapy's middlewares. Raises what the downloader raises."""
        about = {"exchanges": exchanges, **meta}
        try:
            request = Request(url, headers=dict(headers), meta=about, callback=NO_CALLBACK, dont_filter=True)
        except ValueError as error:
            raise Refused(Outcome.EGRESS, f"网址不合法：{str(error)[:200]}") from error
        return await self._crawler.engine.download_async(request)

    async def _pictures(
        self, answer: Answer, profile: Profile, own: Face, exchanges: list[Exchange], log: dict[str, object]
    ) -> tuple[list[Picture], bytes]:
        page = answer.response.url
        parts = answer.sheet.parts if answer.sheet is not None else Parts()

        async def one(url: str) -> Picture | None:
            headers = {"User-Agent": own.user_agent, "Accept": "image/*,*/*;q=0.5", "Referer": referer(page, url)}
            try:
                response = await self.fetch(url, headers, exchanges, download_maxsize=MAX_PICTURE_BYTES)
            except Exception as error:  # noqa: BLE001 (edge of one part)
                log[url] = outcome_of(error)[0].value
                return None
            log[url] = f"picture {response.status}"
            kind = media_type(response)
            if response.status != 200 or not response.body or kind.startswith("text/html"):
                return None
            return Picture(url, kind or "application/octet-stream", response.body)

        async def shared() -> Picture | None:
            return await self._icons.of(parts.favicon, profile, one) if parts.favicon else None

        icon, *fetched = await asyncio.gather(shared(), *(one(url) for url in parts.pictures))
        if parts.favicon:
            log.setdefault(parts.favicon, "fetched with another page of this run")
        return [*parts.inline, *(p for p in fetched if p is not None)], icon.data if icon else b""

    def _records(self, walk: Walk) -> dict[str, Mapping[str, object]]:
        tls: dict[str, object] = {}
        for hop in walk.hops:
            if hop.certificate is not None and (reason := self._verdicts.of(host_of(hop.url))) is not None:
                tls[host_of(hop.url)] = {"verified": not reason, "reason": reason, "sha256": hop.certificate.sha256}
        dns: dict[str, object] = {host_of(hop.url): hop.address for hop in walk.hops if hop.address}
        chain: dict[str, object] = {"ended": walk.ended} if walk.ended else {}
        return {name: record for name, record in (("tls", tls), ("dns", dns), ("chain", chain)) if record}


async def _with_frames(answer: Answer, sheet: Sheet, walker: Walker) -> tuple[str, dict[str, object]]:
    """Return the page with the content of its frames, and what became of each: a page of frames alone is read, frames
    within frames to a bounded depth, also those that scripts write into the page."""
    html, log = answer.read.text, dict[str, object]()
    waiting = _frames(sheet, 1)
    if answer.acts.written:
        waiting += _frames(sheet_of(answer.response.url, answer.acts.written), 1)
    room, added = MAX_FRAME_TEXT, 0
    while waiting and added < MAX_FRAMES_ADDED:
        url, depth, page, srcdoc = waiting.pop(0)
        if not srcdoc and (url in log or len(log) >= MAX_FRAMES or url == answer.response.url):
            continue
        if srcdoc:
            content, found = srcdoc, sheet_of(page, srcdoc)
        else:
            inner = await _frame(url, page, walker, log)
            if inner is None or inner.sheet is None:
                continue
            url, content, found = inner.response.url, inner.read.text, inner.sheet
        if len(content) > room:
            log[url] = "frame too long"
            continue
        room, added = room - len(content), added + 1
        html = with_frame(html, url, content)
        if depth < MAX_FRAME_DEPTH:
            waiting += _frames(found, depth + 1)
    return html, log


def _frames(sheet: Sheet, depth: int) -> list[tuple[str, int, str, str]]:
    """Return (address, depth, page that holds it, markup if it stands in that page) of each frame."""
    within = [("about:srcdoc", depth, sheet.url, markup) for markup in sheet.srcdocs]
    return [*within, *((url, depth, sheet.url, "") for url in sheet.parts.frames)]


async def _frame(url: str, page: str, walker: Walker, log: dict[str, object]) -> Answer | None:
    """Fetch one frame, over a few redirects."""
    target = url
    for _ in range(MAX_FRAME_HOPS):
        if walker.left_alone(host_at(target)):
            log[url] = "left alone"
            return None
        try:
            response = await walker.fetch(target, {**walker.own.headers, "Referer": referer(page, target)})
        except Exception as error:  # noqa: BLE001 (edge of one part)
            log[url] = outcome_of(error)[0].value
            return None
        log[url] = f"frame {response.status}"
        value = response.headers.get("Location") if 300 <= response.status < 400 else None
        target = location(response.url, value) if value else ""
        if not target:
            return walker.read(response) if response.status < 400 and is_page(response) else None
    return None


def _headers(response: Response) -> dict[str, str]:
    return {
        name.decode("latin-1"): ", ".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }
