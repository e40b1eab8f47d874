"""Every spider, found by listing them, is run against a small internet that writes down each request.

Only GET and HEAD, no cookie, nobody logged in, no form sent, no Referer but a true one, the pace kept for each host,
robots.txt read first and obeyed. A spider without a row in ``WORK`` fails: whoever adds one says here what it does.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler import settings as constants
from crawler.profiles import REFERER
from lab.hosts import Hosts
from lab.serve import Lab
from tests.crawler.crawler_farm import Deployment
from tests.crawler.test_discovery import LabDeployment
from zhenwei.types import Profile

CONTACT = "https://office.example/crawler"
DELAY = 0.2
SHOP, FORBIDDEN = "shop.example", "private.example"
PAGE = """<html><head><title>办证中心</title><link rel=icon href=/icon.png></head><body>特种作业操作证 办理 包过
<img src=/qr.png><iframe src=/frame.html></iframe><form method=post action=/login><input name=user>
<input type=password name=password></form><a href=/next.html>下一页</a>
<script>document.cookie = 'a=1'</script></body></html>"""
ROBOTS = "User-agent: *\nDisallow: /\n"
Work = Callable[[Deployment, Lab], None]


@dataclass
class Witness:
    """What was asked of the small internet: one row for each request."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def note(self, request: web.BaseRequest, body: bytes) -> None:
        place = urlsplit(str(request.url))
        self.rows.append(
            {
                "at": time.monotonic(), "host": place.hostname, "path": place.path, "method": request.method,
                "headers": {k.lower(): v for k, v in request.headers.items()}, "body": body,
            }
        )  # fmt: skip


def visits(purpose: str) -> Work:
    def plan(own: Deployment, _lab: Lab) -> None:
        urls = [f"http://{SHOP}/", f"http://{SHOP}/away.html", f"http://{FORBIDDEN}/"]
        own.plan(urls, (Profile.DESKTOP, Profile.FROM_SEARCH), purpose=purpose)

    return plan


def units(spider: str, setting: str) -> Work:
    def plan(own: Deployment, lab: Lab) -> None:
        rows: list[tuple[str, str, dict[str, object]]] = [
            (source, "", {}) for source in lab.settings.get(setting, "").split(",") if source
        ]
        own.plan_units(spider, [*rows, (f"http://{FORBIDDEN}/list.txt", "", {})])

    return plan


def queries(own: Deployment, lab: Lab) -> None:
    engines = lab.settings["ZHENWEI_SEARCH_ENGINES"].split(",")
    asked = [("电工证 办理", 1), ("焊工证 包过", 1), ("高处作业证", 1), ("叉车证 代办", 1)]
    own.plan_units("search", [(e, f"{p}:{q}", {"query": q, "page": p}) for e in engines for q, p in asked])


def names(own: Deployment, _lab: Lab) -> None:
    rows = [{"domain": name, "family": "affix", "target": "mem"} for name in (SHOP, "nobody.example")]
    own.plan_units("lookalikes", [("expand", "1", {"names": rows})])


def streams(own: Deployment, _lab: Lab) -> None:
    own.plan_units("certstream", [(f"ws://{SHOP}/stream", "", {})])


WORK: dict[str, Work] = {
    "visit": visits("first"),
    "official": visits("official"),
    "recheck": visits("recheck"),
    "search": queries,
    "feeds": units("feeds", "ZHENWEI_FEED_URLS"),
    "ctlog": units("ctlog", "ZHENWEI_CT_LOGS"),
    "lookalikes": names,
    "certstream": streams,
}
SPIDERS = sorted(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": constants.SPIDER_MODULES})).list())


def write_world(folder: Path) -> Path:
    for host in (SHOP, FORBIDDEN):
        site = folder / "sites" / host
        site.mkdir(parents=True)
        (site / "index.html").write_text(PAGE, "utf-8")
        (site / "site.toml").write_text('[[route]]\npath = "/away.html"\nredirect = "/end.html"\n', "utf-8")
        for name in ("frame.html", "end.html", "qr.png", "icon.png", "list.txt"):
            (site / name).write_text("a.example\n", "utf-8")
    (folder / "sites" / FORBIDDEN / "robots.txt").write_text(ROBOTS, "utf-8")
    (folder / "world.toml").write_text('today = "2026-11-21"\n', "utf-8")
    return folder


@pytest.fixture(scope="module")
def internet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, Witness]]:
    witness = Witness()
    real = Hosts.respond

    async def watched(self: Hosts, request: web.BaseRequest) -> web.StreamResponse:
        witness.note(request, await request.read())
        response = await real(self, request)
        if not response.prepared:
            response.headers["Set-Cookie"] = "kept=yes; Path=/; Max-Age=99999"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Hosts, "respond", watched)
        with Lab(write_world(tmp_path_factory.mktemp("world"))) as lab:
            yield lab, witness


def test_every_spider_says_here_what_it_does() -> None:
    assert sorted(WORK) == SPIDERS


@pytest.mark.parametrize("name", SPIDERS)
def test_a_spider_is_polite(name: str, internet: tuple[Lab, Witness], tmp_path: Path) -> None:
    lab, witness = internet
    witness.rows.clear()
    own = LabDeployment(lab, tmp_path)
    WORK[name](own, lab)
    done = own.crawl(name, DELAY=str(DELAY), CT_DELAY=str(DELAY), CONTACT=CONTACT, CERTSTREAM_SECONDS="1", TIMEOUT="10")
    assert done.returncode == 0, done.stderr
    rows = list(witness.rows)
    assert bool(rows) == (name != "lookalikes")  # the DNS only
    for row in rows:
        held(name, row, rows)
    paced(rows)
    looked = {row["path"] for row in rows if row["host"] == FORBIDDEN}
    visiting = name in ("visit", "official", "recheck")
    if visiting:
        assert looked == {"/robots.txt", "/"}  # the one address in question, and nothing of what belongs to it
    else:
        assert looked <= {"/robots.txt"}
    for host in {row["host"] for row in rows if name != "certstream"}:
        assert next(row["path"] for row in rows if row["host"] == host) == "/robots.txt"
    if visiting:
        check_records(own, name)


def held(name: str, row: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    """Hold one request to what every request must be."""
    headers = row["headers"]
    assert row["method"] in ("GET", "HEAD"), row
    assert not row["body"], row
    assert not {"cookie", "authorization", "proxy-authorization"} & set(headers), row
    assert "login" not in row["path"], row
    if referer := headers.get("referer"):
        # From a search result, or from a page of this very visit that named the part.
        seen = {f"http://{other['host']}{other['path']}" for other in rows}
        assert referer == REFERER or referer in seen, row
        assert name in ("visit", "official", "recheck")
    if row["path"] == "/robots.txt" or name in ("official", "feeds", "ctlog", "certstream"):
        assert CONTACT in headers["user-agent"], row
    site = row["host"] in (SHOP, FORBIDDEN)
    if name in ("visit", "recheck") and site and row["path"] != "/robots.txt":
        assert "zhenwei" not in headers["user-agent"], row


def paced(rows: list[dict[str, Any]]) -> None:
    """No host is asked faster than the settings say: n requests take at least (n - 1) delays.

    Less some jitter, and what the first one needed to connect.
    """
    moments: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        moments[row["host"]].append(row["at"])
    for host, at in moments.items():
        assert at[-1] - at[0] >= 0.85 * DELAY * (len(at) - 1) - 1.5 * DELAY, (host, len(at))


def check_records(own: Deployment, name: str) -> None:
    for visit in own.visits():
        assert visit.outcome in ("ok", "robots"), (visit.url, visit.outcome)
        manner = own.record(visit, "manner")
        assert manner["identified"] is (name == "official")
        assert ("why" in manner) is (name != "official")
        alone = f"//{FORBIDDEN}" in visit.url
        assert manner["robots"] == ("forbidden" if alone else "allowed")
        assert ("robots.txt" in visit.error) is alone
