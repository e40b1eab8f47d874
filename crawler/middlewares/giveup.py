"""A host that hangs costs a bounded time: after a few silences it is not asked again in this run."""

from __future__ import annotations

from collections import Counter
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.bounds.body import CUT_TIME
from crawler.middlewares.egress import Refused
from zhenwei.sentences import said
from zhenwei.types import Outcome

PATIENCE = 3
ROBOTS_SECONDS = 8.0


class GiveUpMiddleware:
    """Counts silences per host; any answer from the host clears the count."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._silences: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(min(ROBOTS_SECONDS, crawler.settings.getfloat("DOWNLOAD_TIMEOUT")))

    def process_request(self, request: Request) -> None:
        if request.meta.get("robots_txt"):
            # A host that hangs would otherwise cost its whole time twice.
            request.meta["download_timeout"] = self._seconds
        if self._silences[_host(request)] >= PATIENCE:
            raise Refused(Outcome.TIMEOUT, said("该主机已连续 {times} 次超时，本轮不再访问", times=PATIENCE))

    def process_response(self, request: Request, response: Response) -> Response:
        if CUT_TIME in response.flags:
            self._silences[_host(request)] += 1  # a host that drips costs as much as one that hangs
        else:
            self._silences.pop(_host(request), None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, DownloadTimeoutError):
            self._silences[_host(request)] += 1


def _host(request: Request) -> str:
    return urlparse_cached(request).netloc.lower()
