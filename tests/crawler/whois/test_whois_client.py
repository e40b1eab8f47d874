"""The WHOIS client against servers on loopback: slow on purpose, bounded, through the door, honest about silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from crawler.egress import Door
from crawler.resolver import Resolver
from crawler.whois.client import LARGEST, PATIENCE, REST, WhoisClient
from crawler.whois.registration import Registration
from crawler.whois.servers import TABLE, question_for, read_servers, server_for
from tests.crawler.dns.name_servers import Names
from zhenwei.config import Settings
from zhenwei.errors import SettingsError

FOUND = "Domain Name: {0}\nSponsoring Registrar: R\nRegistration Time: 2026-03-01 10:00:00\n"


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


class Registry:
    """A WHOIS server: ``answer`` turns a question into bytes; None hangs until the client has enough."""

    def __init__(self, answer: Callable[[str], bytes | None]) -> None:
        self.answer, self.asked, self.port = answer, list[str](), 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            question = (await reader.readline()).decode()
            self.asked.append(question)
            given = self.answer(question.strip())
            if given is None:
                await reader.read()
            else:
                writer.write(given)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def running(*registries: Registry) -> AsyncIterator[None]:
    servers = [await asyncio.start_server(registry.serve, "127.0.0.1", 0) for registry in registries]
    for registry, server in zip(registries, servers, strict=True):
        registry.port = server.sockets[0].getsockname()[1]
    try:
        yield
    finally:
        for server in servers:
            server.close()


def client(clock: Clock, *lines: str, resolver: Resolver | None = None, **values: Any) -> WhoisClient:
    settings = Settings(whois_servers=lines, **{"egress_allow": ("127.0.0.0/8",), **values})
    return WhoisClient(settings, Door(settings, resolver or Resolver()), clock.sleep, clock)


def ask(registry: Registry, *domains: str, clock: Clock | None = None, **values: Any) -> list[Registration]:
    """Ask one registry for .cn about several domains, one after the other."""

    async def all_of_it() -> list[Registration]:
        async with running(registry):
            own = client(clock or Clock(), f"cn=127.0.0.1:{registry.port}", **values)
            return [await own.ask(domain) for domain in domains]

    return asyncio.run(all_of_it())


def found(question: str) -> bytes:
    return FOUND.format(question.split()[-1]).encode()


def test_a_question_is_one_line_and_the_answer_is_read() -> None:
    registry = Registry(found)
    (answer,) = ask(registry, "memgov.cn")
    assert registry.asked == ["memgov.cn\r\n"]
    assert (answer.found, str(answer.registered_on)) == (True, "2026-03-01")


def test_a_server_is_asked_at_its_pace() -> None:
    clock = Clock()
    ask(Registry(found), *(f"n{number}.cn" for number in range(4)), clock=clock, whois_interval=2.0)
    assert clock.slept == [2.0, 2.0, 2.0]


def test_servers_do_not_wait_for_each_other() -> None:
    clock, one, two = Clock(), Registry(found), Registry(found)

    async def all_of_it() -> None:
        async with running(one, two):
            own = client(clock, f"cn=127.0.0.1:{one.port}", f"top=127.0.0.2:{two.port}", whois_interval=2.0)
            await own.ask("a.cn")
            await own.ask("a.top")

    asyncio.run(all_of_it())
    assert clock.slept == []


def test_nobody_queues_for_hours() -> None:
    clock = Clock()

    async def all_of_it() -> list[Registration]:
        registry = Registry(found)
        async with running(registry):
            own = client(clock, f"cn=127.0.0.1:{registry.port}", whois_interval=PATIENCE + 1)
            return list(await asyncio.gather(*(own.ask(f"n{number}.cn") for number in range(5))))

    answers = asyncio.run(all_of_it())
    assert [bool(a.found) for a in answers] == [True, False, False, False, False]
    assert all("排队过长" in a.why for a in answers[1:])


def test_a_refusal_gives_the_server_a_rest() -> None:
    clock = Clock()
    registry = Registry(lambda question: b"Query limit exceeded.\r\n")

    async def all_of_it() -> list[Registration]:
        async with running(registry):
            own = client(clock, f"cn=127.0.0.1:{registry.port}", whois_interval=0)
            answers = [await own.ask("a.cn"), await own.ask("b.cn")]
            clock.now += REST + 1
            return [*answers, await own.ask("c.cn")]

    answers = asyncio.run(all_of_it())
    assert [a.found for a in answers] == [None, None, None]
    assert registry.asked == ["a.cn\r\n", "c.cn\r\n"]


def test_an_endless_answer_is_cut() -> None:
    registry = Registry(lambda question: FOUND.format(question).encode() + b"x: y\n" * LARGEST)
    assert ask(registry, "memgov.cn")[0].found


@pytest.mark.parametrize(
    ("answer", "why"),
    [(lambda q: None, "TimeoutError"), (lambda q: b"", "应答为空"), (lambda q: b"\0" * 100, "无法识别")],
)
def test_silence_is_no_answer(answer: Callable[[str], bytes | None], why: str) -> None:
    (said,) = ask(Registry(answer), "memgov.cn", timeout=0.3)
    assert said.found is None
    assert why in said.why


def test_nobody_is_asked_at_a_private_address() -> None:
    registry = Registry(found)
    (said,) = ask(registry, "memgov.cn", egress_allow=())
    assert (said.found, registry.asked) == (None, [])
    assert "非公网地址" in said.why


def test_a_thin_registry_refers_one_step_on() -> None:
    thin = "Domain Name: {0}\nRegistrar: R\nRegistrar WHOIS Server: {1}\n"
    registry = Registry(lambda q: thin.format(q.split()[-1], "whois.registrar.example").encode())
    registrar = Registry(lambda q: (FOUND + "Registrar WHOIS Server: whois.registry.example\n").format(q).encode())
    hosts = {f"whois.{name}.example": {"A": ["127.0.0.1"]} for name in ("registry", "registrar")}

    async def all_of_it() -> Registration:
        async with running(registry, registrar), Names(hosts) as names:
            lines = (f"cn=whois.registry.example:{registry.port}", f"zz=whois.registrar.example:{registrar.port}")
            own = client(Clock(), *lines, resolver=Resolver([names.line]), whois_interval=0)
            return await own.ask("memgov.cn")

    said = asyncio.run(all_of_it())
    assert (said.found, str(said.registered_on), said.registrar) == (True, "2026-03-01", "R")
    assert (len(registry.asked), len(registrar.asked)) == (1, 1)


def test_servers_of_the_operator_and_of_the_program() -> None:
    servers = read_servers(["builtin", "cn=whois.example:4343", ".gov.cn = whois.gov.example"])
    assert servers["com"].host == TABLE["com"]
    assert (servers["cn"].host, servers["cn"].port) == ("whois.example", 4343)
    assert [s and s.host for s in (server_for(n, servers) for n in ("a.cn", "a.gov.cn", "a.com.cn", "a.zz"))] == [
        "whois.example", "whois.gov.example", "whois.example", None,
    ]  # fmt: skip
    assert read_servers([]) == {}
    assert read_servers(["中国=whois.example"]) == {"xn--fiqs8s": servers["cn"].__class__("whois.example")}
    assert question_for("a.com") == b"domain a.com\r\n"


@pytest.mark.parametrize(
    "line", ["cn", "cn=", "=whois.example", "cn=whois.example:x", "cn=whois example", "cn=w.example:0"]
)
def test_a_mistyped_server_is_a_settings_error(line: str) -> None:
    with pytest.raises(SettingsError, match="whois_servers"):
        read_servers([line])
