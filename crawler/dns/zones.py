"""Zones that answer to every name: what random labels get, and whether a name's own answer is more than that."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network

from crawler.dns.wire import NOTHING, Records

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def random_label() -> str:
    """Return a label that nobody has registered: 16 letters, nothing that a server could recognise as a probe."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))


@dataclass(frozen=True)
class Wildcard:
    """What random labels of a zone got, a record set each. Empty: the zone answers to registered names only."""

    probes: tuple[Records, ...] = ()
    # The labels that were asked, in the same order.
    labels: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.probes)

    @cached_property
    def only_addresses(self) -> bool:
        """True if random labels get IPv4 addresses and nothing else, as from most catch-alls."""
        return bool(self.probes) and all(replace(probe, a=()) == NOTHING and probe.a for probe in self.probes)

    def explains(self, name: str, found: Records, *, address_known: bool = True) -> bool:
        """True if nobody need have set this name up: each of its records is one that random labels got as well.

        ``address_known``: the question for addresses was answered, if only with "none".

        Servers that give each name another address of a pool are compared by network (IPv4 /24, IPv6 /48) once two
        probes differ; where even those differ, addresses say nothing and other records decide.
        """
        if not self.probes:
            return False
        if all(p.a or p.cname for p in self.probes) and not (found.a or found.cname) and address_known:
            return False  # a wildcard would have given it an address: somebody has set it up without one
        label = name.partition(".")[0]
        if not self._names_explained(label, found):
            return False
        return self._addresses_explained(found.a, lambda r: r.a, 24) and self._addresses_explained(
            found.aaaa, lambda r: r.aaaa, 48
        )

    def _names_explained(self, label: str, found: Records) -> bool:
        kinds: Sequence[Callable[[Records], Iterable[str]]] = (
            lambda r: r.ns, lambda r: r.mx, lambda r: r.cname, lambda r: [r.soa] if r.soa else [],
        )  # fmt: skip
        for kind in kinds:
            known = {
                _shape(value, own) for own, probe in zip(self.labels, self.probes, strict=True) for value in kind(probe)
            }
            if not {_shape(value, label) for value in kind(found)} <= known:
                return False
        return True

    def _addresses_explained(self, own: Sequence[str], kind: Callable[[Records], Sequence[str]], prefix: int) -> bool:
        sets = [frozenset(kind(probe)) for probe in self.probes]
        known = frozenset[str]().union(*sets)
        if set(own) <= known:
            return True
        if not known or len(set(sets)) == 1:
            return False
        networks = [_networks(each, prefix) for each in sets]
        if _networks(own, prefix) <= frozenset().union(*networks):
            return True
        # Every probe in networks of its own: a pool without an edge.
        return sum(map(len, networks)) == len(frozenset().union(*networks)) and len(networks) > 2


def _shape(value: str, label: str) -> str:
    """Return a record with the name's own label taken out: some servers build a CNAME from it."""
    parts = ["*" if part == label else part for part in re.split(r"([. ])", value)]
    value = "".join(parts)
    return value.replace(label, "*") if len(label) > 3 else value


def _networks(addresses: Iterable[str], prefix: int) -> frozenset[IPv4Network | IPv6Network]:
    return frozenset(ip_network(f"{address}/{prefix}", strict=False) for address in addresses)
