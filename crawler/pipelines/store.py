"""The store, after the evidence: visits in batches (crawler/hand.py), one transaction for each unit of discovery."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from sqlalchemy.orm import Session

from crawler.deployment import deployment_of
from crawler.hand import Hand
from crawler.items import Capture, UnitDone
from crawler.stop import stop_night
from zhenwei.errors import BadInput, StoreError
from zhenwei.store.engines import save_query
from zhenwei.store.leads import add_lead
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import finish_unit, set_position
from zhenwei.store.patience import patiently
from zhenwei.store.watched import save_look


class StorePipeline:
    """Ends visits and units. A store that cannot be written stops the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: object) -> object:
        if isinstance(item, Capture):
            hand: Hand = self._crawler.spider.hand  # type: ignore[union-attr]
            await hand.done(item)
        elif isinstance(item, UnitDone):
            deployment = deployment_of(self._crawler)
            try:
                patiently(
                    deployment.store, lambda session: _save_unit(session, item), deployment.settings.store_patience
                )
            except StoreError as error:
                stop_night(self._crawler, str(error))
        return item

    async def close_spider(self) -> None:
        """Store what waits and give the rest back, once nothing more can come."""
        hand: Hand | None = getattr(self._crawler.spider, "hand", None)
        if hand is not None:
            await hand.close()


def _save_unit(session: Session, item: UnitDone) -> None:
    new = 0
    for lead in item.leads:
        try:
            new += add_lead(session, lead)
        except BadInput:
            continue  # a result that is no web address is no lead
    if item.looks:
        night = session.get_one(UnitRow, item.unit).night_id
        for one in item.looks:
            save_look(
                session, night, one.domain, one.seen, family=one.family, target=one.target, free_before=one.free_before
            )
    finish_unit(
        session, item.unit, item.outcome, looked_at=item.looked_at,
        found=len(item.leads) if item.found is None else item.found, detail={**item.detail, "new": new},
    )  # fmt: skip
    if item.position is not None:
        set_position(session, *item.position)
    if item.asked is not None:
        save_query(session, item.unit, item.asked)
