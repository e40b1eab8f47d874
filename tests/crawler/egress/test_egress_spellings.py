"""Any spelling that some program reads as a special address is refused; plain public ones pass."""

from __future__ import annotations

import re
import socket
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy.http import Request
from twisted.web.client import URI
from yarl import URL

from crawler.egress import check_url
from crawler.special import check_address
from tests.crawler.egress.spellings import (
    INSIDE_4,
    OUTSIDE_4,
    around,
    numbers,
    scripts,
    tricks,
)
from zhenwei.errors import Egress

Address = IPv4Address | IPv6Address
DATA = Path(__file__).parents[4] / "shared" / "data" / "fixtures" / "hostile"
# Reachable by Python's word, and yet nobody's web server: protocol assignments, AS112, AMT, 6to4 relays.
ALSO_SPECIAL = tuple(
    map(IPv4Network, ("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.175.48.0/24"))
)


def refused(url: str) -> bool:
    try:
        check_url(url)
    except Egress:
        return True
    return False


@pytest.mark.parametrize("address", INSIDE_4)
def test_every_spelling_of_an_address_inside_is_refused(address: str) -> None:
    hosts = [*numbers(address), *scripts(address), *around(address)]
    urls = [f"{scheme}://{host}{rest}" for host in hosts for scheme, rest in (("http", "/"), ("HTTPS", ":443/a?b#c"))]
    urls += [f"http://{host}" for host in hosts] + list(tricks(address))
    assert len(urls) > 700
    assert [url for url in urls if not refused(url)] == []


@pytest.mark.parametrize("address", OUTSIDE_4)
def test_a_public_address_passes_in_the_spellings_that_all_read_alike(address: str) -> None:
    value = int(IPv4Address(address))
    for host in (address, address + ".", str(value), hex(value), address.replace(".", "。"), f"[::ffff:{address}]"):
        target = check_url(f"http://{host}/")
        assert target.address is not None
        assert int(target.address) & 0xFFFFFFFF == value
        assert target.canonical(f"http://{host}/a?b") == f"{target.origin}/a?b"


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("0127.0.0.1", "87.0.0.1 to a browser, 127.0.0.1 to others"),
        ("012.0.0.1", "10.0.0.1 to a browser"),
        ("010.0.0.1", "8.0.0.1 to a browser, 10.0.0.1 to others"),
        ("0192.168.0.1", "no address to a browser"),
        ("8.8.8.8.", ""),
    ],
)
def test_a_spelling_that_is_read_in_two_ways_counts_as_both(host: str, why: str) -> None:
    assert refused(f"http://{host}/") == bool(why)


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "LOCALHOST", "localhost.", "ｌｏｃａｌｈｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "loca\u00adlhost",
        "a.localhost", "a.b.local",
        "db.internal", "metadata.google.internal", "metadata", "instance-data", "metadata.tencentyun.com",
        "metadata.goog", "kubernetes.default.svc.cluster.local", "host.docker.internal", "printer.lan", "router.home",
        "nas.home.arpa", "1.0.0.127.in-addr.arpa", "ip6-localhost", "intranet", "x", "hidden.onion", "xn--localhost-",
        "xn--127-.com", "xn--.com", "a..b.com", ".a.com", "a.com..", "-a.com", "a-.com", "a" * 64 + ".com",
        "%6c%6f%63%61%6c%68%6f%73%74", "a%2ecom", "a@b.com", "a:b.com", "a b.com", "[a.com]", "[::1", "::1]", "::1",
        "[v1.fe]", "[fe80::1%25eth0]", "[::1%25lo]", "[::1%lo]", "[1.2.3.4]", "[::ffff:127.0.0.01]", "[0x7f.1]",
        "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "4294967296", "0x100000000", "1.2.3.08", "1..2.3", "a.1", "a.0x1",
        "6425673729", "425.256.256.257", "0o177.0.0.1", "127.0.0.0o1x.1",
    ],
)  # fmt: skip
def test_a_host_of_no_use_outside_is_refused(host: str) -> None:
    assert refused(f"http://{host}/")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://shop.example/", "http://shop.example"),
        ("https://shop.example:443/a", "https://shop.example:443"),
        ("HTTP://Shop.Example./a", "http://shop.example"),
        ("http://shop。example/a", "http://shop.example"),
        ("http://中国.example/", "http://xn--fiqs8s.example"),
        ("http://faß.example/", "http://xn--fa-hia.example"),  # a name of its own (UTS 46, non-transitional)
        ("http://xn--fiqs8s.example/", "http://xn--fiqs8s.example"),
        ("http://xn--ls8h.example/", "http://xn--ls8h.example"),  # an emoji: no IDNA 2008, and yet a name
        ("http://010.shop.example/", "http://010.shop.example"),
        ("http://127.0.0.1.shop.example/", "http://127.0.0.1.shop.example"),
        ("http://a_b.shop.example/", "http://a_b.shop.example"),
        ("http://localhost.shop.example/", "http://localhost.shop.example"),
        ("http://shop.example/@127.0.0.1", "http://shop.example"),
        ("http://shop.example/?u=http://a@127.0.0.1/", "http://shop.example"),
        ("http://shop.example?a=1", "http://shop.example"),
        ("http://shop.example:/", "http://shop.example"),
        ("http://[2400:3200::1]/", "http://[2400:3200::1]"),
        ("http://[2400:3200:0::0001]/", "http://[2400:3200::1]"),
        ("http://[64:ff9b::808:808]/", "http://[64:ff9b::808:808]"),
    ],
)
def test_what_is_ordinary_passes_and_is_spelled_in_one_way(url: str, origin: str) -> None:
    assert check_url(url).origin == origin


@pytest.mark.parametrize(
    "address",
    [
        "2d00::1x", "4000::1", "a000::1", "1::1", "100::1", "2001::1", "2001:10::1", "2001:20::1", "2001:db8::1",
        "3fff::1", "3ffe::1", "5f00::1", "fd00::1", "fe80::1", "fec0::1", "ff02::1", "fd00:ec2::254", "fd20:ce::254",
        "2620:4f:8000::1", "::ffff:0:7f00:1", "::7f00:1", "64:ff9b:1::808:808",
    ],
)  # fmt: skip
def test_an_ipv6_address_that_nobody_outside_holds_is_refused(address: str) -> None:
    with pytest.raises(Egress):
        check_address(address)


def others_read(url: str) -> Iterator[Address]:
    """Yield what other programs take for the address that a URL leads to."""
    hosts: set[str] = set()
    with suppress(ValueError):
        hosts.add(urlsplit(url).hostname or "")
    with suppress(ValueError):
        hosts.add(URL(url).host or "")
    with suppress(ValueError):
        hosts.add(urlsplit(Request(url).url).hostname or "")
    with suppress(ValueError, UnicodeError):
        hosts.add(URI.fromBytes(url.encode()).host.decode())  # type: ignore[no-untyped-call]
    hosts.add(re.split(r"[/?#]", url.partition("://")[2])[0].rpartition("@")[2])
    for host in hosts:
        for text in {host, unicodedata.normalize("NFKC", host), host.strip("[]"), host.rstrip(".")}:
            with suppress(ValueError):
                yield ip_address(text)
            with suppress(OSError, ValueError, UnicodeError):
                yield IPv4Address(socket.inet_aton(text))


PIECES = st.sampled_from(
    [*"0123456789abcdefx.:/@#?%[]\\", "127", "0x7f", "0177", "2130706433", "169.254", "::", "::ffff:", "10.",
     "192.168.", "。", "．", "①", "０", "𝟏", "localhost", "shop.example", "%2e", "\t", "\u00ad", "172.16.0.1",
     "100.64.", "00"]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=9).map("".join))
@example("0127.0.0.1")
@example("[::127.0.0.1]")
@example("127。1")
def test_what_others_read_as_an_address_inside_is_refused(host: str) -> None:
    url = f"http://{host}/"
    if refused(url):
        return
    for address in others_read(url):
        check_address(address)


@given(st.ip_addresses(v=4))
def test_a_public_ipv4_address_passes_and_no_other(address: IPv4Address) -> None:
    if address.is_global and not address.is_multicast:
        special = any(address in block for block in ALSO_SPECIAL)
        assert refused(f"http://{address}/") == (special or str(address) == "168.63.129.16")
    else:
        assert refused(f"http://{address}/")
        assert refused(f"http://{int(address)}/")


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_passes_that_python_calls_special(address: IPv6Address) -> None:
    if not address.is_global or address.is_multicast:
        assert refused(f"http://[{address}]/")


@given(st.one_of(st.text(max_size=60), st.text(max_size=40).map("http://{}/".format), st.binary(max_size=40).map(str)))
def test_anything_at_all_is_an_answer_or_a_refusal(url: str) -> None:
    try:
        target = check_url(url)
    except Egress:
        return
    assert target.host.isascii()
    assert not refused(f"{target.origin}/")


@pytest.mark.data
@pytest.mark.parametrize("name", ["blns.txt", "blns.base64.txt", "xss_payload_list.txt", "patt_deep_traversal.txt"])
def test_lists_of_hostile_strings_by_others(name: str) -> None:
    lines = (DATA / name).read_text("utf-8", "replace").splitlines()
    assert len(lines) > 100
    for line in lines:
        for url in (
            line,
            f"http://{line}",
            f"http://{line}/",
            f"http://shop.example/{line}",
            f"http://shop.example:{line}",
        ):
            with suppress(Egress):
                target = check_url(url)
                assert target.address is not None or "." in target.host
                for address in others_read(url):
                    check_address(address)
