"""Chains hop by hop: over HTTP, Refresh, meta and scripts, into loops, past lawful sites, through frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.crawler.crawler_farm import Deployment, Farm, Handler
from zhenwei.evidence.capture import read_capture
from zhenwei.store.models import VisitRow
from zhenwei.types import Page, Profile

TEXT = "<p>" + "某某机械有限公司成立于一九九八年，主营电机与水泵，欢迎来电洽谈。" * 15 + "</p>"
OFFICIAL = "<title>应急管理部</title><h1>特种作业操作证查询平台</h1>"


def answers(headers: dict[str, str | bytes] | None = None, status: int = 302, body: str = "") -> Handler:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        lines = [
            f"HTTP/1.1 {status} X",
            "Content-Type: text/html; charset=utf-8",
            f"Content-Length: {len(body.encode())}",
        ]
        raw = "\r\n".join(lines).encode()
        for name, value in (headers or {}).items():
            raw += b"\r\n" + name.encode() + b": " + (value.encode() if isinstance(value, str) else value)
        assert request.transport is not None
        request.transport.write(raw + b"\r\nConnection: close\r\n\r\n" + body.encode())
        request.transport.close()
        return web.Response()

    return handler


async def only_with_a_cookie(request: web.BaseRequest) -> web.StreamResponse:
    if "seen" in request.headers.get("Cookie", ""):
        return web.Response(text="shown")
    return web.Response(status=302, headers={"Location": "/", "Set-Cookie": "seen=1"})


def serve_all(farm: Farm) -> None:
    farm.serve("mem.example", "*", OFFICIAL)
    farm.serve("school.example", "*", OFFICIAL)
    farm.serve("refresh.example", "/", answers({"Refresh": "0; url=/next"}, 200, "<p>请稍候</p>"))
    farm.serve("refresh.example", "/next", "<title>到了</title>")
    gbk = "/证书".encode("gb18030")
    farm.serve("gbk.example", "/", answers({"Location": gbk}))
    farm.serve("gbk.example", "*", "<title>查到</title>")
    farm.serve("relative.example", "/", answers({"Location": f"//gbk.example:{farm.port}\\a b"}))
    farm.serve("cookie.example", "/", only_with_a_cookie)
    farm.serve("circle.example", "/", "<meta http-equiv=refresh content='0;url=/b'>")
    farm.serve("circle.example", "/b", "<script>location.href='/'</script>")
    farm.serve("toapp.example", "/", answers({"Location": "weixin://dl/business/?t=1"}))
    farm.serve("tolookup.example", "/", answers({"Location": farm.url("mem.example", "/cert?id=1")}))
    farm.serve("tocleared.example", "/", f"<script>var u='{farm.url('school.example')}';location.replace(u)</script>")
    farm.serve("says.example", "/", f"{TEXT}<meta http-equiv=refresh content='5;url={farm.url('gbk.example')}'>")
    farm.serve("lost.example", "/", answers({"Refresh": "3;url=/home"}, 404, "<p>页面不存在</p>"))
    farm.serve("decoy.example", "/", answers(None, 404, f"<script>location='{farm.url('gbk.example', '/d')}'</script>"))
    phones = "if(/Android|iPhone/i.test(navigator.userAgent)){location.href='" + farm.url("gbk.example", "/m") + "'}"
    farm.serve("phones.example", "/", f"<script>{phones}</script>{TEXT}")
    farm.serve("frames.example", "/", "<frameset><frame src=/one><frame src=/loop></frameset>")
    farm.serve("frames.example", "/one", "<p>一层</p><iframe src=/two></iframe>")
    farm.serve("frames.example", "/two", answers({"Location": "/three"}))
    farm.serve("frames.example", "/three", "<p>二层</p><iframe srcdoc='<p>写在页内</p>'></iframe><iframe src=/deep>")
    farm.serve("frames.example", "/deep", "<p>三层</p><iframe src=/deeper></iframe>")
    farm.serve("frames.example", "/deeper", "<p>四层</p>")
    farm.serve("frames.example", "/loop", "<p>自身</p><iframe src=/loop></iframe><iframe src=/></iframe>")
    farm.serve("framed.example", "/", f"<iframe src='{farm.url('mem.example')}' width=100% height=100%></iframe>")
    farm.serve("written.example", "/", "<script>document.write('<ifr'+'ame src=\"/in\"></iframe>')</script>")
    farm.serve("written.example", "/in", "<p>框内的招揽</p>")


def overlay(folder: Path) -> Path:
    (folder / "organs").mkdir(parents=True)
    organ = 'name = "某部"\ndomains = ["mem.example"]\nlookups = ["http://mem.example/"]\n'
    (folder / "organs" / "some-ministry.toml").write_text(organ, "utf-8")
    cleared = '[[host]]\nname = "school.example"\nwhy = "核实过"\nby = "测试"\non = 2026-11-01\n'
    (folder / "lawful.toml").write_text(cleared, "utf-8")
    return folder


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, Farm]]:
    with Farm() as farm:
        serve_all(farm)
        own = Deployment(
            farm, tmp_path_factory.mktemp("chains"), WATCHLIST_DIR=str(overlay(tmp_path_factory.mktemp("list")))
        )
        hosts = {host for host, _ in farm.routes} - {"mem.example", "school.example"}
        own.plan(farm.url(host) for host in sorted(hosts))
        own.plan([farm.url("phones.example")], (Profile.PHONE,))
        own.plan([farm.url("mem.example", "/front")], purpose="official")
        done = own.crawl("visit")
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        yield own, farm


def row(own: Deployment, host: str, profile: str = "desktop") -> VisitRow:
    return next(v for v in own.visits() if f"//{host}:" in v.url and v.profile == profile)


def page(own: Deployment, host: str, profile: str = "desktop") -> Page:
    return read_capture(own.folder / "evidence", row(own, host, profile).folder)


def steps(own: Deployment, host: str, profile: str = "desktop") -> list[tuple[str, str, int]]:
    """(kind, host and path, status) of each hop after the first."""
    found = page(own, host, profile).chain[1:]
    return [(h.kind, h.url.split("://")[1].replace(f":{own.farm.port}", ""), h.status) for h in found]


@pytest.mark.parametrize(
    ("host", "outcome", "hops"),
    [
        ("refresh.example", "ok", [("refresh", "refresh.example/next", 200)]),
        ("gbk.example", "ok", [("http", "gbk.example/%D6%A4%CA%E9", 200)]),
        ("relative.example", "ok", [("http", "gbk.example/a%20b", 200)]),
        ("cookie.example", "redirect_loop", []),
        ("circle.example", "redirect_loop", [("meta", "circle.example/b", 200)]),
        ("toapp.example", "egress", []),
        ("tolookup.example", "ok", [("http", "mem.example/cert?id=1", 0)]),
        ("tocleared.example", "ok", [("script", "school.example/", 0)]),
        ("says.example", "ok", [("meta", "gbk.example/", 0)]),
        ("lost.example", "http_error", []),
        ("decoy.example", "ok", [("script", "gbk.example/d", 200)]),
        ("phones.example", "ok", []),
    ],
)
def test_where_a_chain_leads(
    night: tuple[Deployment, Farm], host: str, outcome: str, hops: list[tuple[str, str, int]]
) -> None:
    own, _ = night
    assert (row(own, host).outcome, steps(own, host)) == (outcome, hops)


def test_a_script_that_asks_who_comes_is_followed_for_whom_it_means(night: tuple[Deployment, Farm]) -> None:
    own, _ = night
    assert steps(own, "phones.example", "phone") == [("script", "gbk.example/m", 200)]


def test_a_look_up_and_a_cleared_site_are_never_asked_on_the_way(night: tuple[Deployment, Farm]) -> None:
    own, farm = night
    assert set(farm.asked("mem.example")) <= {"/front", "/robots.txt", "/favicon.ico"}
    assert not farm.asked("school.example")
    led = page(own, "tolookup.example")
    assert led.final_url == farm.url("mem.example", "/cert?id=1")
    assert "官方" in str(own.record(row(own, "tolookup.example"), "chain")["ended"])
    assert own.record(row(own, "framed.example"), "parts")[farm.url("mem.example")] == "left alone"


def test_loops_are_told_and_why(night: tuple[Deployment, Farm]) -> None:
    own, farm = night
    assert "Cookie" in row(own, "cookie.example").error
    assert farm.asked("circle.example")["/"] == 1


def test_frames_within_frames_are_read_to_a_bounded_depth(night: tuple[Deployment, Farm]) -> None:
    own, farm = night
    html = page(own, "frames.example").html
    assert all(word in html for word in ("一层", "二层", "写在页内", "三层"))
    assert "四层" not in html
    assert farm.asked("frames.example")["/loop"] == 1
    assert "框内的招揽" in page(own, "written.example").html


def test_the_evidence_says_as_whom_and_where_the_page_was_looked_at(night: tuple[Deployment, Farm]) -> None:
    own, _ = night
    manner = own.record(row(own, "phones.example", "phone"), "manner")
    assert "Mobile" in str(manner["user_agent"])
    assert manner["identified"] is False
    hop = page(own, "phones.example", "phone").chain[-1]
    assert hop.address == "127.0.0.1"
