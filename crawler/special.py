"""Which addresses are plain public unicast, and which IPv4 addresses an IPv6 address carries inside. Pure.

Refused is what the IANA registries of special-purpose addresses list (RFC 6890 and its successors), all of IPv6 that is
not delegated as global unicast (2000::/3), and every IPv6 form of a refused IPv4 address. The metadata services of
clouds stay closed even inside a network that the operator has opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from zhenwei.errors import Egress, SettingsError
from zhenwei.sentences import said

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_SPECIAL_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_SPECIAL_6 = tuple(
    IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20", "3ffe::/16")
)
_GLOBAL_6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052; the local-use prefix 64:ff9b:1::/48 (RFC 8215) is refused as a whole
_SIIT = IPv6Network("::ffff:0:0:0/96")  # RFC 2765
# Interface identifiers of ISATAP (RFC 5214, 6.1): the IPv4 address stands in the last 32 bits.
_ISATAP = (0x00005EFE, 0x02005EFE)
# AWS, GCP, Azure, DigitalOcean, Huawei: 169.254.169.254; AWS containers, EKS, DNS and time; Tencent; Scaleway; Azure's
# platform; Alibaba; Volcengine; Oracle's old one; the IPv6 services of AWS, GCP, Oracle and Scaleway.
METADATA = frozenset(
    map(
        ip_address,
        (
            "169.254.169.254", "169.254.170.2", "169.254.170.23", "169.254.169.253", "169.254.169.123",
            "169.254.0.23", "169.254.42.42", "168.63.129.16", "100.100.100.200", "100.96.0.96", "192.0.0.192",
            "fd00:ec2::254", "fd00:ec2::23", "fd00:ec2::253", "fd00:ec2::123", "fd20:ce::254", "fd00:c1::a9fe:a9fe",
            "fd00:42::42", "fe80::a9fe:a9fe",
        ),
    )
)  # fmt: skip


def networks(values: Iterable[str], setting: str = "egress_allow") -> tuple[Network, ...]:
    """Read a setting that lists networks (CIDR). Raises SettingsError."""
    try:
        return tuple(ip_network(value, strict=False) for value in values)
    except ValueError as error:
        raise SettingsError(said("设置 {setting} 有误：{error}", setting=setting, error=error)) from error


def disguised(address: Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses inside an IPv6 one: mapped, compatible, SIIT, NAT64, 6to4, Teredo, ISATAP."""
    if isinstance(address, IPv4Address):
        return
    number = int(address)
    last = IPv4Address(number & 0xFFFFFFFF)
    if address.ipv4_mapped or number >> 32 == 0 or address in _NAT64 or address in _SIIT:
        yield last
    if (number >> 32) & 0xFFFFFFFF in _ISATAP:
        yield last
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo


def check_address(address: str | Address, allow: Iterable[Network] = (), deny: Iterable[Network] = ()) -> None:
    """Raise Egress unless the address may be contacted."""
    try:
        ip = ip_address(address.split("%")[0]) if isinstance(address, str) else address
    except ValueError as error:
        raise Egress(said("不是合法的 IP 地址：{address}", address=str(address)[:80])) from error
    inside = tuple(disguised(ip))
    for reading in (ip, *inside):
        if reading in METADATA:
            raise Egress(said("禁止访问云主机元数据地址 {reading}", reading=reading))
        if _within(reading, deny):
            raise Egress(said("地址 {reading} 在禁止访问的网段内（egress_deny）", reading=reading))
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip, inside = ip.ipv4_mapped, ()  # to the system it is nothing but that IPv4 address
    if _within(ip, allow):
        return
    if not is_public(ip):
        raise Egress(said("禁止访问非公网地址 {ip}", ip=ip))
    for hidden in inside:
        check_address(hidden, allow, deny)


def is_public(ip: Address) -> bool:
    """True for plain global unicast, whatever an IPv6 address may carry inside."""
    if isinstance(ip, IPv4Address):
        return not any(ip in block for block in _SPECIAL_4)
    if ip in _NAT64:
        return True
    return ip in _GLOBAL_6 and not any(ip in block for block in _SPECIAL_6)


def _within(ip: Address, blocks: Iterable[Network]) -> bool:
    return any(block.version == ip.version and ip in block for block in blocks)
