"""Evidence before anything else: the capture folder is whole and in place before the store hears of the visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from scrapy.crawler import Crawler

from crawler.deployment import deployment_of
from crawler.items import Capture
from crawler.stop import stop_night
from zhenwei.errors import EvidenceError
from zhenwei.evidence.batch import Work
from zhenwei.evidence.names import capture_folder
from zhenwei.evidence.writing import BatchWriter


class EvidencePipeline:
    """Writes captures, many at a time: an item waits until its batch is on the disk, and all of a batch go on together.

    A full disk stops the crawl: visits stay waiting, so that nothing is lost.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._writer: BatchWriter | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: object) -> object:
        if isinstance(item, Capture) and item.page is not None:
            visit = item.visit
            item.folder = capture_folder(item.night, visit.site, visit.id, visit.profile, visit.rendered)
            work = Work(item.folder, item.page, tuple(item.exchanges), _records(item))
            try:
                item.manifest_sha256 = await self._open().write(work)
            except (EvidenceError, OSError) as error:
                stop_night(self._crawler, f"证据无法写入，抓取停止：{error}")
        return item

    async def close_spider(self) -> None:
        if self._writer is not None:
            await self._writer.close()

    def _open(self) -> BatchWriter:
        if self._writer is None:
            settings = deployment_of(self._crawler).settings
            self._writer = BatchWriter(settings.evidence_dir, settings.egress_proxy, settings.ntp_server)
        return self._writer


def _records(item: Capture) -> dict[str, Mapping[str, object]]:
    """Return the records of a capture, with every WHOIS answer as it came."""
    seen = item.registration
    texts = {
        f"whois-text-{number}": {"uri": f"whois://{server}/{seen.domain}", "text": text}
        for number, (server, text) in enumerate(seen.verbatim if seen else (), start=1)
        if seen is not None
    }
    return {**item.records, **texts}
