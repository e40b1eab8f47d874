"""Who is let through by robots.txt, with hostile answers to the question itself."""

from __future__ import annotations

import asyncio
from collections import Counter
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Request, Response
from scrapy.settings import Settings as ScrapySettings

from crawler.deployment import KEY, Deployment
from crawler.middlewares.egress import Refused
from crawler.middlewares.robots import RobotsMiddleware
from crawler.robots import LARGEST
from zhenwei.config import Settings
from zhenwei.types import Outcome

FORBIDS = b"User-agent: *\nDisallow: /\nCrawl-delay: 600"
PAGE = "http://shop.example.com/a"


class Engine:
    """Answers what it is told to, and counts what it was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers, self.asked, self.metas = answers, Counter[str](), list[dict[str, Any]]()

    async def download_async(self, request: Request) -> Response:
        self.asked[request.url] += 1
        self.metas.append(request.meta)
        await asyncio.sleep(0)
        found = self.answers.get(request.url, (404, {}, b""))
        if isinstance(found, Exception):
            raise found
        status, headers, body = found
        return Response(request.url, status=status, headers=headers, body=body, request=request)


def middleware(engine: Engine, **own: Any) -> RobotsMiddleware:
    values = {"ROBOTSTXT_OBEY": True, "ROBOTSTXT_USER_AGENT": "zhenwei", KEY: Deployment(Settings(**own))}
    stats = SimpleNamespace(inc_value=lambda *_: None)
    return RobotsMiddleware(
        cast("Crawler", SimpleNamespace(settings=ScrapySettings(values), engine=engine, stats=stats))
    )


def passes(engine: Engine, meta: dict[str, Any], url: str = PAGE, **own: Any) -> dict[str, Any] | Outcome:
    """Return the request's meta if it passes, else the outcome."""
    request = Request(url, meta=meta)
    try:
        asyncio.run(middleware(engine, **own).process_request(request))
    except Refused as error:
        return error.outcome
    return request.meta


ROBOTS = "http://shop.example.com/robots.txt"


@pytest.mark.parametrize(
    ("meta", "own", "found"),
    [
        ({}, {}, Outcome.ROBOTS),  # discovery, and the parts of a page
        ({"service": True}, {}, Outcome.ROBOTS),
        ({"visit": "one"}, {}, "forbidden"),
        ({"visit": "one"}, {"robots_strict": True}, Outcome.ROBOTS),
        ({"visit": "one", "playwright": True}, {}, Outcome.ROBOTS),  # a browser fetches more than the one address
        ({"dont_obey_robotstxt": True}, {}, Outcome.ROBOTS),  # nobody switches it off for a request
    ],
)
def test_a_forbidden_address(meta: dict[str, Any], own: dict[str, Any], found: object) -> None:
    said = passes(Engine({ROBOTS: (200, {}, FORBIDS)}), meta, **own)
    assert (said["robots"] if isinstance(said, dict) else said) == found


def test_a_pace_is_obeyed_up_to_a_bound() -> None:
    said = passes(Engine({ROBOTS: (200, {}, FORBIDS)}), {"visit": "one"}, robots_delay=7.0)
    assert isinstance(said, dict)
    assert said["crawl_delay"] == 7.0


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, FORBIDS), (500, {}, FORBIDS), (200, {"Content-Type": "text/html; charset=utf-8"}, FORBIDS),
        (200, {}, b"<!doctype html>" + FORBIDS), (302, {"Location": "/robots.txt"}, b""), (302, {}, FORBIDS),
        (302, {"Location": "http://elsewhere.example.net/robots.txt"}, b""), DownloadTimeoutError(), OSError("reset"),
        ValueError("anything"),
    ],
)  # fmt: skip
def test_what_is_no_robots_txt_forbids_nothing(answer: Any) -> None:
    engine = Engine({ROBOTS: answer, "http://elsewhere.example.net/robots.txt": (200, {}, FORBIDS)})
    said = passes(engine, {})
    assert isinstance(said, dict)
    assert said["robots"] == "allowed"
    assert sum(engine.asked.values()) <= 6
    assert engine.asked["http://elsewhere.example.net/robots.txt"] == 0
    assert {meta["download_maxsize"] for meta in engine.metas} == {LARGEST}


def test_one_that_was_moved_within_the_name_counts() -> None:
    moved = "https://www.example.com/robots.txt"
    engine = Engine({ROBOTS: (301, {"Location": moved}, b""), moved: (200, {}, FORBIDS)})
    assert passes(engine, {}) is Outcome.ROBOTS


def test_many_requests_share_one_question_and_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.middlewares.robots.KEPT", 20)
    engine = Engine({})
    own = middleware(engine)

    async def work() -> None:
        requests = [Request(f"http://h{i % 50}.example.com/{n}") for i in range(50) for n in range(4)]
        await asyncio.gather(*(own.process_request(request) for request in requests))

    asyncio.run(work())
    assert set(engine.asked.values()) == {1}
    assert len(own._known) <= 20


def test_a_budget_that_is_used_up_is_no_answer() -> None:
    engine = Engine({ROBOTS: Refused(Outcome.BUDGET, "used up")})
    own = middleware(engine)

    async def work() -> None:
        await own.process_request(Request(PAGE))
        engine.answers[ROBOTS] = (200, {}, FORBIDS)
        with pytest.raises(Refused):
            await own.process_request(Request(PAGE))

    asyncio.run(work())
