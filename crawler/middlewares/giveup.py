"""A host that hangs costs a bounded time: after a few silences it is not asked again in this run."""

from __future__ import annotations

from collections import Counter

from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Request, Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.middlewares.egress import Refused
from zhenwei.types import Outcome

PATIENCE = 3


class GiveUpMiddleware:
    """Counts silences per host; any answer from the host clears the count."""

    def __init__(self) -> None:
        self._silences: Counter[str] = Counter()

    def process_request(self, request: Request) -> None:
        if self._silences[_host(request)] >= PATIENCE:
            raise Refused(Outcome.TIMEOUT, f"该主机已连续 {PATIENCE} 次超时，本轮不再访问")

    def process_response(self, request: Request, response: Response) -> Response:
        self._silences.pop(_host(request), None)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, DownloadTimeoutError):
            self._silences[_host(request)] += 1


def _host(request: Request) -> str:
    return urlparse_cached(request).netloc.lower()
