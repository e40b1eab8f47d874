"""The store, after the evidence: one transaction for each visit and each unit of discovery."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from sqlalchemy import update
from sqlalchemy.orm import Session

from crawler.deployment import deployment_of
from crawler.items import Capture, Registration, UnitDone
from crawler.stop import stop_night
from zhenwei.errors import BadInput, StoreError
from zhenwei.store.engines import save_query
from zhenwei.store.leads import add_lead
from zhenwei.store.models import SiteRow, UnitRow
from zhenwei.store.nights import finish_unit, set_position
from zhenwei.store.visits import finish_visit
from zhenwei.store.watched import save_look


class StorePipeline:
    """Ends visits and units. A store that cannot be written stops the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: object) -> object:
        try:
            with deployment_of(self._crawler).store.transaction() as session:
                if isinstance(item, Capture):
                    _save_visit(session, item)
                elif isinstance(item, UnitDone):
                    _save_unit(session, item)
        except StoreError as error:
            stop_night(self._crawler, str(error))
        return item


def _save_visit(session: Session, item: Capture) -> None:
    page = item.page
    finish_visit(
        session,
        item.visit.id,
        item.outcome,
        captured_at=page.captured_at if page else None,
        error=item.error,
        status=page.status if page else 0,
        final_url=page.final_url if page else "",
        title=item.title,
        folder=item.folder,
        manifest_sha256=item.manifest_sha256,
    )
    if item.registration is not None:
        _save_registration(session, item.registration)


def _save_registration(session: Session, seen: Registration) -> None:
    session.execute(
        update(SiteRow)
        .where(SiteRow.registrable == seen.domain)
        .values(registered_on=seen.registered, registration=dict(seen.answer))
    )


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
