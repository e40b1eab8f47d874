"""What the spiders that take visits have in common: waiting visits in, captures out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, ClassVar

from scrapy import Spider
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.bounds.allowance import Allowance
from crawler.deployment import Deployment, deployment_of
from crawler.hand import Hand
from crawler.items import Capture
from crawler.look import Looker
from crawler.manner import manner_of
from crawler.outcomes import outcome_of
from crawler.policy import left_alone
from crawler.profiles import context_options, face
from crawler.registrar import Registrar
from crawler.stop import ask_to_stop
from zhenwei.errors import SettingsError, StoreError
from zhenwei.evidence.exchange import Exchange
from zhenwei.store.nights import current_night
from zhenwei.types import Outcome, Profile, Visit

NIGHT_POLL_SECONDS = 1.0


class VisitingSpider(Spider):
    """Looks at every waiting visit of its purposes once. A visit ends in exactly one Outcome, whatever happens.

    Arguments: ``stay=1`` stays until the night's fetching is closed (and waits for a night if none is open);
    ``only=first,render`` takes some purposes only; ``limit=N`` ends after N visits.
    """

    purposes: ClassVar[tuple[str, ...]] = ()
    # Protected organs show everybody the same page, so we need not look like a visitor there (crawler/manner.py).
    as_visitor: ClassVar[bool] = True

    @property
    def deployment(self) -> Deployment:
        """Settings, door and store of this run."""
        return deployment_of(self.crawler)

    async def start(self) -> AsyncIterator[Any]:
        """Yield one request for each visit that the frontier hands out, while it runs."""
        settings = self.deployment.settings
        stay = str(getattr(self, "stay", "0")) not in ("", "0")
        self.night = await self._open_night(wait=stay)
        alone = left_alone(self.deployment.watchlist)
        self.looker = Looker(self.crawler, self.night, self.deployment.verdicts, settings.user_agent, alone)
        self.registrar = Registrar(self.looker, self.deployment)
        self.hand = Hand(
            self.deployment.store, settings, self.night, self._wanted(),
            lambda why: ask_to_stop(self.crawler, why), stay=stay, limit=int(getattr(self, "limit", 0) or 0),
        )  # fmt: skip
        try:
            await self.hand.open()
            async for visit in self.hand.visits():
                yield self._request(visit)
        except (StoreError, SettingsError) as error:
            ask_to_stop(self.crawler, str(error))

    async def _open_night(self, *, wait: bool) -> int:
        """Return the open night; 0 if there is none and nobody waits for one."""
        while True:
            with self.deployment.store.reading() as session:
                night = current_night(session)
            if night is not None or not wait:
                return night.id if night is not None else 0
            await asyncio.sleep(NIGHT_POLL_SECONDS)

    def _wanted(self) -> tuple[str, ...]:
        """Return the purposes to take, or those of them that were asked for (``-a only=first``)."""
        only = str(getattr(self, "only", "")).split(",")
        return tuple(purpose for purpose in self.purposes if purpose in only) or self.purposes

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
                from crawler.rendered import capture_of  # Playwright, which most crawls never need

                capture = await capture_of(visit, self.night, response.meta["rendered"], response)
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
        agent = (response.request.headers.get("User-Agent") or b"").decode("latin-1") if response.request else ""
        settings = self.deployment.settings
        capture.records["manner"] = manner_of(visit, response.meta, agent, settings, as_visitor=self.as_visitor)
        yield capture

    def failed(self, failure: Failure) -> Capture:
        """Turn an error of the downloader into a capture without a page."""
        request: Request = failure.request  # type: ignore[attr-defined]
        outcome, why = outcome_of(failure.value)
        if outcome is Outcome.FAILED:
            self.logger.error("visit %s: %s", request.url, why)
        return Capture(request.meta["visit"], self.night, outcome, why, exchanges=request.meta.get("exchanges") or ())
