"""What is connected to is what was checked: pinned names, canonical hosts, the gate, the operator's proxy."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar, cast

import pytest
from aiohttp import web
from scrapy.utils.defer import deferred_to_future
from twisted.internet.base import ReactorBase
from twisted.internet.error import DNSLookupError

from crawler.deployment import Deployment as Running
from crawler.gate import Gate
from crawler.pinned import PinnedResolver
from tests.crawler.crawler_farm import Deployment, Farm
from zhenwei.config import Settings
from zhenwei.errors import Egress

T = TypeVar("T")
PAGE = "<html><head><title>办证中心</title></head><body>特种作业操作证 办理 包过 全国可查</body></html>"


class Flipping(dict[str, list[str]]):
    """Names of which each question gets another answer: first what is allowed, then what is inside."""

    def __init__(self) -> None:
        super().__init__()
        self.turns: dict[str, Iterator[list[str]]] = {}

    def get(self, name: str, default: object = None) -> list[str]:
        turn = self.turns.get(name)
        return next(turn) if turn else cast("list[str]", super().get(name, default))


class BothFarm(Farm):
    """A farm that listens on ::1 as well, and whose names may change their mind."""

    async def _start(self) -> None:
        await super()._start()
        await web.TCPSite(self._runner, "::1", self.port).start()
        self.addresses: Flipping = Flipping()


@pytest.fixture(scope="module")
def farm() -> Iterator[BothFarm]:
    with BothFarm() as farm:
        yield farm


def running(farm: Farm, **extra: object) -> Running:
    own: dict[str, object] = {
        "egress_allow": ("127.0.0.1/32", "::1/128"),
        "egress_ports": ("80", "443", str(farm.port)),
        "dns_servers": (f"127.0.0.1:{farm.dns_port}",),
        "timeout": 10,
    }
    return Running(Settings(**(own | extra)))


def flip(farm: BothFarm, host: str, first: list[str], then: list[str]) -> None:
    # Asked once for A; whoever asks again gets the other answer.
    farm.addresses.turns[host] = itertools.chain([first], itertools.repeat(then))


def test_a_name_that_changes_its_answer_is_connected_to_where_it_was_checked(farm: BothFarm) -> None:
    flip(farm, "flip.example", ["127.0.0.1"], ["127.0.0.2"])
    own = running(farm)
    pinned = PinnedResolver(own, cast("ReactorBase", None))

    async def work() -> list[str]:
        checked = (await own.door.open("http://flip.example/"))[1]
        found = [checked, await pinned._address("flip.example"), await pinned._address("FLIP.example.")]
        own.resolver._answers.clear()  # forgotten in between: the new answer is checked like the first
        with pytest.raises(DNSLookupError, match=r"127\.0\.0\.2"):
            await pinned._address("flip.example")
        with pytest.raises(Egress):
            await own.door.open("http://flip.example/")
        return found

    assert asyncio.run(work()) == ["127.0.0.1"] * 3


def test_what_scrapy_itself_would_look_up_is_checked_too(farm: BothFarm) -> None:
    pinned = PinnedResolver(running(farm), cast("ReactorBase", None))

    async def ask(name: str) -> str:
        return await deferred_to_future(pinned.getHostByName(name))

    for name in ("localhost", "0x7f.2", "2130706434", "127.0.0.2", "10.0.0.1", "x", "a.internal"):
        with pytest.raises(DNSLookupError):
            asyncio.run(ask(name))


def test_behind_a_proxy_either_kind_of_address_counts(farm: BothFarm) -> None:
    farm.addresses["both.example"] = ["127.0.0.1", "fd00::1"]
    assert asyncio.run(running(farm).door.addresses("both.example")) == ("127.0.0.1",)
    with pytest.raises(Egress, match="fd00::1"):
        asyncio.run(running(farm, egress_proxy="http://127.0.0.1:9").door.addresses("both.example"))


def test_networks_that_the_operator_closes_are_closed(farm: BothFarm) -> None:
    farm.addresses["own.example"] = ["127.0.0.1"]
    with pytest.raises(Egress, match="egress_deny"):
        asyncio.run(running(farm, egress_deny=("127.0.0.0/24",)).door.addresses("own.example"))


async def through(own: Running, work: Callable[[Gate], Awaitable[T]]) -> tuple[Gate, T]:
    gate = await Gate(own).started()
    try:
        return gate, await work(gate)
    finally:
        await gate.close()


async def say(gate: Gate, text: str) -> bytes:
    """Send the bytes of a request to the gate and return all that comes back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(gate.url.rpartition(":")[2]))
    writer.write(text.encode("latin-1"))
    try:
        return await asyncio.wait_for(reader.read(100_000), 20)
    finally:
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize(
    "line",
    [
        "GET http://127.0.0.2:{port}/ HTTP/1.1", "GET http://0x7f.2:{port}/ HTTP/1.1", "CONNECT 127.0.0.2:443 HTTP/1.1",
        "CONNECT [::ffff:10.0.0.1]:443 HTTP/1.1", "CONNECT localhost:443 HTTP/1.1", "CONNECT shop.example:22 HTTP/1.1",
        "GET http://a@shop.example:{port}/ HTTP/1.1", "GET ftp://shop.example/ HTTP/1.1", "GET / HTTP/1.1",
        "GET http://010.0.0.1:{port}/ HTTP/1.1", "GET http://shop.example:{port}\\@127.0.0.2/ HTTP/1.1",
        "CONNECT shop.example@127.0.0.2:443 HTTP/1.1",
    ],
)  # fmt: skip
def test_the_gate_refuses(farm: BothFarm, line: str) -> None:
    farm.serve("shop.example", "/", PAGE)
    before = len(farm.hits)
    text = line.format(port=farm.port) + "\r\nHost: shop.example\r\n\r\n"
    gate, answer = asyncio.run(through(running(farm), lambda gate: say(gate, text)))
    assert answer.startswith(b"HTTP/1.1 403 ")
    assert gate.token.encode() in answer
    assert len(farm.hits) == before


def test_the_gate_sends_one_request_to_the_host_it_has_read(farm: BothFarm) -> None:
    farm.serve("shop.example", "*", PAGE)
    text = (
        f"GET http://shop。example:{farm.port}/a?b HTTP/1.1\r\nHost: inside.example\r\nContent-Length: 40\r\n"
        "Proxy-Authorization: Basic eA==\r\nCookie: own=1\r\n\r\nGET http://inside.example/ HTTP/1.1\r\n\r\n"
    ).encode().decode("latin-1")  # fmt: skip
    _, answer = asyncio.run(through(running(farm), lambda gate: say(gate, text)))
    assert answer.startswith(b"HTTP/1.1 403 ")  # bytes beyond ASCII are no host in a request line
    _, answer = asyncio.run(
        through(running(farm), lambda gate: say(gate, text.replace("shopã\x80\x82example", "Shop.example.")))
    )
    assert answer.startswith(b"HTTP/1.1 200 ")
    host, path, headers = farm.hits[-1]
    assert (host, path) == ("shop.example", "/a?b")
    assert not {"Content-Length", "Proxy-Authorization"} & headers.keys()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_the_gate_sends_nothing_but_get_and_head(farm: BothFarm, method: str) -> None:
    farm.serve("shop.example", "*", PAGE)
    before = len(farm.hits)
    text = f"{method} http://shop.example:{farm.port}/ HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 3\r\n\r\na=b"
    gate, answer = asyncio.run(through(running(farm), lambda gate: say(gate, text)))
    assert answer.startswith(b"HTTP/1.1 204 ")
    assert gate.unsent == {method: 1}
    assert len(farm.hits) == before


@pytest.mark.parametrize(
    ("how", "asked"), [("name", "CONNECT shop.example:443"), ("address", "CONNECT 127.0.0.1:443")]
)  # fmt: skip
def test_the_operators_proxy_is_asked_for_what_the_settings_say(farm: BothFarm, how: str, asked: str) -> None:
    farm.addresses["shop.example"] = ["127.0.0.1"]
    seen: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\nhello")
        writer.close()
        await writer.wait_closed()

    async def work() -> bytes:
        server = await asyncio.start_server(proxy, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        own = running(farm, egress_proxy=f"http://user:pass@127.0.0.1:{port}", egress_connect=how)
        try:
            text = "CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example\r\n\r\n"
            return (await through(own, lambda gate: say(gate, text)))[1]
        finally:
            server.close()
            await server.wait_closed()

    assert asyncio.run(work()).endswith(b"hello")
    assert seen[0].startswith(asked.encode() + b" HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic " in seen[0]


class Tunnels:
    """A forward proxy that knows CONNECT only, and writes down whom it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.port = 0

    async def open(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self.port

    async def close(self) -> int:
        self._server.close()
        return 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        place = head.split(b" ")[1].decode()
        self.asked.append(head.split(b"\r\n")[0].decode())
        host, _, port = place.rpartition(":")
        up = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_pour(reader, up[1]), _pour(up[0], writer))


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            sink.write(data)
    except OSError:
        pass
    finally:
        sink.close()


def test_a_crawl_connects_to_what_was_checked(farm: BothFarm, tmp_path: Path) -> None:
    for host in ("flip2.example", "six.example", "plain.example", "deny.example"):
        farm.serve(host, "/", PAGE)
    farm.addresses["six.example"] = ["::1"]
    flip(farm, "flip2.example", ["127.0.0.1"], ["127.0.0.2"])
    own = Deployment(farm, tmp_path, EGRESS_ALLOW="127.0.0.1/32,::1/128")
    urls = [farm.url(host) for host in ("flip2.example", "six.example")]
    own.plan([*urls, farm.url("plain.example."), farm.url("plain。example"), farm.url("0177.0.0.1")])
    own.plan([farm.url("010.0.0.1"), farm.url("[::ffff:127.0.0.2]"), farm.url("localhost")])
    done = own.crawl("visit")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    assert [visit.outcome for visit in own.visits()] == ["ok"] * 4 + ["http_error"] + ["egress"] * 3
    captured = {host for host, _, _ in farm.hits}
    assert {"flip2.example", "six.example", "plain.example"} <= captured
    assert "127.0.0.1" in captured  # 0177.0.0.1, spelled so that everybody reads it alike


def test_pinned_through_the_operators_proxy(farm: BothFarm, tmp_path: Path) -> None:
    farm.serve("tunnel.example", "/", PAGE)
    proxy = Tunnels()
    port = farm.run(proxy.open())
    own = Deployment(farm, tmp_path, EGRESS_PROXY=f"http://127.0.0.1:{port}", EGRESS_CONNECT="address")
    own.plan([farm.url("tunnel.example")])
    done = own.crawl("visit")
    assert done.returncode == 0, done.stderr
    farm.run(proxy.close())
    assert [visit.outcome for visit in own.visits()] == ["ok"]
    assert set(proxy.asked) == {f"CONNECT 127.0.0.1:{farm.port} HTTP/1.1"}
