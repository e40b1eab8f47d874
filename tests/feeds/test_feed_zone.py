"""Master files: the same delegations as dnspython reads, from a stream."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import dns.rdataclass
import dns.rdatatype
import dns.zone
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.feeds.zone import Zone, zone_hint
from tests.feeds.reading import names_of, read

CZDS = (
    "test.\t86400\tin\tsoa\ta.nic.test. b.nic.test. 2026112101 900 900 900 900\n"
    "test.\t172800\tin\tns\ta.nic.test.\n"
    "a.nic.test.\t172800\tin\ta\t192.0.2.1\n"
    "alpha.test.\t3600\tin\tns\tns1.host.example.\n"
    "alpha.test.\t3600\tin\tns\tns2.host.example.\n"
    "alpha.test.\t3600\tin\tds\t1 8 2 00aa\n"
    "xn--fiq228c.test.\t3600\tin\tns\tns1.host.example.\n"
    "ns1.alpha.test.\t3600\tin\taaaa\t2001:db8::1\n"
)
VERISIGN = (
    "; The use of the data in this file\n$ORIGIN TEST.\n$TTL 900\n"
    "@ IN SOA a.nic.test. nstld.nic.test. (\n      2026112101 ;serial\n 1800 ;refresh\n 900\n 604800\n 86400 )\n"
    "             NS A.NIC.TEST.\n"
    "ALPHA NS NS1.HOST.EXAMPLE.\nALPHA NS NS2.HOST.EXAMPLE.\n      NS NS3\n"
    "BETA 3600 IN NS NS1\nGAMMA IN 3600 NS (\n NS1 ) ; bracket\n"
    "$ORIGIN SUB.TEST.\nALPHA NS NS1.TEST.\n"
    'TEXT.TEST. TXT "a ; b ( c" "d"\nNS1 A 192.0.2.1\n'
)


def test_a_zone_as_czds_gives_it(tmp_path: Path) -> None:
    names, _, tally = read(CZDS.encode(), tmp_path, "test.zone")
    assert names == ["alpha.test", "xn--fiq228c.test"]
    assert (tally.shape, tally.dated, tally.bad) == ("zone", date(2026, 11, 21), 0)


def test_every_liberty_of_the_format(tmp_path: Path) -> None:
    assert names_of(VERISIGN, tmp_path) == ["alpha.test", "beta.test", "gamma.test", "alpha.sub.test"]


def test_the_root_delegates_single_labels(tmp_path: Path) -> None:
    root = ". 86400 IN SOA a. n. 2026112100 1 2 3 4\n. 518400 IN NS a.root.\ncn. 172800 IN NS a.dns.cn.\n"
    assert names_of(root, tmp_path) == ["cn"]


def test_a_zone_without_delegations_gives_its_hosts(tmp_path: Path) -> None:
    zone = (
        "$ORIGIN a.example.\n@ IN SOA ns m 1 2 3 4 5\n@ IN NS ns.b.example.\nwww IN A 192.0.2.1\ncx.mem IN CNAME www\n"
    )
    assert names_of(zone, tmp_path) == ["www.a.example", "cx.mem.a.example"]


def test_a_response_policy_zone_gives_what_it_blocks(tmp_path: Path) -> None:
    head = "$TTL 30\n@ SOA rpz.test. h.rpz.test. 2611210000 300 1800 604800 30\n NS localhost.\n"
    zone = head + "bad.example CNAME . ; x\n*.bad.example CNAME .\n"
    assert names_of(zone, tmp_path, "x") == ["bad.example", "bad.example"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("alpha 3600 IN NS ns1", ["alpha.com"]),
        ("alpha.com 3600 IN NS ns1", ["alpha.com"]),
        ("alpha.com. NS ns1", ["alpha.com"]),
        ("ALPHA.COM. 1D IN NS ns1", ["alpha.com"]),
        ("al\\046pha.com. NS ns1", []),
        ("_dmarc.alpha.com. NS ns1", ["alpha.com"]),
    ],
)
def test_without_an_origin_the_name_of_the_file_tells_the_zone(line: str, names: list[str]) -> None:
    zone = Zone(zone_hint("com.zone.gz"))
    assert [n.decode() for batch in zone.read([line.encode()]) for n in batch.names] == names


@pytest.mark.parametrize(
    ("file", "zone"),
    [("com.zone.gz", "com"), ("db.com.cn", "com.cn"), ("xn--fiqs8s.txt.gz", "xn--fiqs8s"), ("17_names.csv", "")],
)
def test_what_a_file_name_tells(file: str, zone: str) -> None:
    assert zone_hint(file) == zone


LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True).filter(
    lambda t: t not in ("in", "ch", "hs", "ns")
)
OWNER = st.one_of(
    LABEL,
    LABEL.map(lambda t: f"{t}.test."),
    st.tuples(LABEL, LABEL).map(".".join),
    st.just(""),
    st.just("@"),
    LABEL.map(str.upper),
)
RDATA = st.sampled_from(
    [
        "NS ns1.host.example.",
        "NS ns2",
        "NS (\n ns3 )",
        "A 192.0.2.1",
        'TXT "a ; ( \\" b"',
        "MX ( 10\n ; remark )\n mail )",
        "NS ns4 ; x",
    ]
)
LINE = st.tuples(OWNER, st.sampled_from(["", "3600 ", "IN ", "3600 IN ", "IN 1h ", "in\t"]), RDATA).map(
    lambda parts: f"{parts[0]} {parts[1]}{parts[2]}"
)
CHANGE = st.one_of(
    st.just("$ORIGIN test."), LABEL.map(lambda t: f"$ORIGIN {t}.test."), st.just("; remark"), st.just("")
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(LINE, CHANGE), max_size=12))
def test_the_same_delegations_as_dnspython(body: list[str]) -> None:
    head = ["$ORIGIN test.", "$TTL 60", "@ IN SOA ns host ( 1 2 3\n4 5 )", " NS ns"]
    text = "\n".join([*head, *body]) + "\n"
    wanted = {
        name.derelativize(dns.name.from_text("test.")).to_text().rstrip(".").lower()
        for name, node in dns.zone.from_text(text, "test.", relativize=True, check_origin=False).nodes.items()
        if name != dns.name.empty and node.get_rdataset(dns.rdataclass.IN, dns.rdatatype.NS)
    }
    zone = Zone()
    found = [
        n.decode() for batch in zone.read(line + b"\n" for line in text.encode().splitlines()) for n in batch.names
    ]
    assert (set(found) if zone.delegations else set()) == wanted


@pytest.mark.parametrize("size", [1, 3, 50])
def test_many_lines_at_once_give_what_one_by_one_gives(size: int) -> None:
    names = [f"{word}{number}" for number in range(200) for word in ("Alpha", "ns", "in-", "xn--a")]
    body = [
        f"{name}.test.\t{3600}\tin\t{kind}" for name in names for kind in ("ns\tns1.x.", "NS ns2.x.", "ds 1 8 2 00")
    ]
    body[300] = "odd..test. 3600 in ns ns1.x."
    body[600] = "upper.test. 1D NS ns1.x. ; remark"
    body[900] = " NS ns1.x."
    head = ["test. 900 in soa a. b. 2026112101 1 2 3 4", "test. 900 in ns a."]
    lines = [line.encode() + b"\n" for line in head + body]

    def found(pieces: list[bytes]) -> list[bytes]:
        return [name for batch in Zone().read(pieces) for name in batch.names]

    one_by_one = found(lines)
    assert len(one_by_one) >= len(names)
    at_once = found([b"".join(lines[start : start + size]) for start in range(0, len(lines), size)])
    assert sorted(set(at_once)) == sorted(set(one_by_one))
