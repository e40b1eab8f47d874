"""Rendering by a real Chromium: what pages do to a browser costs one page at most, and the gate holds."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from io import BytesIO

import pytest
from aiohttp import web
from PIL import Image

from crawler.browser import find_browser
from tests.crawler.crawler_farm import Deployment, Farm
from zhenwei.config import Settings
from zhenwei.evidence.capture import read_capture
from zhenwei.store.models import VisitRow
from zhenwei.types import Profile

BROWSER = find_browser(Settings(), os.environ)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]

SHELL = "<title>壳</title><div id=app></div><script>{}</script>"
WRITE = "document.getElementById('app').innerHTML='<h1>特种作业操作证 真实有效</h1>';"


async def hang(_request: web.BaseRequest) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


async def away(_request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "http://169.254.169.254/latest/"})


async def missing(_request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(status=404, text=SHELL.format(WRITE), content_type="text/html")


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 60), "red").save(out, "PNG")
    return out.getvalue()


def serve_all(farm: Farm) -> dict[str, str]:
    inside = (
        f"<img src=http://10.0.0.1/a.png><img src=http://127.0.0.1:{farm.port}/b.png><img src=http://secret.example/>"
    )
    farm.serve("shell.example", "/", sale := SHELL.format(WRITE) + "<img src=/p.png>")
    farm.serve("shell.example", "/p.png", picture(), "image/png")
    farm.serve("inside.example", "/", sale + inside)
    farm.addresses["secret.example"] = ["192.168.7.7"]
    farm.serve("away.example", "/", away)
    farm.serve("endless.example", "/", sale + "<img src=/slow>")
    farm.serve("endless.example", "/slow", hang)
    farm.serve("hang.example", "/", hang)
    farm.serve("spin.example", "/", SHELL.format(WRITE + "while(1){}"))
    dialogs = "for(let i=0;i<3;i++)alert('请扫码');window.open('http://shell.example/');confirm('x');"
    farm.serve("dialog.example", "/", SHELL.format(dialogs + WRITE))
    farm.serve("tall.example", "/", SHELL.format(WRITE) + "<div style='height:90000px'></div>")
    farm.serve("jump.example", "/", SHELL.format(f"location.href='{farm.url('shell.example')}'"))
    farm.serve("framed.example", "/", f"<title>框</title><iframe src='{farm.url('shell.example')}'></iframe>")
    farm.serve("missing.example", "/", missing)
    farm.serve("refused.example", "/robots.txt", "User-agent: *\nDisallow: /", "text/plain")
    farm.serve("refused.example", "/", sale)
    return {
        "shell.example": "ok", "inside.example": "ok", "away.example": "egress", "endless.example": "ok",
        "hang.example": "timeout", "spin.example": "ok", "dialog.example": "ok", "tall.example": "ok",
        "jump.example": "ok", "framed.example": "ok", "missing.example": "http_error", "refused.example": "robots",
        "nobody.example": "no_such_name",
    }  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, dict[str, str], Farm]]:
    with Farm() as farm:
        wanted = serve_all(farm)
        own = Deployment(farm, tmp_path_factory.mktemp("night"), RENDER_TIMEOUT="5", TIMEOUT="5")
        own.plan([farm.url(host) for host in wanted], rendered=True, purpose="render")
        own.plan([farm.url("shell.example")], (Profile.PHONE,), rendered=True, purpose="render")
        done = own.crawl("visit", timeout=240)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        yield own, wanted, farm


def row(own: Deployment, host: str, profile: str = "desktop") -> VisitRow:
    return next(v for v in own.visits() if f"//{host}:" in v.url and v.profile == profile)


def test_every_rendered_visit_ends_in_its_outcome(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own, wanted, _ = night
    assert {host: row(own, host).outcome for host in wanted} == wanted


@pytest.mark.parametrize(
    "host", ["shell.example", "endless.example", "dialog.example", "jump.example", "framed.example", "spin.example"]
)
def test_what_scripts_write_is_seen(night: tuple[Deployment, dict[str, str], Farm], host: str) -> None:
    own = night[0]
    page = read_capture(own.folder / "evidence", row(own, host).folder)
    assert "真实有效</h1>" in page.html
    assert page.rendered
    assert Image.open(BytesIO(page.screenshot)).width == 1366


def test_a_screenshot_shows_chinese_and_is_bounded(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own = night[0]
    shot = Image.open(BytesIO(read_capture(own.folder / "evidence", row(own, "tall.example").folder).screenshot))
    assert shot.height == 6000
    small = Image.open(BytesIO(read_capture(own.folder / "evidence", row(own, "shell.example").folder).screenshot))
    assert len(small.convert("L").getcolors() or range(300)) > 10  # text was drawn, in more than two shades


def test_a_phone_has_a_phones_window(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own = night[0]
    page = read_capture(own.folder / "evidence", row(own, "shell.example", "phone").folder)
    assert Image.open(BytesIO(page.screenshot)).width == 393
    assert page.pictures[0].data == picture()


def test_the_browser_asks_for_nothing_that_the_door_refuses(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own, _, farm = night
    # 127.0.0.1 is opened for the farm; 10/8, link-local and names that stand for 192.168/16 are not.
    assert row(own, "away.example").outcome == "egress"
    assert not [h for h in farm.hits if h[0] in ("10.0.0.1", "169.254.169.254", "secret.example")]
    assert farm.asked("refused.example").keys() == {"/robots.txt"}


def test_the_chain_tells_scripts_from_redirects(night: tuple[Deployment, dict[str, str], Farm]) -> None:
    own, _, farm = night
    page = read_capture(own.folder / "evidence", row(own, "jump.example").folder)
    assert [(h.kind, h.url) for h in page.chain] == [
        ("http", farm.url("jump.example")), ("script", farm.url("shell.example")),
    ]  # fmt: skip


def test_without_a_browser_a_visit_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Farm() as farm:
        farm.serve("shell.example", "/", "x")
        own = Deployment(farm, tmp_path_factory.mktemp("none"), BROWSER_PATH="/nonexistent/chromium")
        own.plan([farm.url("shell.example")], rendered=True, purpose="render")
        own.plan([farm.url("shell.example")])
        assert own.crawl("visit").returncode == 0
        assert {(v.rendered, v.outcome) for v in own.visits()} == {(True, "not_rendered"), (False, "ok")}
        assert "浏览器" in own.visits()[0].error
