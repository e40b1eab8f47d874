"""Scrapy's download handler with bounds on head, body and visit. See crawler/download.py."""

from __future__ import annotations

import time
from collections.abc import Iterator

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Request, Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.web._newclient import ParseError
from twisted.web.client import HTTPConnectionPool
from twisted.web.http import _MalformedChunkedDataError

from crawler.bounds.allowance import MAX_URL, Allowance
from crawler.bounds.body import BoundedAgent, Endpoints
from crawler.bounds.head import BoundedFactory, HeadTooLarge
from crawler.middlewares.egress import Refused
from zhenwei.sentences import said
from zhenwei.types import Outcome

# What Twisted raises for an answer that is not HTTP (lengths that contradict each other, unknown codings …).
_NOT_HTTP = (ParseError, ValueError, KeyError, _MalformedChunkedDataError)


class BoundedHandler(HTTP11DownloadHandler):
    """Plain requests. A visit's answer (``meta["exchanges"]`` is an Allowance) may come back cut: bounds/body.py."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool: HTTPConnectionPool
        self._pool._factory = BoundedFactory
        self._endpoints = Endpoints()

    async def download_request(self, request: Request) -> Response:
        if len(request.url) > MAX_URL:
            raise Refused(Outcome.TOO_LARGE, said("网址超过 {most} 个字符", most=MAX_URL))
        kept = request.meta.get("exchanges")
        robots = bool(request.meta.get("robots_txt"))
        most = int(request.meta.get("download_maxsize") or self._default_maxsize)
        if not isinstance(kept, Allowance):
            return await self._ask(request, most, keep=robots)
        kept.take()
        timeout = float(request.meta.get("download_timeout") or self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))
        request.meta["download_timeout"] = min(timeout, kept.seconds)
        started, size = time.monotonic(), 0
        try:
            # Half a picture is no picture, and its address says where it was.
            keep = "download_maxsize" not in request.meta
            response = await self._ask(request, min(most, kept.size), keep=keep)
            size = len(response.body)
        finally:
            kept.spend(time.monotonic() - started, size)
        return response

    async def _ask(self, request: Request, most: int, *, keep: bool) -> Response:
        agent = BoundedAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            fail_on_dataloss=False,
            crawler=self._crawler,
            most=most,
            keep=keep,
            endpoints=self._endpoints,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except (DownloadFailedError, *_NOT_HTTP) as error:
            if (named := _named(error)) is not None:
                raise named from error
            raise


def _named(error: BaseException) -> Refused | None:
    """Return what an answer failed of, where that is the answer itself: asking again would bring the same."""
    for cause in _reasons(error):
        if isinstance(cause, HeadTooLarge):
            return Refused(Outcome.TOO_LARGE, str(cause))
        if isinstance(cause, _NOT_HTTP):
            return Refused(Outcome.BAD_ANSWER, said("答复不合 HTTP 规范（{error}）", error=type(cause).__name__))
    return None


def _reasons(error: BaseException) -> Iterator[BaseException]:
    yield error
    for failure in getattr(error.__cause__ or error, "reasons", None) or ():
        if isinstance(inner := getattr(failure, "value", None), BaseException):
            yield inner
