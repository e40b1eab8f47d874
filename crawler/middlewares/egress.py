"""Every request passes the door before it leaves, robots.txt and pictures as much as pages."""

from __future__ import annotations

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from crawler.deployment import deployment_of
from crawler.manner import signed
from crawler.resolver import DnsFailed, NoSuchName
from zhenwei.errors import Egress
from zhenwei.sentences import said
from zhenwei.types import Outcome

METHODS = ("GET", "HEAD")


class Refused(IgnoreRequest):
    """The request was not sent; ``outcome`` says why. Caught where the visit is recorded."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome = outcome


class EgressMiddleware:
    """Refuses what the door refuses, notes the address, and sends what leaves through the deployment's proxy.

    Nothing but GET and HEAD leaves, without a body, without a cookie, and from a spider that visits sites without
    anything that logs in: held here for every request of every spider.
    """

    def __init__(self, crawler: Crawler) -> None:
        deployment = deployment_of(crawler)
        self._deployment, self._door = deployment, deployment.door
        self._proxy = deployment.settings.egress_proxy
        self._by_address = bool(self._proxy) and deployment.settings.egress_connect == "address"
        self._visits = hasattr(crawler.spidercls, "purposes")
        # Whoever need not look like a visitor says who asks.
        self._sign = bool(deployment.settings.contact) and not getattr(crawler.spidercls, "as_visitor", True)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        own = cls(crawler)
        if own._by_address:
            crawler.signals.connect(own.closed, signals.spider_closed)
        return own

    async def closed(self) -> None:
        await self._deployment.close_gate()

    async def process_request(self, request: Request) -> Request | None:
        if why := unmannerly(request, visits=self._visits):
            raise Refused(Outcome.EGRESS, why)
        try:
            target, address = await self._door.open(request.url)
        except Egress as error:
            raise Refused(Outcome.EGRESS, str(error)) from error
        except NoSuchName as error:
            raise Refused(Outcome.NO_SUCH_NAME, str(error)) from error
        except DnsFailed as error:
            raise Refused(Outcome.DNS_FAILED, str(error)) from error
        if target.origin != target.asked:
            plain = request.replace(url=target.canonical(request.url))
            if plain.url != request.url:
                return plain  # comes by here again, spelled so that nobody after the door can read it otherwise
        request.meta["address"] = address
        if self._sign:
            self._sign_request(request)
        if self._proxy and not request.meta.get("playwright"):
            request.meta["proxy"] = await self._deployment.gate_url() if self._by_address else self._proxy
        return None

    def _sign_request(self, request: Request) -> None:
        settings = self._deployment.settings
        if agent := request.headers.get(b"User-Agent"):
            request.headers["User-Agent"] = signed(agent.decode("latin-1"), settings)
        if (context := request.meta.get("playwright_context_kwargs")) and "user_agent" in context:
            context["user_agent"] = signed(context["user_agent"], settings)


def unmannerly(request: Request, *, visits: bool) -> str:
    """Return why a request may not leave whatever its target, or nothing."""
    if not visits and request.meta.get("api_query"):
        return ""  # an interface's own query, as its description says (docs/decisions/engines.md)
    if request.method not in METHODS:
        return said("只发 GET 和 HEAD 请求，不发 {method}", method=request.method[:20])
    if request.body:
        return said("请求不得带有正文")
    if b"Cookie" in request.headers:
        return said("请求不得带有 Cookie")
    if visits and b"Authorization" in request.headers:
        return said("访问网站时不得登录")
    return ""
