"""The lab's search for WeChat articles and its SearXNG instance, read by the product's own readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from crawler.engines import every_engine, every_source
from crawler.engines.engine import Reply
from crawler.engines.links import target_of_link
from tests.lab.lab_worlds import Visitor, page, visited
from zhenwei.config import Settings

QUERY = "高处作业证查询"
SITES: dict[str, dict[str, str | bytes]] = {
    "mp.weixin.qq.com": {"a.html": page(f"{QUERY}公众号文章", QUERY)},
    "best.example": {"index.html": page(f"{QUERY}官网")},
}
OWN = Settings(searxng_url="http://searxng.lab.test")


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder: Path = tmp_path_factory.mktemp("world")
    with visited(folder, SITES, "") as visitor:
        yield visitor


def test_articles_are_found_on_their_host_alone_and_their_addresses_put_together(visitor: Visitor) -> None:
    own = every_engine()["weixin"]
    asked = own.request(QUERY, 1)
    answer = own.read(visitor.get(asked).text, asked)
    assert [(answer.outcome, r.title) for r in answer.results] == [("results", f"{QUERY}公众号文章")]
    link = urljoin(asked, answer.results[0].url)
    assert target_of_link(link, 200, "", visitor.get(link).text) == "http://mp.weixin.qq.com/a.html"
    assert own.read(visitor.get(own.request("从来没有人写过", 1)).text, asked).outcome == "nothing"


def test_the_instance_answers_in_json(visitor: Visitor) -> None:
    own = every_source(OWN)["searxng"]
    for query, found in ((QUERY, 2), ("从来没有人写过", 0)):
        reply = visitor.get(own.question(query, 1, OWN, {}).url)
        answer = own.answer(Reply(reply.status, "", reply.text), query)
        assert (answer.outcome, len(answer.results)) == ("results" if found else "nothing", found)
        assert {r.title for r in answer.results} <= {f"{QUERY}官网", f"{QUERY}公众号文章"}
