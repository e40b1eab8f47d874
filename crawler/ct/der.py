"""A narrow walk through a certificate's DER (X.690, RFC 5280, 4.1) to the names it is for, and to nothing else.

Every length is held against the end of what holds it, so that hostile bytes end in Malformed and never in a read
beyond, a loop or a crash. Why not a whole parser: docs/decisions/ct-der-walk.md.
"""

from __future__ import annotations

_SEQUENCE, _SET, _BOOLEAN, _OCTETS = 0x30, 0x31, 0x01, 0x04
_VERSION, _EXTENSIONS = 0xA0, 0xA3
_DNS_NAME = 0x82  # GeneralName, [2] IA5String (RFC 5280, 4.2.1.6)
_SAN = bytes.fromhex("0603551d11")  # id-ce-subjectAltName
_COMMON_NAME = bytes.fromhex("0603550403")  # id-at-commonName
_WIDE = {0x1E: "utf-16-be", 0x1C: "utf-32-be"}  # BMPString, UniversalString
_BEFORE_SUBJECT = 4  # serial number, algorithm, issuer, validity


class Malformed(ValueError):
    """The bytes are not what they should be; one entry is not read."""


def names_of_certificate(data: bytes, at: int = 0, end: int | None = None) -> list[bytes]:
    """Return the raw dNSNames and common names of the certificate at ``data[at:end]``. Raises Malformed."""
    tag, start, _stop = _element(data, at, len(data) if end is None else end)
    if tag != _SEQUENCE:
        raise Malformed("no certificate")
    return names_of_tbs(data, start, _stop)


def names_of_tbs(data: bytes, at: int = 0, end: int | None = None) -> list[bytes]:
    """Return the raw dNSNames and common names of the TBSCertificate that begins at ``data[at]``. Raises Malformed."""
    tag, at, end = _element(data, at, len(data) if end is None else end)
    if tag != _SEQUENCE:
        raise Malformed("no TBSCertificate")
    if at < end and data[at] == _VERSION:
        at = _element(data, at, end)[2]
    for _ in range(_BEFORE_SUBJECT):
        at = _element(data, at, end)[2]
    tag, subject, at = _element(data, at, end)
    common = _common_names(data, subject, at) if tag == _SEQUENCE else []
    at = _element(data, at, end)[2]  # the public key
    names: list[bytes] = []
    while at < end:  # unique identifiers, then the extensions
        tag, start, at = _element(data, at, end)
        if tag == _EXTENSIONS:
            names += _alternative_names(data, start, at)
    return names + common


def _element(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """Return (tag, start, stop) of the element at ``at``, which must end at ``end`` at the latest."""
    start = at + 2
    if start > end:
        raise Malformed("cut off")
    tag, size = data[at], data[at + 1]
    if size > 0x7F:
        octets = size & 0x7F
        if not 1 <= octets <= 3:  # neither DER's forbidden indefinite length nor more than 16 MB
            raise Malformed("length")
        at, start = start, start + octets
        if start > end:
            raise Malformed("cut off")
        size = int.from_bytes(data[at:start], "big")
    stop = start + size
    if stop > end or tag & 0x1F == 0x1F:
        raise Malformed("cut off or of an unknown kind")
    return tag, start, stop


def _alternative_names(data: bytes, at: int, end: int) -> list[bytes]:
    tag, at, end = _element(data, at, end)
    if tag != _SEQUENCE:
        raise Malformed("no list of extensions")
    names: list[bytes] = []
    while at < end:
        _tag, start, at = _element(data, at, end)
        if data.startswith(_SAN, start, at):
            names += _dns_names(data, start + len(_SAN), at)
    return names


def _dns_names(data: bytes, at: int, end: int) -> list[bytes]:
    tag, start, stop = _element(data, at, end)
    if tag == _BOOLEAN:  # critical
        tag, start, stop = _element(data, stop, end)
    if tag != _OCTETS:
        raise Malformed("no value in the extension")
    tag, at, end = _element(data, start, stop)
    if tag != _SEQUENCE:
        raise Malformed("no general names")
    names = []
    while at < end:
        tag, start, at = _element(data, at, end)
        if tag == _DNS_NAME:
            names.append(data[start:at])
    return names


def _common_names(data: bytes, at: int, end: int) -> list[bytes]:
    if data.find(_COMMON_NAME, at, end) < 0:
        return []
    found = []
    while at < end:
        _tag, set_at, at = _element(data, at, end)
        while set_at < at:
            _tag, start, set_at = _element(data, set_at, at)
            if data.startswith(_COMMON_NAME, start, set_at):
                tag, start, stop = _element(data, start + len(_COMMON_NAME), set_at)
                found.append(_text(tag, data[start:stop]))
    return found


def _text(tag: int, value: bytes) -> bytes:
    """Return a directory string as UTF-8; one that does not decode stays as it is, and is then no name."""
    if tag not in _WIDE:
        return value
    try:
        return value.decode(_WIDE[tag]).encode()
    except UnicodeError:
        return value
