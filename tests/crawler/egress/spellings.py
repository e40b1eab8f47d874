"""Spellings of addresses, made by rules: numbers, digits of other scripts, dots of other scripts, IPv6 around IPv4."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

INSIDE_4 = (
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254",
    "169.254.170.2", "169.254.0.23", "100.64.0.1", "100.100.100.200", "0.0.0.0", "0.0.0.1", "192.0.0.192",
    "192.0.2.7", "198.18.0.1", "198.51.100.7", "203.0.113.7", "192.88.99.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "168.63.129.16",
)  # fmt: skip
OUTSIDE_4 = ("8.8.8.8", "1.2.4.8", "223.5.5.5", "114.114.114.114", "9.255.255.255", "172.32.0.1", "100.128.0.1")
DOTS = "。．｡"
DIGITS = ("０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉")
INVISIBLE = "\u00ad\u200b\u2060\ufeff"


def numbers(address: str) -> Iterator[str]:
    """Yield what inet_aton and browsers read as an IPv4 address: 1 to 4 parts, each in any base."""
    value = int(IPv4Address(address))
    for count in (1, 2, 3, 4):
        heads = [(value >> (24 - 8 * i)) & 255 for i in range(count - 1)]
        parts = [*heads, value & (256 ** (5 - count) - 1)]
        for kinds in itertools.product(("{}", "0x{:x}", "0X{:X}", "0{:o}", "000{:o}", "0x000{:x}"), repeat=count):
            # Of four parts, only the mixtures of two kinds: the rest says nothing new.
            if count < 4 or len(set(kinds)) <= 2:
                yield ".".join(kind.format(part) for kind, part in zip(kinds, parts, strict=True))


def scripts(address: str) -> Iterator[str]:
    """Yield spellings in digits and dots of other scripts, with invisible characters, and with a final dot."""
    for digits in DIGITS:
        yield address.translate(str.maketrans("0123456789", digits))
    for dot in DOTS:
        yield address.replace(".", dot)
        yield address + dot
    yield address + "."
    yield from (address[:1] + mark + address[1:] for mark in INVISIBLE)
    yield f"０ｘ{int(IPv4Address(address)):x}"


def around(address: str) -> Iterator[str]:
    """Yield the IPv6 addresses that carry an IPv4 address, in several notations."""
    value = int(IPv4Address(address))
    mapped, last = 0xFFFF << 32 | value, value
    forms = (
        mapped,
        last,  # compatible
        0xFFFF << 48 | last,  # SIIT
        0x64FF9B << 96 | last,  # NAT64
        0x64FF9B0001 << 80 | last,  # local-use NAT64
        0x2002 << 112 | value << 80 | 1,  # 6to4
        0x20010000 << 96 | 0x08080808 << 64 | value ^ 0xFFFFFFFF,  # Teredo: the client
        0x20010000 << 96 | value << 64 | 0x08080808 ^ 0xFFFFFFFF,  # Teredo: the server
        0x2400320000000000 << 64 | 0x00005EFE << 32 | last,  # ISATAP
        0x2400320000000000 << 64 | 0x02005EFE << 32 | last,
        0xFE80 << 112 | 0x5EFE << 32 | last,
    )
    for number in forms:
        six = IPv6Address(number)
        yield from (f"[{six}]", f"[{six.exploded}]", f"[{six.exploded.upper()}]")
    yield from (f"[::ffff:{address}]", f"[0:0:0:0:0:FFFF:{address}]", f"[::{address}]", f"[64:ff9b::{address}]")


def tricks(address: str, public: str = "shop.example") -> Iterator[str]:
    """Yield whole addresses of pages that one reader or another takes to the IPv4 address."""
    yield from (
        f"http://{public}@{address}/", f"http://{public}:80@{address}/", f"http://{address}@{public}/",
        f"http://{public}#@{address}/", f"http://{public}?@{address}/", f"http://{address}#@{public}/",
        f"http://{public}\\@{address}/", f"http://{address}\\@{public}/", f"http://{public}%40{address}/",
        f"http://{address}%00.{public}/", f"http://{address}%2f.{public}/", f"http://{address}%23.{public}/",
        f"http:\\\\{address}/", f"http:/{address}/", f"http:{address}/", f"http:///{address}/", f"http:////{address}/",
        f"//{address}/", f"/\\{address}/", f"{address}", f"{address}:80", f"http://{address}\t/", f"ht\ntp://{address}/",
        f"http://{address}\r\nHost: {public}/", f"http://{address} {public}/", f"http://{public} {address}/",
        f"http://{address} &@{public}# @{public}/", f"http://{address}:80:80/", f"http://{address}:80@{public}:80/",
        f"http://[{address}]/", f"http://[{public}]@{address}/", f"http://{address}%20/", f"http://{address}%09/",
        f"http://{address}:０80/", f"http://{address}:+80/", f"http://{address}:80 /", f"http://{address}&@{public}/",
        f"http://{address};{public}/", f"http://{address},{public}/", f"http://({address})/", f"http://<{address}>/",
        f"http://{address}｡/", f"http://{address}／.{public}/", f"http://{address}＃@{public}/",
        f"http://{public}＠{address}/", f"http://{address}？.{public}/", f"http://{address}℀.{public}/",
        "http://" + "".join(f"%{ord(c):02x}" for c in address) + "/",
        "http://" + address.replace(".", "%2e") + "/", "http://" + address.replace(".", "%252e") + "/",
        f"gopher://{address}/", f"dict://{address}/", f"file://{address}/", f"ftp://{address}/", f"ws://{address}/",
        f"jar:http://{address}!/", f"view-source:http://{address}/", f"blob:http://{address}/", f"url:http://{address}/",
    )  # fmt: skip
