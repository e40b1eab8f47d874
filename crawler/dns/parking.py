"""Parked and for-sale names, recognised by where they are hosted (``parking.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Service:
    """One parking service: ``name`` is what people read, the rest is what its names point at."""

    id: str
    name: str
    ns: tuple[str, ...] = ()
    cname: tuple[str, ...] = ()
    addresses: tuple[IPv4Network | IPv6Network, ...] = ()
    source: str = ""


@cache
def services() -> tuple[Service, ...]:
    """Return the table. Raises TypeError or ValueError if the file that ships with the program is damaged."""
    rows = tomllib.loads(Path(__file__).with_name("parking.toml").read_text("utf-8"))["service"]
    return tuple(
        Service(
            row.pop("id"),
            row.pop("name"),
            ns=tuple(row.pop("ns", ())),
            cname=tuple(row.pop("cname", ())),
            addresses=tuple(ip_network(block) for block in row.pop("addresses", ())),
            **row,
        )
        for row in rows
    )


@cache
def _by_name() -> tuple[dict[str, str], dict[str, str]]:
    ns = {name: service.id for service in services() for name in service.ns}
    return ns, {name: service.id for service in services() for name in service.cname}


def parking_of(*, ns: Iterable[str] = (), cname: Iterable[str] = (), addresses: Iterable[str] = ()) -> str:
    """Return the id of the parking service that a name's records show, or nothing. ASCII names without final dot."""
    by_ns, by_cname = _by_name()
    for table, values in ((by_ns, ns), (by_cname, cname)):
        for value in values:
            for name in _upwards(value):
                if name in table:
                    return table[name]
    for address in map(ip_address, addresses):
        for service in services():
            if any(address in block for block in service.addresses):
                return service.id
    return ""


def service_name(service: str) -> str:
    """Return the name of a service as people read it; the id itself for one that is not in the table."""
    return next((row.name for row in services() if row.id == service), service)


def _upwards(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.partition(".")[2]
