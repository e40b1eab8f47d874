"""When a domain was registered, by RDAP (RFC 9082 addresses, RFC 9083 answers), once for each registrable domain."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, Protocol

from scrapy.http import Response
from sqlalchemy import select

from crawler.deployment import Deployment
from crawler.items import Registration
from zhenwei.address import registrable
from zhenwei.evidence.exchange import Exchange
from zhenwei.store.models import SiteRow

HEADERS = {"User-Agent": "zhenwei", "Accept": "application/rdap+json"}
_CHINA = timezone(timedelta(hours=8))


class Fetcher(Protocol):
    """What fetches one address through all of Scrapy's middlewares."""

    async def fetch(self, url: str, headers: Mapping[str, str], exchanges: list[Exchange]) -> Response: ...


class Registrar:
    """Looks a domain up at the deployment's RDAP servers, unless the store knows it already."""

    def __init__(self, fetcher: Fetcher, deployment: Deployment) -> None:
        self._fetcher, self._deployment = fetcher, deployment
        self._asked: dict[str, asyncio.Future[Registration | None]] = {}

    async def registration(self, host: str) -> Registration | None:
        """Return what RDAP says, once; None if it is known already, not configured, or not to be had."""
        if not self._deployment.settings.rdap_urls:
            return None
        domain = registrable(host)
        if domain in self._asked:
            return None
        self._asked[domain] = asyncio.ensure_future(self._ask(domain))
        return await self._asked[domain]

    async def _ask(self, domain: str) -> Registration | None:
        with self._deployment.store.transaction() as session:
            known = session.scalars(select(SiteRow.registration).where(SiteRow.registrable == domain)).all()
        if any(known):
            return None
        for base in self._deployment.settings.rdap_urls:
            try:
                response = await self._fetcher.fetch(f"{base.rstrip('/')}/domain/{domain}", HEADERS, [])
            except Exception:  # noqa: BLE001, S112 (edge of one look-up: without a date the visit is still complete)
                continue
            if response.status == 200 and (answer := read_answer(response.body)):
                return Registration(domain, registered_on(answer), answer)
        return None


def read_answer(body: bytes) -> dict[str, Any]:
    """Return an RDAP answer about a domain; empty for what is none."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) and "errorCode" not in answer else {}


def registered_on(answer: Mapping[str, Any]) -> date | None:
    """Return the day (in Beijing) of the event "registration" (RFC 9083, 4.5 and 10.2.3)."""
    events = answer.get("events")
    for event in events if isinstance(events, list) else []:
        if isinstance(event, dict) and event.get("eventAction") == "registration":
            try:
                moment = datetime.fromisoformat(str(event.get("eventDate", "")))
            except ValueError:
                continue
            # A time without a zone is Beijing's: the Chinese registries write it so.
            return moment.astimezone(_CHINA).date() if moment.tzinfo else moment.date()
    return None
