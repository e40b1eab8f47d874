"""Every request passes the door before it leaves, robots.txt and pictures as much as pages."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from crawler.deployment import Deployment, deployment_of
from crawler.resolver import DnsFailed, NoSuchName
from zhenwei.errors import Egress
from zhenwei.types import Outcome


class Refused(IgnoreRequest):
    """The request was not sent; ``outcome`` says why. Caught where the visit is recorded."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome = outcome


class EgressMiddleware:
    """Refuses what the door refuses, notes the address, and sends what leaves through the deployment's proxy."""

    def __init__(self, deployment: Deployment) -> None:
        self._door = deployment.door
        self._proxy = deployment.settings.egress_proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(deployment_of(crawler))

    async def process_request(self, request: Request) -> None:
        try:
            _, address = await self._door.open(request.url)
        except Egress as error:
            raise Refused(Outcome.EGRESS, str(error)) from error
        except NoSuchName as error:
            raise Refused(Outcome.NO_SUCH_NAME, str(error)) from error
        except DnsFailed as error:
            raise Refused(Outcome.DNS_FAILED, str(error)) from error
        request.meta["address"] = address
        if self._proxy and not request.meta.get("playwright"):
            request.meta["proxy"] = self._proxy
