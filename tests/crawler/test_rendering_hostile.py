"""Whatever a page does to the browser, it costs that page at most, ends in its outcome, and is noted as what it is."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from aiohttp import web
from PIL import Image

from crawler.browser import find_browser
from tests.crawler import hostile_pages
from tests.crawler.crawler_farm import Deployment, Farm, Handler
from zhenwei.config import Settings
from zhenwei.evidence.capture import read_capture
from zhenwei.store.models import VisitRow
from zhenwei.types import Page

BROWSER = find_browser(Settings(), os.environ)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
]
TRICKS = hostile_pages.tricks(0)
PLAIN = hostile_pages.HEAD

Night = tuple[Deployment, Farm, socket.socket]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with Farm() as farm, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        hosts = hostile_pages.serve(farm, udp.getsockname()[1])
        own = Deployment(
            farm,
            tmp_path_factory.mktemp("night"),
            RENDER_TIMEOUT="6",
            TIMEOUT="6",
            RENDER_TABS="3",
            RENDER_MEMORY="400",
        )
        for number, host in enumerate(hosts):
            own.plan([farm.url(host)], rendered=True, purpose="render")
            own.plan([farm.serve(f"plain{number}.example", "/", PLAIN)], rendered=True, purpose="render")
        done = own.crawl("visit", timeout=400)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        yield own, farm, udp


def row(own: Deployment, host: str) -> VisitRow:
    return next(v for v in own.visits() if f"//{host}:" in v.url)


def page(own: Deployment, host: str) -> Page:
    return read_capture(own.folder / "evidence", row(own, host).folder)


@pytest.mark.parametrize("host", TRICKS)
def test_a_hostile_page_ends_as_what_it_is(night: Night, host: str) -> None:
    own, trick = night[0], TRICKS[host]
    seen = row(own, host)
    assert (seen.outcome, trick.outcome) == (trick.outcome, trick.outcome), seen.error
    if trick.outcome in ("ok", "redirect_loop") and seen.folder:
        assert trick.kept in page(own, host).html
        assert page(own, host).screenshot
        record = own.record(seen, "browser")
        assert not set(trick.notes) - set(record), record
        assert bool(trick.notes) <= bool(record.get("shown"))
    else:
        assert seen.error


def test_the_pages_between_them_are_rendered(night: Night) -> None:
    plain = [v for v in night[0].visits() if "//plain" in v.url]
    assert {v.outcome for v in plain} == {"ok"}
    assert len(plain) == len(TRICKS)


def test_memory_is_named_as_the_reason(night: Night) -> None:
    assert "400 MB" in row(night[0], "arrays.example").error
    assert "标签页" in row(night[0], "heap.example").error


def test_web_rtc_sends_nothing_past_the_gate(night: Night) -> None:
    with pytest.raises(BlockingIOError):
        night[2].recv(100)


def test_new_windows_are_not_fetched(night: Night) -> None:
    own, farm, _ = night
    assert farm.asked("popups.example").keys() == {"/", "/robots.txt"}
    assert own.record(row(own, "popups.example"), "browser")["popups"] == 300


def test_pictures_are_bounded_and_show_what_fades_in(night: Night) -> None:
    own = night[0]
    huge = page(own, "huge.example")
    assert Image.open(BytesIO(huge.screenshot)).size == (1366, 6000)
    assert Image.open(BytesIO(huge.window)).size == (1366, 900)
    fade = Image.open(BytesIO(page(own, "fade.example").window)).convert("L").crop((0, 110, 400, 200))
    assert min(fade.tobytes()) < 60  # black letters, not the grey of the first second


def test_where_a_page_led_is_in_the_record_and_not_in_the_chain(night: Night) -> None:
    own, farm, _ = night
    blob = page(own, "blob.example")
    assert blob.final_url == farm.url("blob.example")
    assert own.record(row(own, "scheme.example"), "browser")["led_to"] == ["weixin://dl/business/?t=1"]
    assert [hop.kind for hop in page(own, "meta.example").chain] == ["http", "meta"]
    assert len(page(own, "reload.example").chain) > 5


def below(pid: int, target: str) -> list[int]:
    """Return the processes of one kind (renderer, browser, driver) that descend from a process."""
    children = [int(c) for t in Path(f"/proc/{pid}/task").iterdir() for c in (t / "children").read_text().split()]
    found = [p for child in children for p in below(child, target)]
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    kinds = {
        "renderer": b"--type=renderer" in command,
        "browser": b"--type=" not in command and b"--remote-debugging-pipe" in command,
        "driver": b"run-driver" in command,
    }
    return found + ([pid] if kinds[target] else [])


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to find the browser")


def killer(target: str, how: signal.Signals, times: int) -> Handler:
    """Return a handler that does this to the browser, or to the page's renderer, as often as it is asked."""
    left = [times]

    async def kill(_request: web.BaseRequest) -> web.StreamResponse:
        left[0] -= 1
        if left[0] >= 0:
            for pid in below(os.getpid(), target):
                os.kill(pid, how)
        return web.Response(text=PLAIN, content_type="text/html")

    return kill


@needs_proc
@pytest.mark.parametrize(
    ("target", "how", "times", "outcome"),
    [
        ("renderer", signal.SIGKILL, 9, "not_rendered"),
        ("browser", signal.SIGKILL, 1, "ok"),  # an accident: nobody's fault, nobody pays
        ("browser", signal.SIGKILL, 9, "not_rendered"),
        ("browser", signal.SIGSTOP, 9, "not_rendered"),
        ("driver", signal.SIGKILL, 1, "ok"),
    ],
)
def test_what_dies_or_hangs_costs_one_page(
    tmp_path: Path, target: str, how: signal.Signals, times: int, outcome: str
) -> None:
    """The page meets the same end each time; those beside it and after it are rendered."""
    with Farm() as farm:
        own = Deployment(farm, tmp_path, RENDER_TIMEOUT="4", RENDER_TABS="1" if target == "renderer" else "2")
        own.plan([farm.serve("one.example", "/", PLAIN)], rendered=True)
        own.plan([farm.serve("killer.example", "/", PLAIN.replace("<p", "<img src=/now><p"))], rendered=True)
        farm.serve("killer.example", "/now", killer(target, how, times))
        own.plan([farm.serve(f"t{n}.example", "/", PLAIN) for n in range(3)], rendered=True)
        done = own.crawl("visit", timeout=400)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        ended = {v.url.split("//")[1].split(".")[0]: v.outcome for v in own.visits()}
        assert ended == {"one": "ok", "killer": outcome, "t0": "ok", "t1": "ok", "t2": "ok"}
