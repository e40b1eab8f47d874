"""Inside the browser: sub-requests, web sockets, frames and beacons pass the gate; UDP, POST and DNS do not leave."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from crawler.browser import find_browser
from crawler.egress import check_address, check_url
from tests.crawler.crawler_farm import Deployment, Farm
from tests.crawler.egress.spellings import INSIDE_4, OUTSIDE_4, around, numbers, scripts, tricks
from zhenwei.config import Settings
from zhenwei.errors import Egress

pytestmark = pytest.mark.browser
TRAP = """<html><head><title>办证中心</title><link rel=dns-prefetch href=//prefetch.example>
<link rel=preconnect href=http://127.2:{port}></head><body>特种作业操作证 办理 包过 全国可查
<img src=http://127.2:{port}/img><img src=http://[::ffff:127.0.0.2]:{port}/img6><img src=http://①②⑦.0.0.2:{port}/circled>
<iframe src=http://2130706434:{port}/frame></iframe><img src=/to-inside><script src=http://inside.example:{port}/s></script>
<form id=f method=post action=/login target=away><input name=user value=x></form><iframe name=away></iframe>
<script>
fetch('/post', {{method: 'POST', body: 'a=1'}}).catch(() => 0);
fetch('/put', {{method: 'PUT', body: 'a=1'}}).catch(() => 0);
navigator.sendBeacon('/beacon', 'a=1');
const x = new XMLHttpRequest(); x.open('POST', '/xhr'); x.send('a=1');
document.getElementById('f').submit();
new WebSocket('ws://127.0.0.2:{port}/socket');
new WebSocket('ws://inside.example:{port}/socket');
try {{ new WebTransport('https://127.0.0.1:{udp}/'); }} catch (e) {{}}
const servers = [{{urls: 'stun:127.0.0.1:{udp}'}}, {{urls: 'stun:prefetch.example:{udp}'}}];
const pc = new RTCPeerConnection({{iceServers: servers}});
pc.createDataChannel('x'); pc.createOffer().then(o => pc.setLocalDescription(o));
document.cookie = 'kept=yes; max-age=9999';
document.body.append('cookie:' + document.cookie);
</script></body></html>"""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, Farm, list[bytes]]]:
    with Farm() as farm, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.setblocking(False)
        page = TRAP.format(port=farm.port, udp=udp.getsockname()[1])
        farm.serve("trap.example", "/", page)
        farm.serve("trap.example", "/second", page)
        farm.addresses["inside.example"] = ["10.0.0.5"]
        own = Deployment(farm, tmp_path_factory.mktemp("trap"), EGRESS_ALLOW="127.0.0.1/32", RENDER_TIMEOUT="10")
        own.plan([farm.url("trap.example"), farm.url("trap.example", "/second")], rendered=True)
        done = own.crawl("visit")
        assert done.returncode == 0, done.stderr
        datagrams = []
        try:
            while True:
                datagrams.append(udp.recv(2000))
        except BlockingIOError:
            pass
        yield own, farm, datagrams


def test_the_page_is_seen_and_what_it_wanted_is_recorded(night: tuple[Deployment, Farm, list[bytes]]) -> None:
    own, _, _ = night
    assert [visit.outcome for visit in own.visits()] == ["ok", "ok"]
    for visit in own.visits():
        assert int(str(own.record(visit, "browser")["unsent"])) >= 4


def test_nothing_but_get_reaches_the_site_and_nothing_reaches_inside(
    night: tuple[Deployment, Farm, list[bytes]],
) -> None:
    _, farm, _ = night
    assert {path for _, path, _ in farm.hits} <= {
        "/", "/second", "/robots.txt", "/to-inside", "/favicon.ico",
    }  # fmt: skip
    assert {host for host, _, _ in farm.hits} == {"trap.example"}
    assert "/to-inside" in {path for _, path, _ in farm.hits}  # ordinary parts are fetched


def test_one_look_carries_no_cookie_into_the_next(night: tuple[Deployment, Farm, list[bytes]]) -> None:
    _, farm, _ = night
    assert not [headers for _, path, headers in farm.hits if "Cookie" in headers and path in ("/", "/second")]


def test_no_datagram_leaves_the_browser(night: tuple[Deployment, Farm, list[bytes]]) -> None:
    assert night[2] == []


def test_what_chromium_reads_as_an_address_inside_is_refused() -> None:
    """The browser's own reader of addresses (WHATWG URL) is asked about every spelling of the tables."""
    hosts = [host for address in INSIDE_4[:8] for host in (*numbers(address), *scripts(address), *around(address))]
    urls = [f"http://{host}/" for host in hosts]
    urls += [trick for address in INSIDE_4[:8] for trick in tricks(address)]
    urls += [f"http://{host}/" for address in OUTSIDE_4 for host in numbers(address)]
    read = "urls => urls.map(u => { try { return new URL(u).hostname } catch { return '' } })"
    browser = find_browser(Settings(), os.environ)
    assert browser is not None
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        with playwright.chromium.launch(executable_path=browser.path, args=flags) as chromium:
            names = chromium.new_page().evaluate(read, urls)
    assert sum(bool(name) for name in names) > 1000
    for url, name in zip(urls, names, strict=True):
        try:
            target = check_url(url)
        except Egress:
            continue
        # What passes is read by the browser as it is by the door, and that is a public address.
        assert name.strip("[]") in (target.host, target.host + "."), url
        if target.address is not None:
            check_address(target.address)
