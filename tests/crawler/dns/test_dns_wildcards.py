"""Zones that answer to everything: what nobody has set up is told apart from what somebody has."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable

import pytest

from crawler.dns.answers import Answered, Resolution
from crawler.dns.look import Looker
from crawler.dns.wire import Records as Found
from crawler.dns.zones import Wildcard, random_label
from tests.crawler.dns.name_servers import Names, Records

Zone = Callable[[str], Records]


def number_of(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:2])


WILD: dict[str, Zone] = {
    # One address for everything.
    "fixed.example": lambda name: {"A": ["203.0.113.9"], "AAAA": ["2001:db8::9"], "MX": ["10 mx.fixed.example."]},
    # Two of a small network, other ones for each name.
    "rotating.example": lambda name: {"A": [f"203.0.113.{number_of(name) // n % 250}" for n in (1, 7)]},
    # Any address of the world.
    "pool.example": lambda name: {"A": [f"{11 + number_of(name) % 80}.{number_of(name) // 256}.9.7"]},
    "alias.example": lambda name: {"CNAME": ["catch.all.example."], "A": [f"198.51.100.{number_of(name) % 250}"]},
    # An alias that holds the name.
    "echo.example": lambda name: {"CNAME": [f"{name.partition('.')[0]}.cdn.example."], "A": ["198.51.100.4"]},
    # A catch-all registry: addresses for what nobody registered, and delegations for what somebody did.
    "xn--fiqs8s": lambda name: {"A": ["203.0.113.77"]},
    # A registry that delegates everything to itself.
    "wang": lambda name: {"NS": ["ns1.catchall.wang."], "A": ["203.0.113.78"]},
}  # fmt: skip
OWN: dict[str, Records] = {
    "own.fixed.example": {"A": ["192.0.2.1"]},
    "mail.fixed.example": {"A": ["203.0.113.9"], "MX": ["10 mail.elsewhere.example."]},
    "empty.fixed.example": {"TXT": ['"hello"']},
    "own.rotating.example": {"A": ["192.0.2.2"]},
    "own.alias.example": {"CNAME": ["mine.example."], "A": ["198.51.100.9"]},
    "own.echo.example": {"CNAME": ["mine.example."], "A": ["198.51.100.4"]},
    "own.xn--fiqs8s": {"NS": ["ns1.host.example."], "A": ["192.0.2.5"]},
    "quiet.xn--fiqs8s": {"NS": ["ns1.host.example."]},
    "own.wang": {"NS": ["ns1.host.example."], "A": ["203.0.113.78"]},
}


def look(names: list[str], server: Names) -> dict[str, Resolution]:
    async def ask() -> dict[str, Resolution]:
        async with server, Looker([server.line], rate=0, timeout=1.0) as looker:
            return {found.name: found async for found in looker.look(names)}

    return asyncio.run(ask())


@pytest.mark.parametrize("zone", sorted(WILD))
def test_nobody_stands_behind_a_wildcard(zone: str) -> None:
    names = [f"{label}.{zone}" for label in ("memgov", "mem-gov-cn", "cxmem", "aqsc", "yjglb", "zs")]
    found = look(names, Names(wild=WILD))
    assert {r.answered for r in found.values()} == {Answered.EXISTS}
    assert all(r.wildcard and not r.stands for r in found.values())


@pytest.mark.parametrize("name", sorted(OWN))
def test_who_has_records_of_his_own_is_found_under_a_wildcard(name: str) -> None:
    found = look([name], Names(OWN, wild=WILD))[name]
    assert found.stands
    assert found.answered == (Answered.NO_DATA if name.startswith("empty.") else Answered.EXISTS)


def test_deeper_names_are_covered_by_the_wildcard_above() -> None:
    found = look(["cx.mem.gov.fixed.example", "a.own.fixed.example"], Names(OWN, wild=WILD))
    assert found["cx.mem.gov.fixed.example"].wildcard


def test_a_zone_is_probed_once_and_only_if_something_in_it_exists() -> None:
    server = Names(OWN, wild=WILD)
    look(
        [f"n{number}.fixed.example" for number in range(50)] + [f"n{number}.other.example" for number in range(50)],
        server,
    )
    probes = {name for name, _ in server.asked if name.endswith(".fixed.example") and not name.startswith("n")}
    assert len(probes) == 3
    assert not [name for name, _ in server.asked if name.endswith(".other.example") and not name.startswith("n")]


@pytest.mark.parametrize(
    ("probes", "own", "explained"),
    [
        ([("192.0.2.1",)] * 3, ("192.0.2.1",), True),
        ([("192.0.2.1", "192.0.2.2")] * 3, ("192.0.2.2",), True),
        ([("192.0.2.1",)] * 3, ("192.0.2.77",), False),  # a neighbour of a fixed address is somebody else
        ([("192.0.2.1",), ("192.0.2.9",), ("192.0.2.5",)], ("192.0.2.77",), True),
        ([("192.0.2.1",), ("192.0.2.9",), ("192.0.2.5",)], ("198.51.100.77",), False),
        ([("192.0.2.1",), ("198.51.100.9",), ("203.0.113.5",)], ("233.252.0.1",), True),
        ([("192.0.2.1",), ("198.51.100.9",)], ("203.0.113.1",), False),  # two probes prove no pool
        ([("192.0.2.1",)] * 3, (), False),  # a wildcard would have answered
        ([()] * 3, ("192.0.2.1",), False),
        ([], ("192.0.2.1",), False),
    ],
)
def test_what_random_labels_explain(probes: list[tuple[str, ...]], own: tuple[str, ...], explained: bool) -> None:
    zone = Wildcard(tuple(Found(a=each) for each in probes), tuple(random_label() for _ in probes))
    assert zone.explains("name.example", Found(a=own)) is explained


def test_addresses_that_were_not_had_prove_nothing() -> None:
    zone = Wildcard((Found(a=("192.0.2.1",)),) * 3, tuple(random_label() for _ in range(3)))
    assert zone.explains("name.example", Found(), address_known=False)
