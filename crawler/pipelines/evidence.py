"""Evidence before anything else: the capture folder is whole and in place before the store hears of the visit."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy.crawler import Crawler

from crawler.deployment import deployment_of
from crawler.items import Capture
from crawler.stop import stop_night
from zhenwei.errors import EvidenceError
from zhenwei.evidence.capture import write_capture
from zhenwei.evidence.names import capture_folder


class EvidencePipeline:
    """Writes captures. A full disk stops the crawl: visits stay waiting, so that nothing is lost."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._root = deployment_of(crawler).settings.evidence_dir

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: object) -> object:
        if isinstance(item, Capture) and item.page is not None:
            visit = item.visit
            item.folder = capture_folder(item.night, visit.site, visit.id, visit.profile, visit.rendered)
            try:
                # In a thread: each folder is synced to the disk, and the crawl should not wait for that.
                item.manifest_sha256 = await asyncio.to_thread(
                    write_capture, self._root, item.folder, item.page, list(item.exchanges), records=item.records
                )
            except (EvidenceError, OSError) as error:
                stop_night(self._crawler, f"证据无法写入，抓取停止：{error}")
        return item
