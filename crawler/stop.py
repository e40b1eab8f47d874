"""Stopping a crawl for a reason that concerns all of it. The command then ends with 1 and one line."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import NoReturn

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

REASON = "zhenwei/stopped"
# How long what is under way may take to end before the process leaves without it: all that counts is in the store.
PATIENCE_SECONDS = 20.0
_closing: set[asyncio.Task[None]] = set()  # kept from the collector: a loop holds its tasks weakly


def stop_night(crawler: Crawler, why: str) -> NoReturn:
    """Close the spider and drop the item in hand, whose visit stays waiting. Raises DropItem."""
    ask_to_stop(crawler, why)
    raise DropItem(why)


def ask_to_stop(crawler: Crawler, why: str) -> None:
    """Close the spider as soon as the loop comes to it; the command then ends with 1 and this line."""
    if not crawler.stats.get_value(REASON) and crawler.spider is not None:
        crawler.stats.set_value(REASON, why)
        loop = asyncio.get_running_loop()
        # Not before the item in hand is dropped: an engine that is closed from inside an item may wait for it.
        loop.call_soon(_close, crawler, loop)
        loop.call_later(PATIENCE_SECONDS, _leave, why)


def _close(crawler: Crawler, loop: asyncio.AbstractEventLoop) -> None:
    if crawler.spider is not None and crawler.engine is not None:
        task = loop.create_task(crawler.engine.close_spider_async(reason="zhenwei_stopped"))
        _closing.add(task)
        task.add_done_callback(_closing.discard)


def _leave(why: str) -> None:
    sys.stderr.write(f"zhenwei: {why}\n")
    sys.stderr.flush()
    os._exit(1)
