"""Host names are compared by labels, never by substring."""

from __future__ import annotations

import pytest

from zhenwei.address import ascii_host, defang, host_of, is_below, owner_domain, registrable, unicode_host
from zhenwei.errors import BadInput


@pytest.mark.parametrize(
    ("host", "domain", "below"),
    [
        ("cx.mem.gov.cn", "mem.gov.cn", True),
        ("mem.gov.cn", "mem.gov.cn", True),
        ("cx.mem.gov.cn.evil.example", "mem.gov.cn", False),
        ("xmem.gov.cn", "mem.gov.cn", False),
    ],
)
def test_below(host: str, domain: str, below: bool) -> None:
    assert is_below(host, domain) is below


@pytest.mark.parametrize(
    ("host", "domain", "owner"),
    [
        ("www.example.com.cn", "example.com.cn", "example.com.cn"),
        ("a.b.example.top", "example.top", "example.top"),
        ("someone.github.io", "github.io", "someone.github.io"),
        ("cx.mem.gov.cn", "mem.gov.cn", "mem.gov.cn"),
        ("198.18.0.1", "198.18.0.1", "198.18.0.1"),
    ],
)
def test_registrable_and_owner(host: str, domain: str, owner: str) -> None:
    assert registrable(host) == domain
    assert owner_domain(host) == owner


def test_chinese_names_go_both_ways() -> None:
    assert unicode_host(ascii_host("特种作业.中国")) == "特种作业.中国"
    assert host_of("http://特种作业.中国/查询?x=1") == ascii_host("特种作业.中国")
    assert unicode_host("xn--zzzzzzzzz.cn") == "xn--zzzzzzzzz.cn"


@pytest.mark.parametrize(
    "text", ["", "   ", "ftp://x.cn/", "http://", "javascript:alert(1)", "http://[::1", "a" * 600, "．．"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(BadInput):
        host_of(text)


def test_defanged_addresses_are_no_links() -> None:
    assert defang("https://cx-mem.example/a.html") == "hxxps://cx-mem[.]example/a.html"
    assert defang("cx-mem.example") == "cx-mem[.]example"
