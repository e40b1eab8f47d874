"""Stopping a crawl for a reason that concerns all of it. The command then ends with 1 and one line."""

from __future__ import annotations

from typing import NoReturn

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

REASON = "zhenwei/stopped"


def stop_night(crawler: Crawler, why: str) -> NoReturn:
    """Close the spider and drop the item in hand, whose visit stays waiting. Raises DropItem."""
    if not crawler.stats.get_value(REASON) and crawler.spider is not None:
        crawler.stats.set_value(REASON, why)
        crawler.engine.close_spider(crawler.spider, "zhenwei_stopped")
    raise DropItem(why)
