"""SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016) of evidence files."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import NamedTuple


class Digests(NamedTuple):
    """Length in bytes, SHA-256 and SM3 in lower-case hexadecimal (SM3 empty where it is not available)."""

    length: int
    sha256: str
    sm3: str


@cache
def has_sm3() -> bool:
    """True if this Python's OpenSSL offers SM3; some builds leave it out, then only SHA-256 is written."""
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True


def sha256(data: bytes) -> str:
    """Return the SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sm3(data: bytes) -> str:
    """Return the SM3 in lower-case hexadecimal, empty where it is not available."""
    return hashlib.new("sm3", data).hexdigest() if has_sm3() else ""


def digests_of(data: bytes) -> Digests:
    """Return everything that a manifest says of a file."""
    return Digests(len(data), sha256(data), sm3(data))
