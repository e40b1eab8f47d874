"""What the spiders that take visits have in common: waiting visits in, captures out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, ClassVar

from scrapy import Spider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.bounds.allowance import Allowance
from crawler.deployment import Deployment, deployment_of
from crawler.items import Capture
from crawler.look import Looker
from crawler.outcomes import outcome_of
from crawler.profiles import face
from crawler.registrar import Registrar
from crawler.render import Rendered, context_options
from crawler.rendered import capture_of
from zhenwei.evidence.exchange import Exchange
from zhenwei.store.nights import current_night
from zhenwei.store.visits import waiting_visits
from zhenwei.types import Outcome, Profile, Visit


class VisitingSpider(Spider):
    """Looks at every waiting visit of its purposes once. A visit ends in exactly one Outcome, whatever happens."""

    purposes: ClassVar[tuple[str, ...]] = ()

    @property
    def deployment(self) -> Deployment:
        """Settings, door and store of this run."""
        return deployment_of(self.crawler)

    async def start(self) -> AsyncIterator[Any]:
        """Yield one request for each waiting visit, in the store's order (hosts spread)."""
        settings = self.deployment.settings
        with self.deployment.store.transaction() as session:
            night = current_night(session)
            self.night = night.id if night is not None else 0
        self.looker = Looker(self.crawler, self.night, self.deployment.verdicts, settings.user_agent)
        self.registrar = Registrar(self.looker, self.deployment)
        limit = int(getattr(self, "limit", 0) or 0)
        for visit in self._waiting(limit):
            yield self._request(visit)

    def _waiting(self, limit: int) -> list[Visit]:
        with self.deployment.store.transaction() as session:
            return waiting_visits(session, self.night, purposes=self.purposes, limit=limit or 1_000_000)

    def _request(self, visit: Visit) -> Request | Capture:
        own = face(visit.profile, self.deployment.settings.user_agent)
        settings = self.deployment.settings
        exchanges: list[Exchange] = Allowance(settings.timeout, settings.max_bytes)
        meta: dict[str, object] = {"visit": visit, "exchanges": exchanges}
        if visit.rendered:
            meta |= {
                "playwright": True,
                "playwright_context": f"visit-{visit.id}",
                "playwright_context_kwargs": context_options(own),
                "referer": own.extra.get("Referer", ""),
                "max_retry_times": 0,
            }
            meta.pop("exchanges")
        try:
            return Request(
                visit.url, headers=own.headers, meta=meta, callback=self.parse, errback=self.failed, dont_filter=True
            )
        except ValueError as error:
            return Capture(visit, self.night, Outcome.FAILED, f"网址不合法：{error}"[:300])

    async def parse(self, response: Response) -> AsyncIterator[Capture]:
        """Turn an answer into a capture."""
        visit: Visit = response.meta["visit"]
        try:
            if visit.rendered:
                seen: Rendered = response.meta["rendered"]
                capture = await capture_of(visit, self.night, seen, response)
            else:
                capture = await self.looker.look(visit, response, response.meta["exchanges"])
                if visit.profile is Profile.DESKTOP:
                    capture.registration = await self.registrar.registration(visit.site)
                    if capture.registration is not None:
                        source = str(capture.registration.answer.get("source") or "rdap")
                        capture.records[source] = capture.registration.answer
        except Exception as error:
            self.logger.exception("visit %s %s", visit.id, visit.url)
            capture = Capture(visit, self.night, Outcome.FAILED, f"{type(error).__name__}: {error}"[:300])
        yield capture

    def failed(self, failure: Failure) -> Capture:
        """Turn an error of the downloader into a capture without a page."""
        request: Request = failure.request  # type: ignore[attr-defined]
        outcome, why = outcome_of(failure.value)
        if outcome is Outcome.FAILED:
            self.logger.error("visit %s: %s", request.url, why)
        return Capture(request.meta["visit"], self.night, outcome, why, exchanges=request.meta.get("exchanges") or ())
