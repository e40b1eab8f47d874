"""The walk through DER: the same names as a whole parser finds, and never a crash on what hostile logs hold."""

from __future__ import annotations

import warnings
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.ct.der import Malformed, names_of_certificate, names_of_tbs
from crawler.ct.hosts import hosts
from tests.crawler.ct.ct_make import certificate, mixed

LABEL = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=63)
NAME = st.lists(LABEL, min_size=2, max_size=4).map(".".join).filter(lambda name: len(name) < 250)
SAMPLES = [
    certificate(["a.example"], "a.example"),
    certificate([f"n{n}.example" for n in range(150)], poison=True),
    mixed(["*.b.example", "c.example"]),
    certificate([], "only-common.example"),
    certificate([], ""),
]


def by_the_library(cert: x509.Certificate) -> list[str]:
    """Return what the whole parser finds: DNS names, then common names."""
    try:
        sans = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found = sans.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        found = []
    return found + [str(a.value) for a in cert.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]


@pytest.mark.parametrize("cert", SAMPLES)
def test_it_finds_what_a_whole_parser_finds(cert: x509.Certificate) -> None:
    wanted = [name.encode() for name in by_the_library(cert)]
    assert names_of_certificate(cert.public_bytes(Encoding.DER)) == wanted
    assert names_of_tbs(cert.tbs_certificate_bytes) == wanted


@given(st.lists(NAME, max_size=12), NAME.filter(lambda name: len(name) <= 64) | st.just(""), st.booleans())
@settings(max_examples=40, deadline=None)
def test_it_agrees_on_any_certificate(names: list[str], common: str, poison: bool) -> None:
    cert = certificate(names, common, poison=poison)
    assert names_of_certificate(cert.public_bytes(Encoding.DER)) == [n.encode() for n in by_the_library(cert)]


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=400, deadline=None)
def test_broken_bytes_end_in_malformed_and_agree_where_the_library_reads_them(
    cert: x509.Certificate, data: st.DataObject
) -> None:
    der = bytearray(cert.public_bytes(Encoding.DER))
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(der[: data.draw(st.integers(0, len(der)))]) if data.draw(st.booleans()) else bytes(der)
    try:
        mine = names_of_certificate(broken)
    except Malformed:
        return  # stricter than the library, or alike; an entry that is not read is counted
    try:
        with warnings.catch_warnings(action="ignore"):
            theirs = by_the_library(x509.load_der_x509_certificate(broken))
    except (ValueError, TypeError, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return  # the library wants all of it in order; the walk wants only the way to the names
    assert set(mine) >= {name.encode() for name in theirs if name.isascii()}


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for read in (names_of_certificate, names_of_tbs):
        with suppress(Malformed):
            assert isinstance(read(data), list)


@pytest.mark.parametrize(
    "der",
    [
        b"", b"\x30", b"\x30\x80\x00\x00", b"\x30\x84\x00\x00\x00\x02\x30\x00", b"\x30\x83\xff\xff\xff", b"\x31\x00",
        b"\x30\x02\x31\x00", b"\x3f\x01\x00", b"\x30\x81",
    ],
)  # fmt: skip
def test_what_is_no_certificate_is_malformed(der: bytes) -> None:
    with pytest.raises(Malformed):
        names_of_certificate(der)


def test_the_bytes_of_the_extension_elsewhere_do_not_lead_astray() -> None:
    # The identifier of the SANs and a name, inside the common name.
    inner = b"\x06\x03\x55\x1d\x11\x04\x08\x30\x06\x82\x04evil"
    cert = certificate(["true.example"], "placeholder-of-16").public_bytes(Encoding.DER)
    forged = cert.replace(b"placeholder-of-16", inner.ljust(17, b"."))
    assert names_of_certificate(forged)[0] == b"true.example"
    assert hosts(names_of_certificate(forged)) == [b"true.example"]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (["A.Example", "a.example"], ["a.example"]),
        (["*.b.example", "b.example."], ["b.example"]),
        (["xn--fiq228c.example"], ["xn--fiq228c.example"]),
        (["中文.example"], ["xn--fiq228c.example"]),
        (["localhost", "192.0.2.1", "mail@x.example", "two words.example", "", "a..example", ".example"], []),
        (["a.example\nb.example"], []),
        (["under_score.example"], ["under_score.example"]),
        (["a." * 130 + "example"], []),
        (["a." * 4_000_000 + "!", "good.example", " " * 9_000_000], ["good.example"]),
        ([], []),
    ],
)
def test_only_host_names_are_left(raw: list[str], wanted: list[str]) -> None:
    assert hosts([name.encode() for name in raw]) == [name.encode() for name in wanted]


def test_bytes_that_are_no_text_are_no_name() -> None:
    assert hosts([b"\xff\xfe.example", b"good.example"]) == [b"good.example"]
