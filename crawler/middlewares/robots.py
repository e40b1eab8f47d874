"""robots.txt, by Scrapy's own middleware; a refusal is told apart from every other reason to give up."""

from __future__ import annotations

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.robotstxt import RobotParser

from crawler.middlewares.egress import Refused
from zhenwei.types import Outcome


class RobotsMiddleware(RobotsTxtMiddleware):
    """Raises Refused with Outcome.ROBOTS where the site forbids the address."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise Refused(Outcome.ROBOTS, "网站的 robots.txt 不允许访问该地址") from error
