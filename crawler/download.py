"""Scrapy's download handler of this project: plain requests here, rendered ones by a browser.

What drives the browser is loaded with the first page that needs it: it takes a second, and most crawls render nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self, cast
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from twisted.web.iweb import IPolicyForHTTPS

from crawler.bounds.handler import BoundedHandler
from crawler.deployment import deployment_of

if TYPE_CHECKING:
    from crawler.render_handler import RenderHandler


class DownloadHandler(BoundedHandler):
    """One for http and https together: two would start two browsers."""

    _of_crawler: ClassVar[WeakKeyDictionary[Crawler, DownloadHandler]] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if crawler not in cls._of_crawler:
            cls._of_crawler[crawler] = cls(crawler)
        found = cls._of_crawler[crawler]
        assert isinstance(found, cls)
        return found

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = cast("IPolicyForHTTPS", deployment_of(crawler).tls)
        self._renderer: RenderHandler | None = None

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        if self._renderer is None:
            from crawler.render_handler import RenderHandler

            self._renderer = RenderHandler(self._crawler)
        return await self._renderer.download_request(request)

    async def close(self) -> None:
        """Called once a scheme; the second time there is nothing left to do."""
        if self._of_crawler.pop(self._crawler, None) is None:
            return
        if self._renderer is not None:
            await self._renderer.close()
        await super().close()
