"""Takes content codings off, bounded: a bomb gives its beginning to a visit and an error to everybody else."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.http import Request, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler.bounds.allowance import Allowance
from crawler.bounds.body import CUT_SIZE
from crawler.bounds.unpack import CannotUnpack, unpack
from crawler.middlewares.egress import Refused
from zhenwei.sentences import said
from zhenwei.types import Outcome

ACCEPTED = b"gzip, deflate, br, zstd"
_HEADER = b"Content-Encoding"


class UnpackMiddleware:
    """In the place of Scrapy's HttpCompressionMiddleware, after the wire's record of what was received."""

    def __init__(self, most: int) -> None:
        self._most = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        request.headers.setdefault(b"Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        values = response.headers.getlist(_HEADER)
        if not values or not response.body or request.method == "HEAD":
            return response
        codings = [name.strip().lower() for value in values for name in value.decode("latin-1").split(",")]
        most = int(request.meta.get("download_maxsize") or self._most)
        try:
            body, cut = unpack(response.body, codings, most)
        except CannotUnpack as error:
            if _is_markup(response.body):  # said to be packed and is not: lenient readers show it
                return response
            raise Refused(Outcome.BAD_ANSWER, str(error)) from error
        if cut and not isinstance(request.meta.get("exchanges"), Allowance):
            raise Refused(Outcome.TOO_LARGE, said("解压后超过允许的大小（{most} 字节）", most=most))
        del response.headers[_HEADER]  # first: Scrapy takes what is still packed for no text
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=body)
        flags = [*response.flags, CUT_SIZE] if cut else response.flags
        encoding = {"encoding": None} if issubclass(kind, TextResponse) else {}
        return response.replace(cls=kind, body=body, flags=flags, **encoding)


def _is_markup(body: bytes) -> bool:
    head = body[:512].lstrip()
    return head.startswith(b"<") and b"\0" not in head
