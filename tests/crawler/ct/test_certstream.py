"""Streams of certificates: a real WebSocket server, that falls silent, breaks off, and sends what is no message."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

import crawler.deployment
from crawler.gate import Gate
from lab.authority import Authority
from tests.crawler.crawler_farm import ROOT, Deployment, Farm
from zhenwei.config import Settings
from zhenwei.store.models import UnitRow

Talk = Callable[[web.WebSocketResponse, int], Awaitable[None]]
HOST = "stream.example"


@pytest.fixture
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


@pytest.fixture
def own(farm: Farm, tmp_path: Path) -> Deployment:
    return Deployment(farm, tmp_path, CERTSTREAM_SECONDS="60", CERTSTREAM_BUDGET="1000")


def update(index: int, *names: str) -> str:
    data = {"cert_index": index, "source": {"url": "l.example/log"}, "leaf_cert": {"all_domains": names}}
    return json.dumps({"message_type": "certificate_update", "data": data})


def streaming(farm: Farm, path: str, talk: Talk) -> str:
    """Serve a stream; ``talk(socket, n)`` is called for the n-th connection."""
    connections = 0

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal connections
        connections += 1
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        with suppress(ConnectionError):  # the listener has heard enough
            await talk(socket, connections)
        await socket.close()
        return socket

    farm.serve(HOST, path, answer)
    return farm.url(HOST, path).replace("http://", "ws://")


def heard(own: Deployment, *urls: str, **extra: str) -> dict[str, UnitRow]:
    own.plan_units("certstream", [(url, "tonight", {}) for url in urls])
    done = own.crawl("certstream", timeout=120, **extra)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return {unit.source: unit for unit in own.units()}


def listed(unit: UnitRow) -> list[str]:
    return Path(unit.detail["file"]).read_text("ascii").split()


def test_every_form_is_heard_and_gaps_are_counted(farm: Farm, own: Deployment) -> None:
    async def calidog(socket: web.WebSocketResponse, connection: int) -> None:
        await socket.send_str(json.dumps({"message_type": "heartbeat", "timestamp": 1.0}))
        await socket.send_str("no message")
        first = 0 if connection == 1 else 150
        for index in range(first, first + 100):
            await socket.send_str(update(index, f"*.n{index}.example", "same.example", "192.0.2.1"))

    async def domains_only(socket: web.WebSocketResponse, _connection: int) -> None:
        for n in range(200):
            await socket.send_str(json.dumps({"message_type": "dns_entries", "data": [f"d{n}.example"]}))

    urls = [streaming(farm, "/full", calidog), streaming(farm, "/domains", domains_only)]
    forbidden, wrong, inside = "ws://10.0.0.1/", "http://stream.example/", f"ws://inside.example:{farm.port}/"
    farm.addresses["inside.example"] = ["10.0.0.9"]
    units = heard(own, *urls, forbidden, wrong, inside, CERTSTREAM_BUDGET="200")
    full, domains = (units[url] for url in urls)
    assert (full.outcome, full.looked_at, full.detail["connections"]) == ("results", 200, 2)
    wanted = [n for n in range(250) if n < 100 or n >= 150]
    assert listed(full) == ["n0.example", "same.example", *(f"n{n}.example" for n in wanted[1:])]
    assert (full.detail["missed"], full.detail["unreadable"]) == (50, 2)
    assert (domains.outcome, listed(domains)) == ("results", [f"d{n}.example" for n in range(200)])
    assert {units[url].outcome for url in (forbidden, wrong, inside)} == {"error"}
    assert "10.0.0.1" in units[forbidden].detail["why"]
    assert "10.0.0.9" in units[inside].detail["why"]
    assert "ws://" in units[wrong].detail["why"]


def test_a_stream_that_says_nothing_is_stale_and_one_that_is_none_an_error(farm: Farm, own: Deployment) -> None:
    async def silent(socket: web.WebSocketResponse, _connection: int) -> None:
        await socket.send_str(json.dumps({"message_type": "heartbeat"}))

    quiet, missing = streaming(farm, "/quiet", silent), farm.url(HOST, "/nothing").replace("http", "ws")
    units = heard(own, quiet, missing, CERTSTREAM_SECONDS="1")
    assert (units[quiet].outcome, units[missing].outcome) == ("stale", "error")
    assert "HTTP 404" in units[missing].detail["why"]


def test_killed_while_listening_nothing_stored_is_lost_and_nothing_comes_twice(farm: Farm, own: Deployment) -> None:
    victim: list[subprocess.Popen[bytes]] = []

    async def replaying(socket: web.WebSocketResponse, connection: int) -> None:
        for index in range(3000 if connection == 1 else 4000):
            await socket.send_str(update(index, f"n{index:05}.example"))
            if index == 2500 and connection == 1:
                os.kill(victim[0].pid, signal.SIGKILL)
        while True:  # until the listener has had its number of certificates
            await socket.send_str(update(4000, "last.example"))

    url = streaming(farm, "/", replaying)
    own.environ["ZHENWEI_CERTSTREAM_BUDGET"] = "8000"
    own.plan_units("certstream", [(url, "tonight", {})])
    command = [sys.executable, "-m", "scrapy", "crawl", "certstream"]
    with subprocess.Popen(command, cwd=ROOT, env=own.environ, stderr=subprocess.DEVNULL) as process:
        victim.append(process)
        assert process.wait(60) == -signal.SIGKILL
    killed = own.units()[0]
    assert killed.outcome == "waiting"
    done = heard(own, url)[url]
    assert done.looked_at == 8000
    assert listed(done) == [*(f"n{n:05}.example" for n in range(4000)), "last.example"]


def test_the_gate_itself_refuses_what_the_door_refuses(farm: Farm) -> None:
    farm.addresses["inside.example"] = ["10.0.0.9"]
    own = ("127.0.0.0/8",)
    gate = Gate(crawler.deployment.Deployment(Settings(egress_allow=own, dns_servers=(f"127.0.0.1:{farm.dns_port}",))))

    async def knock(url: str) -> int:
        await gate.start()
        try:
            async with aiohttp.ClientSession() as session, session.ws_connect(url, proxy=gate.url):
                return 101
        except (aiohttp.WSServerHandshakeError, aiohttp.ClientHttpProxyError) as refused:
            return refused.status
        finally:
            await gate.close()

    for url in ("ws://inside.example/", "wss://inside.example/", "ws://10.0.0.1/", f"ws://127.0.0.1:{farm.port}/"):
        assert asyncio.run(knock(url)) == 403


class Tunnels:
    """A forward proxy that knows CONNECT only, and writes down whom it was asked for."""

    def __init__(self, farm: Farm) -> None:
        self._farm, self.asked = farm, list[str]()

    async def open(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> int:
        self._server.close()
        await self._server.wait_closed()
        return 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n", 1)[0].decode()
        self.asked.append(line)
        up = await asyncio.open_connection("127.0.0.1", int(line.split()[1].rpartition(":")[2]))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await asyncio.gather(_pour(reader, up[1]), _pour(up[0], writer))


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        sink.write(data)
    sink.close()


def test_streams_go_through_the_deployments_proxy_and_authority(farm: Farm, own: Deployment, tmp_path: Path) -> None:
    async def talk(socket: web.WebSocketResponse, _connection: int) -> None:
        await socket.send_str(update(1, "through.example"))

    authority, proxy = Authority(tmp_path), Tunnels(farm)
    plain = streaming(farm, "/", talk)
    port, secure_port = farm.run(proxy.open()), farm.run(_listen_tls(farm, authority.context(HOST)))
    secure = f"wss://{HOST}:{secure_port}/"
    own.environ["ZHENWEI_EGRESS_PORTS"] += f",{secure_port}"
    extra = {"EGRESS_PROXY": f"http://127.0.0.1:{port}", "CERTSTREAM_BUDGET": "1", "EGRESS_CA": str(authority.ca_file)}
    units = heard(own, plain, secure, **extra)
    farm.run(proxy.close())
    assert [listed(units[url]) for url in (plain, secure)] == [["through.example"]] * 2
    assert {line.split()[1] for line in proxy.asked} == {f"{HOST}:{farm.port}", f"{HOST}:{secure_port}"}


async def _listen_tls(farm: Farm, context: ssl.SSLContext) -> int:
    site = web.TCPSite(farm._runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    return int(farm._runner.addresses[-1][1])
