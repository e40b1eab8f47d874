"""The one door: what may be contacted at all. Pure decisions first, then the door that also asks the DNS.

Refused are all addresses that are not plain public unicast: private, loopback, link-local (with the metadata services
of clouds), shared address space (RFC 6598), multicast, documentation, benchmarking, and IPv6 forms that hide an IPv4
address (mapped, compatible, 6to4, Teredo, NAT64). ``settings.egress_allow`` opens special networks by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from crawler.resolver import Resolver
from zhenwei.address import ascii_host
from zhenwei.config import Settings
from zhenwei.errors import BadInput, Egress, SettingsError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Special-use blocks (IANA registries of RFC 6890) that ``is_global`` of one Python or another lets through.
_SPECIAL = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
_NAT64 = ip_network("64:ff9b::/96")
# Metadata services outside the blocks above, and the resolver of a large cloud.
_METADATA = frozenset(map(ip_address, ("168.63.129.16", "100.100.100.200", "fd00:ec2::254")))
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_LOCAL_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain")


def networks(values: Iterable[str]) -> tuple[Network, ...]:
    """Read ``settings.egress_allow``. Raises SettingsError."""
    try:
        return tuple(ip_network(value, strict=False) for value in values)
    except ValueError as error:
        raise SettingsError(f"设置 egress_allow 有误：{error}") from error


def disguised(address: Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 address carries inside (mapped, 6to4, Teredo, NAT64, compatible)."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in _NAT64 or int(address) >> 32 == 0:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def check_address(address: str | Address, allow: Iterable[Network] = ()) -> None:
    """Raise Egress unless the address may be contacted."""
    try:
        ip = ip_address(address.split("%")[0]) if isinstance(address, str) else address
    except ValueError as error:
        raise Egress(f"不是合法的 IP 地址：{address}") from error
    if ip in _METADATA:
        raise Egress(f"禁止访问云主机元数据地址 {ip}")
    if any(ip in network for network in allow if network.version == ip.version):
        return
    inside = list(disguised(ip))
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        check_address(ip.ipv4_mapped, allow)
        return
    if not ip.is_global or ip.is_multicast or any(ip in block for block in _SPECIAL if block.version == ip.version):
        raise Egress(f"禁止访问非公网地址 {ip}")
    for hidden in inside:
        check_address(hidden, allow)


def host_address(host: str) -> Address | None:
    """Return the address that a host in any spelling stands for, or None if it is a name.

    The spellings are those of the WHATWG URL standard (IPv4 parser): one to four decimal, octal or hexadecimal
    numbers. Raises Egress for a number that is no address, as browsers refuse it.
    """
    text = host.strip("[]")
    try:
        return ip_address(text.split("%")[0])
    except ValueError:
        pass
    parts = text.removesuffix(".").split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise Egress(f"主机名的写法像 IP 地址但不合法：{host[:60]}")
    try:
        numbers = [_number(part) for part in parts]
    except ValueError as error:
        raise Egress(f"主机名的写法像 IP 地址但不合法：{host[:60]}") from error
    if any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise Egress(f"主机名的写法像 IP 地址但不合法：{host[:60]}")
    return IPv4Address(sum(n << (24 - 8 * i) for i, n in enumerate(numbers[:-1])) + numbers[-1])


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part.startswith("0") else int(part)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: ASCII host (an address in its plain spelling if it is one), port, scheme."""

    scheme: str
    host: str
    port: int
    address: Address | None


def check_url(url: str, ports: Iterable[str] = ("80", "443"), allow: Iterable[Network] = ()) -> Target:
    """Decide by the address alone, before any name is resolved. Raises Egress with one sentence."""
    if any(ord(c) < 33 or c == "\\" for c in url.strip()):
        raise Egress("网址里有控制字符、空格或反斜杠")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise Egress(f"网址写法不合法：{error}") from error
    if parts.scheme not in ("http", "https"):
        raise Egress(f"只访问 http 和 https，不访问 {parts.scheme[:20] or '无协议的网址'}")
    if parts.username is not None or parts.password is not None:
        raise Egress("网址里带有用户名或口令")
    port = port or (443 if parts.scheme == "https" else 80)
    if str(port) not in set(ports):
        raise Egress(f"端口 {port} 不在允许之列（egress_ports）")
    return _host_target(parts.scheme, parts.hostname or "", port, allow)


def _host_target(scheme: str, raw: str, port: int, allow: Iterable[Network]) -> Target:
    literal = host_address(raw.lower())
    if literal is None:
        try:
            host = ascii_host(raw)
        except BadInput as error:
            raise Egress(f"主机名不合法：{raw[:60]}") from error
        literal = host_address(host)  # full-width digits become plain ones
        if literal is None:
            if not _HOST.fullmatch(host) or any(host == n or host.endswith("." + n) for n in _LOCAL_NAMES):
                raise Egress(f"主机名不合法或只在本地网络有效：{host[:60]}")
            return Target(scheme, host, port, None)
    check_address(literal, allow)
    return Target(scheme, str(literal), port, literal)


class Door:
    """Checks an address, resolves its name and checks what the name stands for. One for a process."""

    def __init__(self, settings: Settings, resolver: Resolver) -> None:
        self._ports = settings.egress_ports
        self._allow = networks(settings.egress_allow)
        self._resolver = resolver

    def check(self, url: str) -> Target:
        """Decide without the network. Raises Egress."""
        return check_url(url, self._ports, self._allow)

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Return the addresses of a name, all of them allowed.

        Raises Egress if a single one is not: a name that points inside as well as outside is an attack.
        Raises NoSuchName or DnsFailed from the resolver.
        """
        literal = host_address(host)
        found = (str(literal),) if literal else await self._resolver.addresses(host)
        for address in found:
            check_address(address, self._allow)
        return found

    async def open(self, url: str) -> tuple[Target, str]:
        """Check an address wholly and return it with the IP address to connect to."""
        target = self.check(url)
        return target, (await self.addresses(target.host))[0]
