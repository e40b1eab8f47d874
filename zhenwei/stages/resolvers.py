"""What two resolvers or more say of the hosts of cases: each asked on its own, so that one alone is not believed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from crawler.dns.answers import Answered, Resolution
from crawler.dns.look import Looker
from crawler.dns.parking import service_name
from crawler.dns.servers import servers_of
from crawler.egress import check_address, host_address, networks
from detectors.standing.values import Told
from zhenwei.address import registrable
from zhenwei.config import Settings
from zhenwei.errors import Egress, SettingsError, ZhenweiError
from zhenwei.watching import Says

# Of each list; more would only cost time.
MOST = 2


def servers(settings: Settings) -> tuple[str, ...]:
    """Return the resolvers that are asked, each once. Raises SettingsError for a mistyped one."""
    try:
        first = [str(server) for server in servers_of(settings.dns_servers)]
    except SettingsError:
        if settings.dns_servers or not settings.recheck_dns_servers:
            raise
        first = []  # this machine knows none of its own
    second = (
        [str(server) for server in servers_of(settings.recheck_dns_servers)] if settings.recheck_dns_servers else []
    )
    return tuple(dict.fromkeys([*first[:MOST], *second[:MOST]]))


def ask_all(settings: Settings, hosts: Iterable[str]) -> dict[str, list[Told]]:
    """Return what each resolver says of each host. A resolver that invents answers says nothing that counts."""
    names = [host for host in dict.fromkeys(hosts) if not _is_number(host)]
    if not names:
        return {}
    return asyncio.run(_ask(settings, servers(settings), names))


async def _ask(settings: Settings, chosen: Sequence[str], names: Sequence[str]) -> dict[str, list[Told]]:
    parts = await asyncio.gather(*(_one(settings, server, names) for server in chosen))
    return {name: [part[name] for part in parts] for name in names}


async def _one(settings: Settings, server: str, names: Sequence[str]) -> dict[str, Told]:
    wanted = list(dict.fromkeys([*names, *map(registrable, names)]))
    found: dict[str, Resolution] = {}
    why = "没有应答"
    try:
        async with Looker((server,), rate=settings.dns_rate) as looker:
            async for one in looker.look(wanted, records=("A", "AAAA", "NS")):
                found[one.name] = one
    except SettingsError as error:  # it cannot be used, or invents answers
        why = str(error)[:200]
    return {name: _told(settings, server, found.get(name), found.get(registrable(name)), why) for name in names}


def _told(settings: Settings, server: str, own: Resolution | None, above: Resolution | None, why: str) -> Told:
    if own is None or own.answered is Answered.FAILED:
        return Told(server, Says.FAILED, why=own.why if own else why)
    if own.answered is Answered.NO_NAME:
        return Told(server, Says.ABSENT)
    if not own.addresses:
        # An address that one of the two questions did not get an answer about is not known to be missing.
        return Told(server, Says.FAILED if own.why else Says.EMPTY, why=own.why)
    parked = own.parked or (above.parked if above is not None else "")
    says = Says.WILDCARD if own.wildcard else Says.ADDRESS
    special = all(_leads_nowhere(settings, address) for address in own.addresses)
    return Told(server, says, own.addresses, special, service_name(parked) if parked else "")


def _leads_nowhere(settings: Settings, address: str) -> bool:
    try:
        check_address(address, networks(settings.egress_allow))
    except Egress:
        return True
    return False


def _is_number(host: str) -> bool:
    try:
        return host_address(host) is not None
    except ZhenweiError:
        return True


def to_row(told: Told) -> dict[str, Any]:
    """Return plain values for a JSON column."""
    return asdict(told) | {"says": told.says.value, "addresses": list(told.addresses)}


def from_row(row: Mapping[str, Any]) -> Told:
    """Read what to_row wrote."""
    return Told(
        str(row["server"]), Says(row["says"]), tuple(row["addresses"]), bool(row["special"]), str(row["parked"]),
        str(row.get("why", "")),
    )  # fmt: skip
