"""Servers that answer to names that do not exist (hijacked NXDOMAIN): found before they are believed."""

from __future__ import annotations

import asyncio

from crawler.dns import wire
from crawler.dns.asker import Asker
from crawler.dns.server import Server
from crawler.dns.zones import random_label

# Registries without a catch-all; one that has grown one would still be one of three.
_SUFFIXES = ("com", "cn", "org")


async def invents_answers(asker: Asker, server: Server) -> bool:
    """True if the server has addresses for random names below at least two of three registries."""
    names = [f"{random_label()}.{suffix}" for suffix in _SUFFIXES]
    replies = await asyncio.gather(*(asker.ask(name, "A", only=server) for name in names))
    return sum(_has_address(name, *reply) for name, reply in zip(names, replies, strict=True)) >= 2


def _has_address(name: str, code: int, data: bytes) -> bool:
    if code != wire.NOERROR:
        return False
    try:
        return bool(wire.read_records(data, name).a)
    except ValueError:
        return False
