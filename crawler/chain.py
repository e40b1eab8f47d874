"""The way from an address to the page that is shown: hop by hop, bounded, each hop kept with what answered there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from scrapy.http import Response

from crawler.certificate import certificate_of
from crawler.outcomes import outcome_of
from crawler.page.address import location
from crawler.page.decode import Decoded, decode
from crawler.page.hops import EMPTY, Acts, Step, Visitor, acts_of, refresh_step
from crawler.page.parts import Sheet
from crawler.profiles import Face, referer
from crawler.sheets import Sheets
from zhenwei.address import host_of, owner_domain
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.types import Hop, Outcome

MAX_HOPS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TYPE = re.compile(r"\s*[\w!#$&^.+*-]+/[\w!#$&^.+*-]+\s*(?:;|$)")
_PAGE_TYPES = ("text/", "application/xhtml", "application/xml", "application/json", "application/javascript")

Fetch = Callable[[str, Mapping[str, str]], Awaitable[Response]]


@dataclass(slots=True)
class Answer:
    """One answer and what was read in it. ``sheet`` is None for what is no page."""

    response: Response
    read: Decoded
    sheet: Sheet | None
    acts: Acts


@dataclass(slots=True)
class Walk:
    """Where the chain led. ``final_url`` is the last answer's, or that of a host that is left alone; ``ended`` says
    in a sentence for people why it went no further than it did."""

    answer: Answer
    hops: list[Hop] = field(default_factory=list)
    outcome: Outcome = Outcome.OK
    error: str = ""
    ended: str = ""
    final_url: str = ""


@dataclass(frozen=True, slots=True)
class Walker:
    """``left_alone`` names the hosts that are not asked on the way: protected look-ups and sites that were cleared."""

    fetch: Fetch
    own: Face
    sheets: Sheets
    left_alone: Callable[[str], bool]

    async def walk(self, first: Response) -> Walk:
        """Follow the chain from the first answer. Never raises for what a site does."""
        said = self.own.extra.get("Referer", "")
        walk = Walk(self.read(first, said), [hop_of(first, "http")], final_url=first.url)
        seen = {_bare(first.url)}
        while (step := _next(walk.answer)) is not None:
            if self._stops(walk, step, seen):
                break
            seen.add(_bare(step.url))
            if step.kind != "http":
                said = referer(walk.answer.response.url, step.url)
            headers = {**self.own.headers, "Referer": said} if said else self.own.headers
            try:
                response = await self.fetch(step.url, headers)
            except Exception as error:  # noqa: BLE001 (edge of one hop: whatever the site does is an outcome)
                _broke_off(walk, step, error)
                break
            walk.answer, walk.final_url = self.read(response, said), response.url
            walk.hops.append(hop_of(response, step.kind))
        _leads_nowhere(walk)
        return walk

    def read(self, response: Response, said: str = "") -> Answer:
        """Read an answer once: its text, its markup, what loading it does. ``said``: the Referer it was asked with."""
        read = read_text(response)
        if not is_page(response):
            return Answer(response, read, None, Acts())
        sheet = self.sheets.of(response.url, read.text)
        return Answer(response, read, sheet, acts_of(sheet, Visitor(self.own.user_agent, said)))

    def _stops(self, walk: Walk, step: Step, seen: set[str]) -> bool:
        """True if a step is not taken; says why."""
        host = host_at(step.url)
        if not host:
            walk.ended = said("指向应用或其他协议的地址，未访问：{url}", url=step.url[:200])
            if step.kind == "http":
                walk.outcome, walk.error = Outcome.EGRESS, walk.ended
        elif not step.follow:
            if not _same_owner(host, walk.final_url):
                walk.hops.append(Hop(step.url, 0, step.kind))
            walk.ended = said("本页有自己的内容，随后才跳转，未跟随：{url}", url=step.url[:200])
        elif _bare(step.url) in seen:
            _looped(walk, step)
        elif len(walk.hops) > MAX_HOPS:
            walk.outcome, walk.error = Outcome.REDIRECT_LOOP, said("跳转超过 {most} 次", most=MAX_HOPS)
            walk.ended = walk.error
        elif self.left_alone(host):
            walk.hops.append(Hop(step.url, 0, step.kind))
            walk.ended = said("跳转到官方或已核实的网站，未再访问：{host}", host=host)
            if _shown(walk.answer) <= EMPTY:
                walk.final_url = step.url
        else:
            return False
        return True


def _leads_nowhere(walk: Walk) -> None:
    """A redirect to what is no address, or to one that is far too long: browsers say so, and show nothing."""
    response = walk.answer.response
    value = (response.headers.get("Location") or b"").strip() if response.status in _REDIRECTS else b""
    if value and not walk.ended and not location(response.url, value):
        walk.ended = said("跳转地址不合法或过长：{words}", words=value[:200].decode("utf-8", "replace"))
        walk.outcome, walk.error = Outcome.BAD_ANSWER, walk.ended


def _looped(walk: Walk, step: Step) -> None:
    """A loop of redirects shows nothing; pages that send on to each other after a while have been read."""
    walk.ended = said("循环跳转：第 {number} 步又回到 {url}", number=len(walk.hops), url=step.url[:200])
    if step.kind == "http" or _shown(walk.answer) <= EMPTY:
        cookies = "Set-Cookie" in walk.answer.response.headers
        walk.outcome = Outcome.REDIRECT_LOOP
        why = said("{ended}（网站以 Cookie 判断，本程序不保留 Cookie）", ended=walk.ended)
        walk.error = why if cookies else walk.ended


def _broke_off(walk: Walk, step: Step, error: Exception) -> None:
    outcome, why = outcome_of(error)
    walk.hops.append(Hop(step.url, 0, step.kind))
    walk.ended = said("跳转目标没有打开（{why}）：{url}", why=why, url=step.url[:200])
    if step.kind == "http":
        walk.outcome, walk.error = outcome, why
    # A meta refresh or script that leads nowhere leaves the visitor with the page in hand.


def _next(answer: Answer) -> Step | None:
    response, sheet = answer.response, answer.sheet
    if response.status in _REDIRECTS and (value := response.headers.get("Location")):
        target = location(response.url, value)
        return Step("http", target) if target else None
    step = None
    if value := response.headers.get("Refresh"):
        named = value.decode("utf-8", "replace")
        step = refresh_step(sheet or Sheet(response.url, response.url), named, "refresh")
    step = step or answer.acts.step
    if step is not None and response.status >= 400 and _same_owner(host_at(step.url), response.url):
        return None  # "not found, back to the front page in 3 seconds": the address asked for is still not there
    return step


def _shown(answer: Answer) -> int:
    return answer.sheet.shown if answer.sheet is not None else 0


def _bare(url: str) -> str:
    return url.split("#", 1)[0]


def host_at(url: str) -> str:
    """Return the host of an address, "" where it is no web address."""
    try:
        return host_of(url)
    except BadInput:
        return ""


def _same_owner(host: str, url: str) -> bool:
    return owner_domain(host) == owner_domain(host_at(url))


def hop_of(response: Response, kind: str) -> Hop:
    """Return the record of one answered hop."""
    address = str(response.meta.get("address") or response.ip_address or "")
    return Hop(response.url, response.status, kind, address, certificate_of(response.certificate))


def read_text(response: Response) -> Decoded:
    """Decode an answer's body."""
    return decode(response.body, content_type(response))


def content_type(response: Response) -> str:
    """Return the last Content-Type that is a type at all, as browsers do (Fetch standard, "extract a MIME type")."""
    values = [value.decode("latin-1") for value in response.headers.getlist("Content-Type")]
    return next((value for value in reversed(values) if _TYPE.match(value)), "")


def media_type(response: Response) -> str:
    """Return the media type that an answer claims, in lower case."""
    return content_type(response).split(";")[0].strip().lower()


def is_page(response: Response) -> bool:
    """True for what a browser would show as a page."""
    kind = media_type(response)
    if kind.startswith(_PAGE_TYPES):
        return True
    # Sites that hide as something else, or say nothing: what a browser would still show as markup counts.
    head = response.body[:512].lstrip().lower()
    return (not kind or kind == "application/octet-stream") and b"\0" not in head and (not head or b"<" in head)
