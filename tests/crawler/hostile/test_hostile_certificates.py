"""Certificates with a wrong byte anywhere: what OpenSSL takes, the record must survive."""

from __future__ import annotations

import warnings

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import crypto
from twisted.internet.ssl import Certificate

from crawler.certificate import certificate_of
from tests.crawler.hostile.attacks_tls import certificate


def test_a_broken_certificate_is_none_and_no_error() -> None:
    whole = x509.load_pem_x509_certificate(certificate("a.example")).public_bytes(Encoding.DER)
    read = unread = 0
    for place in range(len(whole)):
        for value in (0x00, 0xFF, whole[place] ^ 0x01, whole[place] ^ 0x10):
            broken = bytes((*whole[:place], value, *whole[place + 1 :]))
            try:
                taken = crypto.load_certificate(crypto.FILETYPE_ASN1, broken)
            except crypto.Error:
                continue
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # cryptography warns of odd numbers and dates
                said = certificate_of(Certificate(taken))  # type: ignore[no-untyped-call]
            read, unread = read + (said is not None), unread + (said is None)
    assert read > 500
    assert unread > 0


def test_names_are_bounded() -> None:
    taken = crypto.load_certificate(crypto.FILETYPE_PEM, certificate("a.example", extra=20_000))
    said = certificate_of(Certificate(taken))  # type: ignore[no-untyped-call]
    assert said is not None
    assert len(said.sans) == 100
