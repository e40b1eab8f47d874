"""The one door: what may be contacted at all, decided by the spelling of an address, then by what its name stands for.

``crawler/spelling.py`` reads hosts, ``crawler/special.py`` knows the addresses that are no plain public ones.
``settings.egress_allow`` opens special networks by name, ``settings.egress_deny`` closes public ones.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from crawler.resolver import Resolver
from crawler.special import Address, Network, check_address, disguised, networks
from crawler.spelling import BAD, host_address, host_of, split
from zhenwei.config import Settings
from zhenwei.errors import Egress
from zhenwei.sentences import said

__all__ = ["Door", "Target", "check_address", "check_url", "disguised", "host_address", "networks"]

KEPT = 20_000
T = TypeVar("T")
_ORIGIN = re.compile(r"https?://[^/?#]*(?=/)")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: ASCII host (an address in its plain spelling if it is one), port, scheme."""

    scheme: str
    host: str
    port: int
    address: Address | None
    # The canonical origin and the one that was asked for; where they differ, the first is what is sent.
    origin: str = ""
    asked: str = ""

    def canonical(self, url: str) -> str:
        """Return the address with its host spelled in the one way that every program reads alike."""
        return url if self.origin == self.asked else self.origin + url[len(self.asked) :]


def check_url(
    url: str, ports: Iterable[str] = ("80", "443"), allow: Iterable[Network] = (), deny: Iterable[Network] = ()
) -> Target:
    """Decide by the address alone, before any name is resolved. Raises Egress with one sentence."""
    url = url.strip(" \t\r\n\f")
    scheme, raw, port, authority = split(url)
    if str(port) not in set(ports):
        raise Egress(said("端口 {port} 不在允许之列（egress_ports）", port=port))
    host, found = host_of(raw)
    for address in found:
        check_address(address, allow, deny)
    named = f"[{host}]" if ":" in host else host
    place = named if port == (443 if scheme == "https" else 80) else f"{named}:{port}"
    asked = url[: len(scheme) + 3 + len(authority)]
    origin = f"{scheme}://{place}"
    if origin != asked and f"{scheme}://{named}:{port}" == asked:
        origin = asked  # the port that goes without saying, said
    return Target(scheme, host, port, found[0] if found else None, origin, asked)


class Door:
    """Checks an address, resolves its name and checks what the name stands for. One for a process.

    Decisions are kept for each origin and each name, at most ``KEPT`` of either.
    """

    def __init__(self, settings: Settings, resolver: Resolver) -> None:
        self._ports = frozenset(settings.egress_ports)
        self._allow = networks(settings.egress_allow)
        self._deny = networks(settings.egress_deny, "egress_deny")
        self._resolver = resolver
        self._targets: OrderedDict[str, Target] = OrderedDict()
        self._checked: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def check(self, url: str) -> Target:
        """Decide without the network. Raises Egress."""
        # An origin that ends with a slash is read alike by everybody, so the rest of the address has no say.
        origin = match[0] if (match := _ORIGIN.match(url)) else ""
        target = self._targets.get(origin)
        if target is None or BAD.search(url):
            target = check_url(url, self._ports, self._allow, self._deny)
            if target.asked == origin:
                _keep(self._targets, origin, target)
        return target

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Return the addresses of a name, all of them allowed.

        Raises Egress if a single one is not: a name that points inside as well as outside is an attack.
        Raises NoSuchName or DnsFailed from the resolver.
        """
        plain, literal = host_of(f"[{host}]" if ":" in host else host.lower())
        found = (plain,) if literal else await self._resolver.addresses(plain)
        # What was checked is remembered by the answer itself: another answer to the same name is checked anew.
        if self._checked.get(plain) != found:
            for address in (*found, *literal):
                check_address(address, self._allow, self._deny)
            _keep(self._checked, plain, found)
        return found

    async def open(self, url: str) -> tuple[Target, str]:
        """Check an address wholly and return it with the IP address to connect to."""
        target = self.check(url)
        if target.address is not None:
            return target, target.host
        return target, (await self.addresses(target.host))[0]


def _keep(kept: OrderedDict[str, T], key: str, value: T) -> None:
    kept[key] = value
    if len(kept) > KEPT:
        kept.popitem(last=False)
