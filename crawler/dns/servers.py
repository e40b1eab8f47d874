"""Which servers are asked: lines of the setting ``dns_servers``, or the system's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address

import dns.resolver

from zhenwei.errors import SettingsError
from zhenwei.sentences import said


@dataclass(frozen=True, slots=True)
class Address:
    """Where a name server listens."""

    host: str
    port: int = 53

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.host if self.port == 53 else f"{host}:{self.port}"


def read_server(line: str) -> Address:
    """Read ``address``, ``address:port`` or ``[v6]:port``. Raises SettingsError."""
    host, port = line, "53"
    if line.startswith("["):
        host, closed, rest = line[1:].partition("]")
        port = rest.removeprefix(":") or ("53" if closed else "")
    elif line.count(":") == 1:
        host, _, port = line.partition(":")
    try:
        ip_address(host)
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError
    except ValueError:
        raise SettingsError(said("设置 dns_servers 有误：{line!r} 应写成 地址 或 地址:端口", line=line)) from None
    return Address(host, int(port))


def servers_of(lines: Sequence[str]) -> tuple[Address, ...]:
    """Return the servers of the setting, or the system's where it is empty. Raises SettingsError."""
    if lines:
        return tuple(dict.fromkeys(read_server(line) for line in lines))
    try:
        found = dns.resolver.Resolver(configure=True)
    except dns.resolver.NoResolverConfiguration as error:
        raise SettingsError(said("没有 DNS 服务器，请设置 DNS_SERVERS（{error}）", error=error)) from error
    return tuple(dict.fromkeys(Address(str(server)) for server in found.nameservers))
