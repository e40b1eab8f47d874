"""Rows of ``get-entries`` (RFC 6962, 3.4 and 4.6): the names that each certificate is for."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence

from crawler.ct.batch import Batch
from crawler.ct.der import Malformed, names_of_certificate, names_of_tbs
from crawler.ct.hosts import hosts

X509, PRECERT = 0, 1
_HEAD = 12  # version, leaf type, timestamp of eight bytes, entry type of two
_KEY_HASH = 32


def names_of_rows(rows: Sequence[object]) -> Batch:
    """Read rows of ``entries``. A row that cannot be read is counted."""
    raw: list[bytes] = []
    unreadable = 0
    for row in rows:
        try:
            raw += names_of_row(row)
        except Malformed:
            unreadable += 1
    return Batch(hosts(raw), len(rows), unreadable)


def names_of_row(row: object) -> list[bytes]:
    """Return the raw names of one row; the leaf alone carries them, also for precertificates. Raises Malformed."""
    text = row.get("leaf_input") if isinstance(row, dict) else None
    if not isinstance(text, str):
        raise Malformed("no leaf_input")
    try:
        leaf = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not Base64") from error
    if leaf[:2] != b"\0\0":
        raise Malformed("unknown version or leaf type")
    kind = int.from_bytes(leaf[10:_HEAD], "big")
    if kind == X509:
        return names_of_certificate(leaf, *vector(leaf, _HEAD, 3))
    if kind == PRECERT:
        return names_of_tbs(leaf, *vector(leaf, _HEAD + _KEY_HASH, 3))
    raise Malformed("unknown entry type")


def vector(data: bytes, at: int, width: int) -> tuple[int, int]:
    """Return (start, stop) of a vector with a length of ``width`` bytes before it (RFC 5246, 4.3)."""
    start = at + width
    stop = start + int.from_bytes(data[at:start], "big")
    if start > len(data) or stop > len(data):
        raise Malformed("cut off")
    return start, stop
