"""Logs that are each odd in another way: ill, standing still, busy, growing, or no log at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from aiohttp import web

from tests.crawler.crawler_farm import Deployment, Farm
from tests.crawler.ct.ct_make import FakeLog, certificate
from tests.crawler.ct.ct_nights import DAY, listed, names, night, place
from zhenwei.store.models import UnitRow

Odd = tuple[Farm, list[dict[str, UnitRow]]]
HOSTS = ("ill.example", "still.example", "names.example", "grown.example", "busy.example", "page.example")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Odd]:
    """Two nights with logs that are each odd in another way; the one that is ill has recovered by the second."""
    with Farm() as farm:
        own = Deployment(farm, tmp_path_factory.mktemp("odd"))
        recover = serve_ill(farm)
        serve_still(farm)
        serve_names(farm)
        serve_grown(farm)
        serve_busy(farm)
        farm.serve("page.example", "*", "<html>a page, not a log</html>")
        urls = [farm.url(host, "/s/") for host in HOSTS]
        first = night(own, *urls)
        recover()
        second = night(own, *urls)
        assert place(own, urls[-1]) == {}
        yield farm, [{source.split("/")[2].split(":")[0]: unit for source, unit in u.items()} for u in (first, second)]


def wrap(farm: Farm, host: str, other: Callable[[web.BaseRequest], web.StreamResponse | None]) -> None:
    """Answer some requests of a host otherwise."""
    plain = farm.routes[host, "*"]

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return other(request) or await plain(request)

    farm.routes[host, "*"] = answer


def serve_ill(farm: Farm) -> Callable[[], None]:
    log, ill = FakeLog(), [True]
    log.fill(names(1400))
    log.serve_static(farm, "ill.example")
    wrap(farm, "ill.example", lambda r: web.Response(status=500) if ill and r.path.endswith("/data/003") else None)
    return ill.clear


def serve_still(farm: Farm) -> None:
    log = FakeLog()
    log.fill(names(3))
    log.stamp -= 2 * DAY
    log.serve_static(farm, "still.example")


def serve_names(farm: Farm) -> None:
    log = FakeLog()
    log.fill(names(300))
    log.serve_static(farm, "names.example")

    def other(request: web.BaseRequest) -> web.StreamResponse | None:
        if request.path.endswith("tile/names/000"):
            return web.Response(text="".join(json.dumps({"DNS": [name]}) + "\n" for name in names(256)))
        if request.path.endswith("tile/names/001.p/44"):
            return web.Response(text='{"DNS": ["one.example"]}\n')  # does not stand for 44 entries
        return None

    wrap(farm, "names.example", other)


def serve_grown(farm: Farm) -> None:
    log = FakeLog()
    log.fill(names(256))
    log.size = 100
    log.serve_static(farm, "grown.example")

    def other(request: web.BaseRequest) -> web.StreamResponse | None:
        if ".p/" in request.path:
            return web.Response(status=403)
        return web.Response(body=log.tile(0)) if request.path.endswith("tile/data/000") else None

    wrap(farm, "grown.example", other)


def serve_busy(farm: Farm) -> None:
    log, left = FakeLog(), [1, 2, 3]
    log.add(certificate(["a.example"]))
    log.serve_rfc6962(farm, "busy.example", "/s/")

    def other(request: web.BaseRequest) -> web.StreamResponse | None:
        if "entries" in request.path and left:
            left.pop()
            return web.Response(status=429, headers={"Retry-After": "0"})
        return None

    wrap(farm, "busy.example", other)


def test_a_log_that_breaks_off_keeps_what_it_gave_and_goes_on_the_next_night(odd: Odd) -> None:
    first, second = (units["ill.example"] for units in odd[1])
    assert (first.outcome, first.detail["next"], first.detail["behind"]) == ("results", 768, 1400 - 768)
    assert "HTTP 500" in first.detail["why"]
    assert (first.detail["problems"], second.detail["problems"]) == ([first.detail["why"]], [])
    assert listed(first) + listed(second) == names(1400)


def test_a_log_that_stands_still_is_stale(odd: Odd) -> None:
    first, second = (units["still.example"] for units in odd[1])
    assert (first.outcome, "小时没有更新" in first.detail["stale"]) == ("results", True)
    assert (second.outcome, second.looked_at) == ("stale", 0)
    assert "小时没有更新" in second.detail["why"]


def test_a_names_tile_is_preferred_where_it_is_whole(odd: Odd) -> None:
    assert listed(odd[1][0]["names.example"]) == names(300)
    asked = odd[0].asked("names.example")
    assert "/s/tile/data/000" not in asked
    assert asked["/s/tile/data/001.p/44"] == 1


def test_a_partial_tile_that_has_become_whole_is_read_all_the_same(odd: Odd) -> None:
    assert listed(odd[1][0]["grown.example"]) == names(100)


def test_a_busy_log_is_asked_again_when_it_wants_it(odd: Odd) -> None:
    assert listed(odd[1][0]["busy.example"]) == ["a.example"]


def test_what_is_no_log_is_an_error_with_both_reasons(odd: Odd) -> None:
    unit = odd[1][0]["page.example"]
    assert unit.outcome == "error"
    assert "static-ct" in unit.detail["why"]
    assert "RFC 6962" in unit.detail["why"]
