"""Contacts, codes, servers, places, registrations: what becomes a trait and what is everybody's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from detectors.operators.contacts import contact_traits
from detectors.operators.places import redirects
from detectors.operators.registration import registration_traits
from detectors.operators.servers import server_traits
from detectors.operators.shared import Shared, digits_of
from zhenwei.types import Certificate, Hop, Page, Profile

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("phone", "19000001234", [("phone", "19000001234")]),
        ("phone", "4000001234", [("landline", "4000001234")]),
        ("phone", "01000001234", [("landline", "01000001234")]),
        ("wechat", "19000001234", [("phone", "19000001234")]),  # the account is named after the telephone
        ("wechat", "Dgz-Banli", [("wechat", "dgz-banli")]),
        ("mail", "900001234@qq.com", [("qq", "900001234")]),
        ("mail", "office@sellers.example", [("mail", "office@sellers.example")]),
        ("mail", "office@place.gov.cn", []),
        ("qr", "wxp://f2f0abcdef", [("payment", "wxp://f2f0abcdef")]),
        ("qr", "https://qr.alipay.com/fkx01abc", [("payment", "https://qr.alipay.com/fkx01abc")]),
        ("qr", "https://u.wechat.com/abcDEF", [("wechat_code", "https://u.wechat.com/abcDEF")]),
        ("qr", "https://t.me/Seller_One", [("telegram", "seller_one")]),
        ("qr", "http://look-up.example/q?x=1", [("qr", "look-up.example/q?x=1")]),
        ("qr", "http://www.own.top/", []),  # its own address
        ("qr", "https://cx.mem.gov.cn/", []),  # the genuine one
        ("qr", "https://www.portal.example/app", []),  # everybody's
        ("qr", "plain words", []),
    ],
)
def test_contacts(kind: str, value: str, found: list[tuple[str, str]], shared: Shared) -> None:
    assert list(contact_traits(kind, value, shared, "own.top")) == found


@pytest.mark.parametrize(
    ("kind", "value", "everybodys"),
    [
        ("qq", "10000", True),
        ("phone", "13800138000", True),
        ("icp", "12345678", True),
        ("icp", "20260011", False),
        ("phone", "19088888888", True),
        ("phone", "19000001234", False),
        ("wechat", "国家安全生产考试", True),  # the organ's own account
        ("wechat", "dgz-banli", False),
    ],
)
def test_values_that_are_everybodys(kind: str, value: str, everybodys: bool, shared: Shared) -> None:
    assert shared.is_shared_value(kind, value) is everybodys


@pytest.mark.parametrize(
    ("mark", "digits"),
    [("京ICP备20261234号-3", "20261234"), ("京icp备20261234号", "20261234"), ("粤ICP备20261234号", "20261234")],
)
def test_the_running_number_of_a_filing(mark: str, digits: str) -> None:
    assert digits_of(mark) == digits


@pytest.mark.parametrize(
    ("host", "owner", "builder"),
    [
        ("www.seller.com", "seller.com", False),
        ("a.b.shops.example", "b.shops.example", True),
        ("someone.github.io", "someone.github.io", False),  # files as they are: nothing of the platform in them
        ("shops.example", "shops.example", False),
    ],
)
def test_whose_name_it_is(host: str, owner: str, builder: bool, shared: Shared) -> None:
    assert (shared.owner(host), shared.is_builder(host)) == (owner, builder)


def _page(*hops: Hop, url: str = "https://own.top/") -> Page:
    return Page(url, hops[-1].url if hops else url, Profile.DESKTOP, 200, "", MOMENT, hops)


def _certificate(*sans: str, subject: str = "CN=own.top", sha256: str = "c1", key: str = "k1") -> Certificate:
    return Certificate(subject, "CN=Test CA", sans, MOMENT, MOMENT, sha256, key)


@pytest.mark.parametrize(
    ("hop", "kinds"),
    [
        (Hop("https://own.top/", 200, "http", "203.0.113.9"), {"address"}),
        (Hop("https://own.top/", 200, "http", "192.0.2.7"), set()),  # a network for everybody
        (Hop("https://own.top/", 200, "http", "10.0.0.8"), set()),  # our own proxy
        (Hop("https://other.top/", 200, "http", "203.0.113.9"), set()),  # somebody else's server
        (Hop("https://own.top/", 200, certificate=_certificate("own.top", "www.own.top")), {"certificate", "tls_key"}),
        (
            Hop("https://own.top/", 200, certificate=_certificate("own.top", "next.vip")),
            {"certificate", "tls_key", "san"},
        ),
        (Hop("https://own.top/", 200, certificate=_certificate("*.own.top")), {"host_certificate"}),
        (Hop("https://own.top/", 200, certificate=_certificate("panel.local")), {"host_certificate"}),
        (
            Hop("https://own.top/", 200, certificate=_certificate("own.top", "sni.cloudflaressl.com")),
            {"host_certificate"},
        ),
        (
            Hop("https://own.top/", 200, certificate=_certificate("own.top", *(f"n{n}.vip" for n in range(40)))),
            {"host_certificate"},  # a network that signs for its customers together
        ),
    ],
)
def test_servers(hop: Hop, kinds: set[str], shared: Shared) -> None:
    assert {kind for kind, _ in server_traits(_page(hop), shared)} == kinds


@pytest.mark.parametrize(
    ("way", "found"),
    [
        (["https://own.top/", "https://m.own.top/"], []),
        (["https://own.top/", "https://hop.vip/x", "https://end.cc/"], ["hop.vip", "end.cc"]),
        (["https://own.top/", "https://www.portal.example/"], []),
        (["https://own.top/", "https://cx.mem.gov.cn/"], []),
    ],
)
def test_redirects(way: list[str], found: list[str], shared: Shared) -> None:
    page = _page(*(Hop(url, 302) for url in way))
    assert list(dict.fromkeys(value for _, value in redirects(page, shared))) == found


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ({"registrant": "某某网络科技有限公司", "registrar": "Registrar A"}, {"registrant"}),
        ({"registrant": "王某某", "registrar": "Registrar A"}, {"registrant_name"}),
        ({"registrant": "REDACTED FOR PRIVACY"}, set()),
        ({"registrant": "Hidden for customer 12"}, set()),
        ({"registrant": "Registrar A", "registrar": "registrar a"}, set()),
        ({"registrant": "***"}, set()),
        (
            {
                "registrar": "Registrar A",
                "events": [{"eventAction": "registration", "eventDate": "2026-10-01T08:00:00+08:00"}],
                "nameservers": [{"ldhName": "NS1.DNS.EXAMPLE."}],
            },
            {"registration_batch"},
        ),
        ({"events": "odd", "nameservers": [1], "registrant": None}, set()),
        ({}, set()),
    ],
)
def test_registrations(answer: dict[str, Any], kinds: set[str], shared: Shared) -> None:
    assert {kind for kind, _ in registration_traits(answer, shared)} == kinds
