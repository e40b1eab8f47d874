"""The feed, the CT log and RDAP, read the way their standards say."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lab.ctledger import tree_hash
from lab.ctlog import LARGEST
from tests.lab.lab_worlds import Visitor, visited

SITES: dict[str, dict[str, str | bytes]] = {
    "b.example.com": {"site.toml": "registered = 2026-11-02"},
    "例子.cn": {"site.toml": "registered = 2020-01-31"},
    "shy.example.org": {"site.toml": "in_feed = false"},
    "gone.example.net": {"site.toml": "gone_from = 2026-01-01\nregistered = 2026-01-01"},
}
NAMES = ["b.example.com", "gone.example.net", "xn--fsqu00a.cn"]
WORLD = '[ct]\nnames = ["*.fresh.example"]\n[feed]\nnames = ["new.example", "b.example.com"]\n'


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    with visited(tmp_path, SITES, WORLD) as visitor:
        yield visitor


def read(visitor: Visitor, url: str) -> Any:
    reply = visitor.get(url)
    assert reply.status == 200, reply
    return json.loads(reply.body)


def test_the_feed_carries_the_new_names(visitor: Visitor) -> None:
    address = visitor.lab.settings["ZHENWEI_FEED_URLS"]
    assert gzip.decompress(visitor.get(address).body).decode().split() == sorted([*NAMES, "new.example"])
    assert visitor.get(address.removesuffix(".gz")).text.split() == sorted([*NAMES, "new.example"])


def entries(visitor: Visitor, start: int, end: int) -> list[tuple[bytes, bytes]]:
    log = visitor.lab.settings["ZHENWEI_CT_LOGS"].split(",")[0]
    found = read(visitor, f"{log}ct/v1/get-entries?start={start}&end={end}")["entries"]
    return [(b64decode(entry["leaf_input"]), b64decode(entry["extra_data"])) for entry in found]


def take(data: bytes) -> tuple[bytes, bytes]:
    size = int.from_bytes(data[:3])
    return data[3 : 3 + size], data[3 + size :]


def test_entries_are_real_certificates_signed_by_the_lab(visitor: Visitor) -> None:
    authority = x509.load_pem_x509_certificate(Path(visitor.lab.settings["ZHENWEI_EGRESS_CA"]).read_bytes())
    names = []
    for leaf, extra in entries(visitor, 0, 99):
        assert leaf[:2] == b"\x00\x00"
        assert int.from_bytes(leaf[2:10]) == 1795219200000  # 2026-11-21 in milliseconds
        kind, rest = leaf[10:12], leaf[12:]
        if kind == b"\x00\x01":
            key = authority.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            assert rest[:32] == hashlib.sha256(key).digest()
            tbs, tail = take(rest[32:])
            der, extra = take(extra)
            assert tbs[4:20] in der  # the same version and serial number
        else:
            der, tail = take(rest)
        assert tail == b"\x00\x00"
        chain, nothing = take(extra)
        assert (take(chain)[0], nothing) == (authority.public_bytes(Encoding.DER), b"")
        certificate = x509.load_der_x509_certificate(der)
        certificate.verify_directly_issued_by(authority)
        assert (kind == b"\x00\x01") is any(isinstance(e.value, x509.PrecertPoison) for e in certificate.extensions)
        sans = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names += sans.get_values_for_type(x509.DNSName)
    assert names == [*NAMES, "*.fresh.example"]


def test_the_head_is_signed_over_the_tree(visitor: Visitor) -> None:
    head = read(visitor, visitor.lab.settings["ZHENWEI_CT_LOGS"].split(",")[0] + "ct/v1/get-sth")
    root = b64decode(head["sha256_root_hash"])
    assert head["tree_size"] == 4
    assert root == tree_hash([leaf for leaf, _ in entries(visitor, 0, 3)])
    signed = b"\x00\x01" + head["timestamp"].to_bytes(8) + head["tree_size"].to_bytes(8) + root
    signature = b64decode(head["tree_head_signature"])
    key = x509.load_pem_x509_certificate(Path(visitor.lab.settings["ZHENWEI_EGRESS_CA"]).read_bytes()).public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert signature[:2] == b"\x04\x03"
    key.verify(signature[4:], signed, ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize("span", ["start=4&end=5", "start=2&end=1", "start=-1&end=1", "start=a&end=1", ""])
def test_a_bad_range_is_an_error(visitor: Visitor, span: str) -> None:
    log = visitor.lab.settings["ZHENWEI_CT_LOGS"].split(",")[0]
    assert visitor.get(f"{log}ct/v1/get-entries?{span}").status == 400


def test_a_long_range_is_cut_and_can_be_gone_on_with(tmp_path: Path) -> None:
    names = ", ".join(f'"n{n:03}.example"' for n in range(100))
    with visited(tmp_path, {}, f"[ct]\nnames = [{names}]\n") as visitor:
        assert len(entries(visitor, 0, 99)) == LARGEST
        assert len(entries(visitor, LARGEST, 99)) == 100 - LARGEST


def test_tree_hashes_of_the_standard() -> None:
    leaf = [hashlib.sha256(b"\x00" + text).digest() for text in (b"a", b"b", b"c")]
    pair = hashlib.sha256(b"\x01" + leaf[0] + leaf[1]).digest()
    assert tree_hash([]) == hashlib.sha256(b"").digest()
    assert tree_hash([b"a"]) == leaf[0]
    assert tree_hash([b"a", b"b", b"c"]) == hashlib.sha256(b"\x01" + pair + leaf[2]).digest()


@pytest.mark.parametrize(
    ("name", "since"),
    [("example.com", "2026-11-02T02:00:00Z"), ("xn--fsqu00a.cn", "2020-01-31T02:00:00Z"), ("example.org", None)],
)
def test_rdap_tells_the_registration(visitor: Visitor, name: str, since: str | None) -> None:
    reply = visitor.get(visitor.lab.settings["ZHENWEI_RDAP_URLS"] + f"domain/{name}")
    assert reply.headers["Content-Type"] == "application/rdap+json"
    told = json.loads(reply.body)
    assert told["ldhName"] == name
    dates = [event["eventDate"] for event in told["events"] if event["eventAction"] == "registration"]
    assert dates == ([since] if since else [])


@pytest.mark.parametrize(
    ("path", "status"),
    [("domain/nobody.example", 404), ("domain/example.net", 404), ("ip/1.2.3.4", 404), ("domain/", 400)],
)
def test_rdap_knows_nobody_else(visitor: Visitor, path: str, status: int) -> None:
    reply = visitor.get(visitor.lab.settings["ZHENWEI_RDAP_URLS"] + path)
    assert (reply.status, json.loads(reply.body)["errorCode"]) == (status, status)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "xn--fsqu00a.cn",
            ["Domain Name: 例子.cn", "Puny Name: xn--fsqu00a.cn", "Registration Time: 2020-01-31 10:00:00"],
        ),
        ("example.com", ["Domain Name: example.com", "Registration Time: 2026-11-02 10:00:00"]),
        ("nobody.cn", ["No matching record."]),
        ("..", ["Invalid parameter."]),
    ],
)
def test_whois_answers_in_a_tunnel(visitor: Visitor, name: str, lines: list[str]) -> None:
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as tunnel:
        tunnel.sendall(b"CONNECT whois.lab.test:43 HTTP/1.1\r\nHost: whois.lab.test:43\r\n\r\n")
        with tunnel.makefile("rb") as reading:
            assert reading.readline().split()[1] == b"200"
            assert reading.readline() == b"\r\n"
            tunnel.sendall(name.encode() + b"\r\n")
            told = reading.read().decode().splitlines()
    assert [line for line in told if line in lines] == lines


def test_whois_is_at_its_own_port_only(visitor: Visitor) -> None:
    for target in ("whois.lab.test:44", "rdap.lab.test:43", "example.com:43"):
        with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as tunnel:
            tunnel.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
            with tunnel.makefile("rb") as reading:
                assert reading.readline().split()[1] == b"502"
