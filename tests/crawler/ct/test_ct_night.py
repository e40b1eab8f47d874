"""Nights with certificate logs: real processes against real servers, killed and gone on with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawler.ct.ledger import Ledger
from tests.crawler.crawler_farm import ROOT, Deployment, Farm
from tests.crawler.ct.ct_make import FakeLog, certificate
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import close_night, current_night, position

DAY = 86_400_000


@pytest.fixture
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


@pytest.fixture
def own(farm: Farm, tmp_path: Path) -> Deployment:
    return Deployment(farm, tmp_path)


def names(count: int, start: int = 0) -> list[str]:
    return [f"{n:08}{'z' * 32}.example" for n in range(start, start + count)]


def night(own: Deployment, *sources: str, **extra: str) -> dict[str, UnitRow]:
    """Run one whole night of the spider and return its units by source."""
    with own.store.transaction() as session:
        if (open_one := current_night(session)) is not None:
            close_night(session, open_one.id, {})
    own.plan_units("ctlog", [(source, "tonight", {}) for source in sources])
    done = own.crawl("ctlog", timeout=120, **extra)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    latest = max(unit.night_id for unit in own.units())
    return {unit.source: unit for unit in own.units() if unit.night_id == latest}


def listed(unit: UnitRow) -> list[str]:
    return Path(unit.detail["file"]).read_text("ascii").split()


def place(own: Deployment, source: str) -> dict[str, Any]:
    with own.store.transaction() as session:
        return position(session, f"ctlog:{source}")


def served(log: FakeLog, farm: Farm, kind: str) -> str:
    return log.serve_static(farm, "static.example") if kind == "static" else log.serve_rfc6962(farm, "query.example")


@pytest.mark.parametrize("kind", ["static", "rfc6962"])
def test_night_after_night_each_entry_is_read_once(farm: Farm, own: Deployment, kind: str) -> None:
    log = FakeLog()
    log.fill(names(900))
    url = served(log, farm, kind)
    budget = {"CT_FIRST": "700", "CT_BUDGET": "500"}
    seen = []
    first = night(own, url, **budget)[url]
    assert (first.outcome, first.detail["from"], first.detail["size"]) == ("results", 200, 900)
    assert first.detail["behind"] == 900 - first.detail["next"] > 0
    seen += listed(first)
    log.fill(names(100, 900))
    second = night(own, url, **budget)[url]
    assert (second.detail["next"], second.detail["behind"]) == (1000, 0)
    seen += listed(second)
    assert seen == names(800, 200)
    third = night(own, url, **budget)[url]
    assert (third.outcome, third.looked_at, third.detail["behind"]) == ("nothing", 0, 0)
    assert place(own, url)["next"] == 1000


@pytest.mark.parametrize("kind", ["static", "rfc6962"])
@pytest.mark.parametrize("request_number", [3, 6])
def test_killed_anywhere_no_entry_is_lost_and_none_comes_twice(
    farm: Farm, own: Deployment, kind: str, request_number: int
) -> None:
    log = FakeLog()
    log.fill(names(2500))
    url = served(log, farm, kind)
    host = url.split("//")[1].split(":")[0]
    answer, count = farm.routes[host, "*"], 0
    victim: list[subprocess.Popen[bytes]] = []

    async def deadly(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal count
        count += "data" in request.path or "entries" in request.path
        if count == request_number and victim:
            os.kill(victim[0].pid, signal.SIGKILL)
        return await answer(request)

    farm.routes[host, "*"] = deadly
    own.plan_units("ctlog", [(url, "tonight", {})])
    command = [sys.executable, "-m", "scrapy", "crawl", "ctlog"]
    with subprocess.Popen(command, cwd=ROOT, env=own.environ, stderr=subprocess.DEVNULL) as process:
        victim.append(process)
        assert process.wait(60) == -signal.SIGKILL
    victim.clear()
    killed = own.units()[0]
    assert killed.outcome == "waiting"
    assert int(killed.detail.get("next", 0)) == int(place(own, url).get("next", 0)) < 2500
    assert own.crawl("ctlog").returncode == 0
    done = own.units()[0]
    assert (done.outcome, done.looked_at) == ("results", 2500)
    assert listed(done) == names(2500)


def test_names_behind_what_the_store_knows_are_cut_off(own: Deployment, tmp_path: Path) -> None:
    own.plan_units("ctlog", [("http://x.example/", "", {})])
    unit, path = own.units()[0], tmp_path / "names" / "1.txt"
    with Ledger(path, own.store, unit, "ctlog:x") as ledger:
        ledger.keep([b"a.example", b"b.example"], {"next": 2}, {"next": 2})
    with path.open("ab") as file:
        file.write(b"c.example\nd.exa")  # written, and killed before the store knew
    with Ledger(path, own.store, own.units()[0], "ctlog:x") as ledger:
        assert ledger.whole
        ledger.keep([b"c.example"], {"next": 3}, {"next": 3})
    assert path.read_text() == "a.example\nb.example\nc.example\n"
    path.write_bytes(b"a.ex")  # lost by the disk: read again as a whole
    with Ledger(path, own.store, own.units()[0], "ctlog:x") as ledger:
        assert not ledger.whole
        assert ledger.empty
    assert path.read_bytes() == b""


def test_a_log_that_breaks_off_keeps_what_it_gave_and_goes_on_the_next_night(farm: Farm, own: Deployment) -> None:
    log = FakeLog()
    log.fill(names(1400))
    url = log.serve_static(farm, "static.example")
    answer, broken = farm.routes["static.example", "*"], True

    async def ill(request: web.BaseRequest) -> web.StreamResponse:
        if broken and request.path.endswith("tile/data/003"):
            return web.Response(status=500)
        return await answer(request)

    farm.routes["static.example", "*"] = ill
    first = night(own, url)[url]
    assert (first.outcome, first.detail["next"], first.detail["behind"]) == ("results", 768, 1400 - 768)
    assert "HTTP 500" in first.detail["why"]
    broken = False
    assert listed(first) + listed(night(own, url)[url]) == names(1400)


@pytest.mark.parametrize("kind", ["static", "rfc6962"])
def test_heads_that_cannot_be_trusted_keep_the_position(farm: Farm, own: Deployment, kind: str) -> None:
    log = FakeLog()
    log.fill(names(20))
    url = served(log, farm, kind)
    assert night(own, url)[url].outcome == "results"
    before = place(own, url)
    for salt, size, origin, stamp in (
        (b"", 10, log.origin, log.stamp),
        (b"other history", 20, log.origin, log.stamp),
        (b"", 20, log.origin, log.stamp + DAY),
        (b"", 20, "elsewhere.example", log.stamp),
    ):
        if kind == "rfc6962" and origin != log.origin:
            continue  # a head of RFC 6962 does not name its log
        kept = (log.salt, log.size, log.origin, log.stamp)
        log.salt, log.size, log.origin, log.stamp = salt, size, origin, stamp
        refused = night(own, url)[url]
        assert refused.outcome == "error"
        assert "\n" not in refused.detail["why"]
        assert place(own, url) == before
        log.salt, log.size, log.origin, log.stamp = kept
    log.fill(names(5, 20))
    assert listed(night(own, url)[url]) == names(5, 20)


def test_a_log_that_stands_still_is_stale(farm: Farm, own: Deployment) -> None:
    log = FakeLog()
    log.fill(names(3))
    log.stamp -= 2 * DAY
    url = log.serve_static(farm, "static.example")
    first = night(own, url)[url]
    assert (first.outcome, "小时没有更新" in first.detail["stale"]) == ("results", True)
    again = night(own, url)[url]
    assert (again.outcome, again.looked_at) == ("stale", 0)
    assert "小时没有更新" in again.detail["why"]


def test_the_list_tells_names_kinds_and_keys(farm: Farm, own: Deployment, tmp_path: Path) -> None:
    good, forged, gone = FakeLog(), FakeLog(), FakeLog()
    for n, log in enumerate((good, forged, gone)):
        log.origin = f"log{n}.example/2026"
        log.fill(names(2, n * 10))
    urls = [log.serve_static(farm, f"read{n}.example", packed=True) for n, log in enumerate((good, forged, gone))]
    rows = [good.listed(urls[0], "tiled_logs", state={"usable": {}}), forged.listed(urls[1], "tiled_logs")]
    rows[1] |= {"description": "Example 'forged'", "key": rows[0]["key"], "state": {"usable": {}}}
    rows.append(gone.listed(urls[2], "tiled_logs", description="Example 'gone'", state={"retired": {}}))
    body = json.dumps({"operators": [{"name": "Op", "tiled_logs": rows}]})
    address = farm.serve("list.example", "/list.json", body, "application/json")
    units = night(own, "list", CT_LOG_LIST=address)
    assert {source: unit.outcome for source, unit in units.items()} == {urls[0]: "results", urls[1]: "error"}
    assert units[urls[0]].detail["verified"]
    assert listed(units[urls[0]]) == names(2)
    assert "有效签名行" in units[urls[1]].detail["why"]
    file = tmp_path / "list.json"
    file.write_text(body)
    units = night(own, "GONE", "nobody", CT_LOG_LIST=str(file))
    assert {source: unit.outcome for source, unit in units.items()} == {urls[2]: "results", "nobody": "error"}
    assert "0 个" in units["nobody"].detail["why"]
    units = night(own, "list", CT_LOG_LIST=farm.url("list.example", "/nothing.json"))
    assert "HTTP 404" in units["list"].detail["why"]
    assert "CT_LOG_LIST" in night(own, "list")["list"].detail["why"]


def test_a_names_tile_is_preferred_where_it_is_whole(farm: Farm, own: Deployment) -> None:
    log = FakeLog()
    log.fill(names(300))
    url = log.serve_static(farm, "static.example")
    plain = farm.routes["static.example", "*"]

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.path.endswith("tile/names/000"):
            return web.Response(text="".join(json.dumps({"DNS": [name]}) + "\n" for name in names(256)))
        if request.path.endswith("tile/names/001.p/44"):
            return web.Response(text='{"DNS": ["one.example"]}\n')  # does not stand for 44 entries
        return await plain(request)

    farm.routes["static.example", "*"] = answer
    assert listed(night(own, url)[url]) == names(300)
    asked = farm.asked("static.example")
    assert "/s/tile/data/000" not in asked
    assert asked["/s/tile/data/001.p/44"] == 1


def test_a_partial_tile_that_has_become_whole_is_read_all_the_same(farm: Farm, own: Deployment) -> None:
    log = FakeLog()
    log.fill(names(256))
    log.size = 100
    url = log.serve_static(farm, "static.example")
    answer = farm.routes["static.example", "*"]

    async def grown(request: web.BaseRequest) -> web.StreamResponse:
        if ".p/" in request.path:
            return web.Response(status=404)
        if request.path.endswith("tile/data/000"):
            return web.Response(body=log.tile(0))
        return await answer(request)

    farm.routes["static.example", "*"] = grown
    assert listed(night(own, url)[url]) == names(100)


def test_a_busy_log_is_asked_again_when_it_wants_it(farm: Farm, own: Deployment) -> None:
    log = FakeLog()
    log.add(certificate(["a.example"]))
    url = log.serve_rfc6962(farm, "query.example")
    answer, busy = farm.routes["query.example", "*"], 3

    async def tired(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal busy
        if "entries" in request.path and busy:
            busy -= 1
            return web.Response(status=429, headers={"Retry-After": "0"})
        return await answer(request)

    farm.routes["query.example", "*"] = tired
    assert listed(night(own, url)[url]) == ["a.example"]


def test_what_is_no_log_is_an_error_with_both_reasons(farm: Farm, own: Deployment) -> None:
    url = farm.serve("page.example", "*", "<html>a page, not a log</html>")
    unit = night(own, url)[url]
    assert unit.outcome == "error"
    assert "static-ct" in unit.detail["why"]
    assert "RFC 6962" in unit.detail["why"]
    assert place(own, url) == {}
