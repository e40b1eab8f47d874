"""Nights with certificate logs: real processes against real servers, killed and gone on with."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from crawler.ct.ledger import Ledger
from crawler.ct.logs import Answer
from crawler.ct.wanted import log_list, plan_named
from tests.crawler.crawler_farm import ROOT, Deployment, Farm, Handler
from tests.crawler.ct.ct_make import FakeLog
from tests.crawler.ct.ct_nights import DAY, listed, names, night, place
from zhenwei.errors import BadInput


@pytest.fixture
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


@pytest.fixture
def own(farm: Farm, tmp_path: Path) -> Deployment:
    return Deployment(farm, tmp_path)


def both(log: FakeLog, farm: Farm, name: str = "") -> list[str]:
    """Serve a log in both ways."""
    return [log.serve_static(farm, f"static{name}.example"), log.serve_rfc6962(farm, f"query{name}.example")]


def test_night_after_night_each_entry_is_read_once(farm: Farm, own: Deployment) -> None:
    log = FakeLog()
    log.fill(names(900))
    urls = both(log, farm)
    budget = {"CT_FIRST": "700", "CT_BUDGET": "500"}
    first = night(own, *urls, **budget)
    log.fill(names(100, 900))
    second = night(own, *urls, **budget)
    third = night(own, *urls, **budget)
    for url in urls:
        said = first[url].detail
        assert (first[url].outcome, said["from"], said["size"]) == ("results", 200, 900)
        assert said["behind"] == 900 - said["next"] > 0
        assert (second[url].detail["next"], second[url].detail["behind"]) == (1000, 0)
        assert listed(first[url]) + listed(second[url]) == names(800, 200)
        assert (third[url].outcome, third[url].looked_at, third[url].detail["behind"]) == ("nothing", 0, 0)
        assert place(own, url)["next"] == 1000


@pytest.mark.parametrize("request_number", [5, 14])
def test_killed_anywhere_no_entry_is_lost_and_none_comes_twice(
    farm: Farm, own: Deployment, request_number: int
) -> None:
    log = FakeLog()
    log.fill(names(2500))
    urls = both(log, farm)
    victim: list[subprocess.Popen[bytes]] = []
    count = 0

    def deadly(answer: Handler) -> Handler:
        async def answering(request: web.BaseRequest) -> web.StreamResponse:
            nonlocal count
            count += "data" in request.path or "entries" in request.path
            if count == request_number and victim:
                os.kill(victim.pop().pid, signal.SIGKILL)
            return await answer(request)

        return answering

    for key, answer in list(farm.routes.items()):
        farm.routes[key] = deadly(answer)
    own.plan_units("ctlog", [(url, "tonight", {}) for url in urls])
    command = [sys.executable, "-m", "scrapy", "crawl", "ctlog"]
    with subprocess.Popen(command, cwd=ROOT, env=own.environ, stderr=subprocess.DEVNULL) as process:
        victim.append(process)
        assert process.wait(60) == -signal.SIGKILL
    for killed in own.units():
        assert killed.outcome == "waiting"
        assert int(killed.detail.get("next", 0)) == int(place(own, killed.source).get("next", 0)) < 2500
    assert own.crawl("ctlog").returncode == 0
    for done in own.units():
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


def test_heads_that_cannot_be_trusted_keep_the_position(farm: Farm, own: Deployment) -> None:
    logs = [FakeLog() for _ in range(4)]
    for log in logs:
        log.fill(names(20))
    # A head of RFC 6962 does not name its log, so the last one has nothing to change there.
    urls = [url for n, log in enumerate(logs) for url in both(log, farm, str(n))][:-1]
    assert {unit.outcome for unit in night(own, *urls).values()} == {"results"}
    before = {url: place(own, url) for url in urls}
    logs[0].size = 10
    logs[1].salt = b"other history"
    logs[2].stamp += DAY
    logs[3].origin = "elsewhere.example"
    refused = night(own, *urls)
    for url, why in zip(urls, ("变短", "变短", "改写", "改写", "未来", "未来", "换了来源"), strict=True):
        assert refused[url].outcome == "error"
        assert why in refused[url].detail["why"]
        assert "\n" not in refused[url].detail["why"]
        assert place(own, url) == before[url]
    logs[0].size, logs[1].salt, logs[3].origin = None, b"", FakeLog().origin
    logs[2].stamp -= DAY
    for log in logs:
        log.fill(names(5, 20))
    assert all(listed(unit) == names(5, 20) for unit in night(own, *urls).values())


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
    units = night(own, "list", "GONE", "nobody", CT_LOG_LIST=address)
    outcomes = {source: unit.outcome for source, unit in units.items()}
    assert outcomes == {urls[0]: "results", urls[1]: "error", urls[2]: "results", "nobody": "error"}
    assert units[urls[0]].detail["verified"]
    assert listed(units[urls[0]]) == names(2)
    assert "有效签名行" in units[urls[1]].detail["why"]
    assert "0 个" in units["nobody"].detail["why"]
    units = night(own, "list", urls[0], CT_LOG_LIST=farm.url("list.example", "/nothing.json"))
    assert "HTTP 404" in units["list"].detail["why"]
    assert units[urls[0]].outcome == "nothing"


def test_without_a_list_a_name_stands_for_nothing(own: Deployment, tmp_path: Path) -> None:
    own.plan_units("ctlog", [("argon", "tonight", {})])
    assert "CT_LOG_LIST" in plan_named(own.store, own.units()[0], None, "")
    file = tmp_path / "list.json"
    row = FakeLog().listed("https://a.example/", "logs", description="Argon", state={"retired": {}})
    file.write_text(json.dumps({"operators": [{"logs": [row]}]}))
    logs = asyncio.run(log_list(str(file), nobody))
    assert plan_named(own.store, own.units()[0], logs, "") == ""
    assert [unit.source for unit in own.units()] == ["https://a.example/"]
    own.plan_units("ctlog", [("list", "tonight", {})])
    assert "没有" in plan_named(own.store, own.units()[1], logs, "")
    with pytest.raises(BadInput, match="读不出来"):
        asyncio.run(log_list(str(tmp_path / "nothing.json"), nobody))


async def nobody(_url: str) -> Answer:
    raise AssertionError("a file is not fetched")


def test_what_a_killed_run_has_read_is_screened_though_the_log_is_gone(farm: Farm, own: Deployment) -> None:
    sources = [f"{farm.url('gone.example')}{n}/" for n in range(2)]
    farm.addresses["gone.example"] = ["127.0.0.1"]
    own.plan_units("ctlog", [(source, "tonight", {}) for source in sources])
    kept, lost = own.units()
    for unit in (kept, lost):
        path = own.folder / "feeds" / str(unit.night_id) / f"{unit.id}.txt"
        with Ledger(path, own.store, unit, f"ctlog:{unit.source}") as ledger:
            ledger.keep([b"a.example"], {"next": 7}, {"from": 2, "next": 7, "until": 9})
        path.write_bytes(b"a.example\nhalf" if unit is kept else b"")
    assert own.crawl("ctlog").returncode == 0
    kept, lost = own.units()
    assert (kept.outcome, listed(kept), kept.looked_at) == ("results", ["a.example"], 5)
    assert lost.outcome == "error"
    assert [place(own, source)["next"] for source in sources] == [7, 2]
