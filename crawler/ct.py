"""Entries of certificate-transparency logs (RFC 6962, 3.1 and 3.4): the names that a certificate is for."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from zhenwei.address import ascii_host
from zhenwei.errors import BadInput

_X509, _PRECERT = 0, 1


def names_of_entry(entry: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the ASCII names of a ``get-entries`` row (wildcards without the star), or None if it cannot be read."""
    try:
        leaf = base64.b64decode(entry["leaf_input"], validate=True)
        kind = int.from_bytes(leaf[10:12], "big")  # after version, leaf type and the timestamp of 8 bytes
        if kind == _X509:
            der = _vector(leaf, 12)
        elif kind == _PRECERT:
            # The pre-certificate itself stands first in extra_data; it carries the names like the final one.
            der = _vector(base64.b64decode(entry["extra_data"], validate=True), 0)
        else:
            return None
        return names_of(der)
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None


def _vector(data: bytes, at: int) -> bytes:
    size = int.from_bytes(data[at : at + 3], "big")
    found = data[at + 3 : at + 3 + size]
    if len(found) != size or not size:
        raise ValueError("cut off")
    return found


def names_of(der: bytes) -> tuple[str, ...]:
    """Return the DNS names of a certificate: all SANs, and the common name where it is a name."""
    certificate = x509.load_der_x509_certificate(der)
    found = [str(a.value) for a in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    try:
        sans = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        found += sans.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        pass
    names: dict[str, None] = {}
    for name in found:
        try:
            host = ascii_host(name.removeprefix("*."))
        except BadInput:
            continue
        if "." in host and " " not in host:
            names[host] = None
    return tuple(names)
