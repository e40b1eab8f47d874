"""The name server over UDP and TCP."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from pathlib import Path

import dns.message
import dns.query
import dns.rcode
import pytest

from lab.nameserver import address_of
from tests.lab.lab_worlds import Visitor, visited

SITES: dict[str, dict[str, str | bytes]] = {
    "www.例子.cn": {},
    "apex.example": {},
    "dead.example": {"site.toml": "alive = false"},
    "gone.example": {"site.toml": "gone_from = 2026-01-01"},
    "bad.example": {},
}
WORLD = '[dns]\nwildcard = ["park.example"]\nservfail = ["bad.example"]\n'


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    with visited(tmp_path, SITES, WORLD) as visitor:
        yield visitor


def ask(visitor: Visitor, name: str, kind: str, *, tcp: bool = False) -> dns.message.Message:
    host, _, port = visitor.lab.settings["ZHENWEI_DNS_SERVERS"].partition(":")
    query = dns.message.make_query(name, kind)
    send = dns.query.tcp if tcp else dns.query.udp
    return send(query, host, port=int(port), timeout=20)


@pytest.mark.parametrize("tcp", [False, True])
@pytest.mark.parametrize(
    ("name", "kind", "code", "answered"),
    [
        ("www.xn--fsqu00a.cn", "A", "NOERROR", True),
        ("WWW.XN--FSQU00A.CN", "A", "NOERROR", True),
        ("www.xn--fsqu00a.cn", "AAAA", "NOERROR", False),
        ("xn--fsqu00a.cn", "A", "NOERROR", False),
        ("xn--fsqu00a.cn", "NS", "NOERROR", True),
        ("xn--fsqu00a.cn", "SOA", "NOERROR", True),
        ("apex.example", "MX", "NOERROR", True),
        ("apex.example", "TXT", "NOERROR", False),
        ("dead.example", "A", "NOERROR", True),
        ("gone.example", "A", "NXDOMAIN", False),
        ("www.apex.example", "A", "NXDOMAIN", False),
        ("nobody.example", "A", "NXDOMAIN", False),
        ("park.example", "A", "NOERROR", True),
        ("any.thing.park.example", "A", "NOERROR", True),
        ("notpark.example", "A", "NXDOMAIN", False),
        ("bad.example", "A", "SERVFAIL", False),
        ("x.bad.example", "A", "SERVFAIL", False),
        ("www.baidu.com", "A", "NOERROR", True),
        ("nrd.feeds.test", "A", "NOERROR", True),
        ("ct.logs.test", "A", "NOERROR", True),
        ("rdap.lab.test", "A", "NOERROR", True),
    ],
)
def test_who_has_which_records(visitor: Visitor, name: str, kind: str, code: str, answered: bool, tcp: bool) -> None:
    reply = ask(visitor, name, kind, tcp=tcp)
    assert dns.rcode.to_text(reply.rcode()) == code
    assert bool(reply.answer) is answered
    assert answered or code == "SERVFAIL" or str(reply.authority[0]).split()[3] == "SOA"


def test_addresses_are_steady_and_in_the_benchmark_network(visitor: Visitor) -> None:
    record = ask(visitor, "apex.example", "A").answer[0][0]
    assert record.to_text() == address_of("apex.example")
    network = ip_network(visitor.lab.settings["ZHENWEI_EGRESS_ALLOW"])
    assert all(ip_address(address_of(f"{n}.example")) in network for n in range(2000))
    park = {ask(visitor, f"{label}.park.example", "A").answer[0][0].to_text() for label in ("a", "b")}
    assert park == {address_of("park.example")}


def test_rubbish_gets_no_answer_and_breaks_nothing(visitor: Visitor) -> None:
    host, _, port = visitor.lab.settings["ZHENWEI_DNS_SERVERS"].partition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for rubbish in (b"", b"\x00" * 5, b"\xff" * 700, dns.message.make_response(dns.message.Message()).to_wire()):
            sender.sendto(rubbish, (host, int(port)))
    assert ask(visitor, "apex.example", "A").answer
