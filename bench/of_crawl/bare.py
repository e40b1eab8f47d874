"""A bare Scrapy spider that only downloads: what our crawl is compared with.

    python -m bench.of_crawl.bare FILE CONCURRENCY      prints how many pages came back, and seconds from first to last

The same reactor, concurrency and timeouts as ours and Scrapy's fastest settings (CONCURRENT_ITEMS = 1, no
middleware that has nothing to do); every name is 127.0.0.1 without a look-up. No robots.txt, no evidence, no store.
"""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.http import Request, Response
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred, succeed
from twisted.internet.interfaces import IResolverSimple
from zope.interface import implementer


@implementer(IResolverSimple)
class Home:
    """Answers every question with 127.0.0.1 (TWISTED_DNS_RESOLVER)."""

    def __init__(self, reactor: ReactorBase) -> None:
        self._reactor = reactor

    @classmethod
    def from_crawler(cls, _crawler: Crawler, reactor: ReactorBase) -> Self:
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installResolver(self)  # type: ignore[arg-type]

    def getHostByName(self, _name: str, timeout: object = ()) -> Deferred[str]:  # noqa: N802 (Twisted's interface)
        return succeed("127.0.0.1")


class Bare(Spider):
    """Downloads each address of a file once."""

    name = "bare"

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:  # type: ignore[attr-defined]
            yield Request(url, dont_filter=True)

    first = last = 0.0

    def parse(self, _response: Response) -> None:
        self.last = time.perf_counter()
        self.first = self.first or self.last


def settings(concurrency: int) -> dict[str, Any]:
    """Return Scrapy's settings of the bare run."""
    off = ("retry.RetryMiddleware", "redirect.MetaRefreshMiddleware", "redirect.RedirectMiddleware",
           "cookies.CookiesMiddleware", "httpauth.HttpAuthMiddleware", "offsite.OffsiteMiddleware",
           "robotstxt.RobotsTxtMiddleware", "httpproxy.HttpProxyMiddleware")  # fmt: skip
    return {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "TWISTED_DNS_RESOLVER": "bench.of_crawl.bare.Home",
        "DOWNLOADER_MIDDLEWARES": {f"scrapy.downloadermiddlewares.{name}": None for name in off},
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        "CONCURRENT_ITEMS": 1,
        "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "WARNING",
        "STATS_DUMP": False,
    }


def main() -> None:
    """Run the spider and print what came back."""
    process = CrawlerProcess(settings(int(sys.argv[2])))
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, urls=Path(sys.argv[1]).read_text("utf-8").split())
    process.start()
    spider = crawler.spider
    assert isinstance(spider, Bare)
    print(crawler.stats.get_value("downloader/response_status_count/200", 0), spider.last - spider.first)


if __name__ == "__main__":
    main()
