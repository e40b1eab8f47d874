"""One crawl over sites that misbehave in every way known: each visit ends in one outcome, and nothing else suffers."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Iterator

import pytest
from aiohttp import web

from tests.crawler.crawler_farm import Deployment, Farm
from zhenwei.evidence.capture import read_capture
from zhenwei.evidence.verify import verify
from zhenwei.store.models import VisitRow
from zhenwei.types import Profile

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
SALE = "<html><head><title>办证中心</title></head><body><p>特种作业操作证 包过 联系微信</p>{}</body></html>"


def redirect(target: str, status: int = 302) -> object:
    async def handler(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": target})

    return handler


async def hang(_request: web.BaseRequest) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


async def large(request: web.BaseRequest) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    for _ in range(200):
        await answer.write(b"x" * 4096)
    return answer


async def bomb(_request: web.BaseRequest) -> web.StreamResponse:
    body = gzip.compress(b"0" * 3_000_000)
    return web.Response(body=body, headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})


async def deflated(_request: web.BaseRequest) -> web.StreamResponse:
    body = zlib.compress(SALE.format("压缩").encode())
    return web.Response(body=body, headers={"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "deflate"})


async def reset(request: web.BaseRequest) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def by_visitor(request: web.BaseRequest) -> web.StreamResponse:
    agent, referer = request.headers.get("User-Agent", ""), request.headers.get("Referer", "")
    shown = "wechat" if "MicroMessenger" in agent else "phone" if "Mobile" in agent else "desktop"
    shown = "spider" if "Baiduspider" in agent else "from-search" if "baidu.com" in referer else shown
    return web.Response(body=SALE.format(shown).encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def serve_all(farm: Farm) -> dict[str, str]:
    """Put up the sites; returns what each address must end as."""
    with_parts = SALE.format("<img src=/qr.png><img src=/gone.png><iframe src=/frame.html></iframe>")
    farm.serve("plain.example", "/", with_parts)
    farm.serve("plain.example", "/qr.png", PNG, "image/png")
    farm.serve("plain.example", "/favicon.ico", PNG, "image/x-icon")
    farm.serve("plain.example", "/frame.html", "<title>框</title><p>框架里的内容：真实有效")
    farm.serve("gbk.example", "/", SALE.format("").encode("gb18030"), "text/html; charset=utf-8")
    farm.serve("hops.example", "/", redirect("/two"))  # type: ignore[arg-type]
    farm.serve(
        "hops.example", "/two", f'<meta http-equiv=refresh content="0;url={farm.url("hops.example", "/three")}">'
    )
    farm.serve("hops.example", "/three", "<script>location.href='/end'</script>")
    farm.serve("hops.example", "/end", SALE.format("终点"))
    farm.serve("deadend.example", "/", SALE.format('<meta http-equiv=refresh content="0;url=http://nobody.example/">'))
    farm.serve("loop.example", "*", redirect("/again"))  # type: ignore[arg-type]
    farm.serve("inside.example", "/", redirect("http://169.254.169.254/latest/"))  # type: ignore[arg-type]
    farm.serve("port.example", "/", redirect("http://plain.example:9/"))  # type: ignore[arg-type]
    farm.serve("hang.example", "*", hang)
    farm.serve("large.example", "/", large)
    farm.serve("bomb.example", "/", bomb)
    farm.serve("deflate.example", "/", deflated)
    farm.serve("reset.example", "/", reset)
    farm.serve("pdf.example", "/", b"%PDF-1.7\0\0", "application/pdf")
    farm.serve("robots.example", "/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    farm.serve("robots.example", "/", SALE.format(""))
    farm.serve("decoy.example", "/", by_status(403))  # type: ignore[arg-type]
    farm.addresses["rebind.example"] = ["10.0.0.5"]
    farm.servfail.add("silent.example")
    return {
        "plain.example": "ok", "gbk.example": "ok", "hops.example": "ok", "deadend.example": "ok",
        "deflate.example": "ok", "loop.example": "redirect_loop", "inside.example": "egress",
        "port.example": "egress", "hang.example": "timeout", "large.example": "too_large",
        "bomb.example": "too_large", "reset.example": "unreachable", "pdf.example": "not_a_page",
        "robots.example": "ok", "decoy.example": "http_error", "rebind.example": "egress",
        "nobody.example": "no_such_name", "silent.example": "dns_failed",
    }  # fmt: skip


def by_status(status: int) -> object:
    async def handler(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status, text=SALE.format("诱饵"), content_type="text/html")

    return handler


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, dict[str, str], Farm]]:
    with Farm() as farm:
        wanted = serve_all(farm)
        farm.serve("cloak.example", "/", by_visitor)
        own = Deployment(farm, tmp_path_factory.mktemp("night"), MAX_BYTES="300000", TIMEOUT="2.5")
        own.plan([farm.url(host) for host in wanted])
        own.plan([farm.url("cloak.example")], tuple(Profile))
        own.plan(["http://127.0.0.1:1/", "http://2852039166/", "nonsense", "ftp://plain.example/"])
        done = own.crawl("visit")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        yield own, wanted, farm


def row(own: Deployment, host: str, profile: str = "desktop") -> VisitRow:
    return next(v for v in own.visits() if f"//{host}:" in v.url and v.profile == profile)


def test_every_visit_ends_in_its_outcome(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own, wanted, _ = night
    assert {host: row(own, host).outcome for host in wanted} == wanted
    odd = {v.url: v.outcome for v in own.visits() if ".example:" not in v.url}
    assert odd == {
        "http://127.0.0.1:1/": "egress", "http://2852039166/": "egress", "nonsense": "failed",
        "ftp://plain.example/": "egress",
    }  # fmt: skip
    assert all(v.error for v in own.visits() if v.outcome != "ok")


def test_a_capture_holds_parts_chain_and_wire(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own, _, farm = night
    visit = row(own, "plain.example")
    page = read_capture(own.folder / "evidence", visit.folder)
    assert visit.title == "办证中心"
    assert [p.data for p in page.pictures] == [PNG]
    assert page.favicon == PNG
    assert "框架里的内容" in page.html
    assert page.chain[0].address == "127.0.0.1"
    assert own.record(visit, "parts")[farm.url("plain.example", "/gone.png")] == "picture 404"
    assert verify(own.folder / "evidence" / visit.folder) == []


def test_a_mislabelled_page_is_read_right(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own = night[0]
    page = read_capture(own.folder / "evidence", row(own, "gbk.example").folder)
    assert "特种作业操作证" in page.html
    assert page.charset == "gb18030"


def test_every_hop_is_recorded_with_its_kind(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own, _, farm = night
    page = read_capture(own.folder / "evidence", row(own, "hops.example").folder)
    assert [(h.kind, h.url.removeprefix(farm.url("hops.example", ""))) for h in page.chain] == [
        ("http", "/"), ("http", "/two"), ("meta", "/three"), ("script", "/end"),
    ]  # fmt: skip
    assert page.final_url == farm.url("hops.example", "/end")


def test_each_profile_is_served_its_own_face(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own = night[0]
    for profile in Profile:
        page = read_capture(own.folder / "evidence", row(own, "cloak.example", profile.value).folder)
        assert profile.value in page.html


def test_no_more_was_asked_for_than_is_allowed(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    _, _, farm = night
    # Where robots.txt forbids the address, it alone is fetched: no favicon, no picture (crawler/manners/).
    assert farm.asked("robots.example") == {"/robots.txt": 1, "/": 1}
    assert farm.asked("loop.example")["/again"] <= 10
    assert all("Cookie" not in headers for _, _, headers in farm.hits)


def test_a_second_run_finds_nothing_to_do(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own, _, farm = night
    before = len(farm.hits)
    assert own.crawl("visit").returncode == 0
    assert len(farm.hits) == before
