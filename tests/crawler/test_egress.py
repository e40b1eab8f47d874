"""What may be contacted and what never: a table of plain and disguised addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from crawler.egress import Door, check_address, check_url, host_address, networks
from crawler.resolver import DnsFailed, NoSuchName, Resolver
from tests.crawler.crawler_farm import Farm
from zhenwei.config import Settings
from zhenwei.errors import Egress, SettingsError

INSIDE = [
    "127.0.0.1", "127.255.255.254", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "255.255.255.255",
    "240.0.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "192.88.99.1",
    "168.63.129.16", "100.100.100.200",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::1",
    "2001:0:7f00:1:0:0:80ff:fffe", "2001:0:53aa:64c:0:0:f5ff:fffe", "100::1", "5f00::1", "3fff::1", "not an address",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "1.1.1.1", "223.5.5.5", "172.32.0.1", "100.128.0.1", "2400:3200::1", "2606:4700::1111"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address: str) -> None:
    with pytest.raises(Egress):
        check_address(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_is_spared(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    ("address", "allow", "passes"),
    [
        ("198.18.3.4", ["198.18.0.0/15"], True),
        ("127.0.0.1", ["127.0.0.0/8"], True),
        ("::ffff:127.0.0.1", ["127.0.0.0/8"], True),
        ("10.0.0.1", ["198.18.0.0/15"], False),
        ("::1", ["127.0.0.0/8"], False),
        ("169.254.169.254", ["169.254.0.0/24"], False),
        ("100.100.100.200", ["100.64.0.0/10"], False),  # metadata stay closed even in an opened network
    ],
)
def test_what_the_operator_opens_is_open_and_nothing_else(address: str, allow: list[str], passes: bool) -> None:
    if passes:
        check_address(address, networks(allow))
    else:
        with pytest.raises(Egress):
            check_address(address, networks(allow))


def test_a_network_that_is_none_is_a_settings_error() -> None:
    with pytest.raises(SettingsError, match="egress_allow"):
        networks(["loopback"])


REFUSED_URLS = [
    "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
    "http://017700000001/", "http://127.1/", "http://127.0.1/", "http://0/", "http://0x/", "http://[::1]/",
    "http://[::ffff:7f00:1]/", "http://[::ffff:169.254.169.254]/", "http://[fe80::1%25eth0]/",
    "http://１２７.０.０.１/", "http://①②⑦.0.0.1/", "http://127。0。0。1/", "http://127.0.0.1./",
    "http://169.254.169.254/latest/meta-data/", "http://0xA9FEA9FE/", "http://2852039166/", "http://192.168.0.1/",
    "http://256.1.1.1/", "http://1.2.3.4.5/", "http://1.2.3.08/", "http://99999999999/",
    "http://localhost/", "http://LOCALHOST/", "http://a.localhost/", "http://printer.local/", "http://db.internal/",
    "http://a@shop.example/", "http://shop.example:pass@127.0.0.1/", "http://shop.example:8080/",
    "http://shop.example:22/", "http://shop.example:99999/", "ftp://shop.example/", "file:///etc/passwd",
    "javascript:alert(1)", "data:text/html,x", "gopher://shop.example/", "//shop.example/", "shop.example",
    "http://", "http:///x", "http://sh op.example/", "http://shop.example\\@127.0.0.1/", "http://shop.example/\r\nX: 1",
    "http://-a.example/", "http://a..example/", "http://" + "a" * 300 + ".example/", "http://%31%32%37.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", REFUSED_URLS)
def test_an_address_of_a_page_is_refused(url: str) -> None:
    with pytest.raises(Egress):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://shop.example/", "shop.example", 80),
        ("https://SHOP.example:443/a?b=http://127.0.0.1/", "shop.example", 443),
        ("http://特种作业操作证.com/", "xn--vhq83aba960t6tpvlklu5a.com", 80),
        ("http://127.0.0.1.shop.example/", "127.0.0.1.shop.example", 80),
        ("http://8.8.8.8/", "8.8.8.8", 80),
        ("http://134744072/", "8.8.8.8", 80),
        ("http://_dmarc.shop.example/", "_dmarc.shop.example", 80),
        ("http://0x7f.shop.example/", "0x7f.shop.example", 80),
        ("http://localhost.shop.example/", "localhost.shop.example", 80),
    ],
)
def test_an_ordinary_address_is_spared(url: str, host: str, port: int) -> None:
    target = check_url(url)
    assert (target.host, target.port) == (host, port)


def test_spellings_of_one_address_are_one() -> None:
    for host in ("8.8.8.8", "0x8.8.8.8", "8.526344", "134744072", "010.010.010.010", "8.8.2056"):
        assert host_address(host) == ip_address("8.8.8.8")


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


@pytest.mark.parametrize(
    ("host", "answers", "error"),
    [
        ("public.example", ["8.8.8.8"], None),
        ("six.example", ["2400:3200::1"], None),
        ("private.example", ["192.168.1.1"], Egress),
        ("metadata.example", ["169.254.169.254"], Egress),
        ("mixed.example", ["8.8.8.8", "10.0.0.1"], Egress),  # one answer inside spoils the name
        ("mapped.example", ["::ffff:127.0.0.1"], Egress),
        ("empty.example", [], NoSuchName),
    ],
)
def test_a_name_is_as_good_as_what_it_stands_for(
    farm: Farm, host: str, answers: list[str], error: type[Exception] | None
) -> None:
    farm.addresses[host] = answers
    door = Door(Settings(), Resolver([f"127.0.0.1:{farm.dns_port}"]))
    if error is None:
        assert asyncio.run(door.open(f"http://{host}/"))[1] == answers[0]
    else:
        with pytest.raises(error):
            asyncio.run(door.open(f"http://{host}/"))


def test_no_such_name_and_a_silent_server_are_two_things(farm: Farm) -> None:
    farm.servfail.add("broken.example")
    resolver = Resolver([f"127.0.0.1:{farm.dns_port}"])

    async def ask() -> None:
        with pytest.raises(NoSuchName):
            await resolver.addresses("nobody.example")
        with pytest.raises(DnsFailed):
            await resolver.addresses("broken.example")

    asyncio.run(ask())


@pytest.mark.parametrize("server", ["1.2.3.4:dns", "[::1:53", ":53"])
def test_a_dns_server_that_is_none_is_a_settings_error(server: str) -> None:
    with pytest.raises(SettingsError):
        Resolver([server])
