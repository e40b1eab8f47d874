"""Confirmed and referred sites, looked at again until they are gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import ClassVar

from twisted.python.failure import Failure

from crawler.items import Capture
from crawler.visiting import VisitingSpider
from zhenwei.types import Outcome, Profile


class RecheckSpider(VisitingSpider):
    """Takes the waiting visits of its purposes. Of a name that is no more, the registry is asked why (its hold)."""

    name = "recheck"
    purposes: ClassVar[tuple[str, ...]] = ("recheck",)

    async def failed(self, failure: Failure) -> AsyncIterator[Capture]:  # type: ignore[override]
        """Turn an error of the downloader into a capture, with what the registry says of a vanished name."""
        capture = super().failed(failure)
        if capture.outcome is Outcome.NO_SUCH_NAME and capture.visit.profile is Profile.DESKTOP:
            try:
                capture.registration = await self.registrar.registration(capture.visit.site, again=True)
            except Exception:
                self.logger.exception("registration of %s", capture.visit.site)  # the visit itself is complete
        yield capture
