"""Tiles of static logs (C2SP static-ct-api): their paths, data tiles, and the names tiles that some logs offer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.ct.batch import Batch
from crawler.ct.der import Malformed, names_of_certificate, names_of_tbs
from crawler.ct.entries import PRECERT, X509, vector
from crawler.ct.hosts import hosts

WIDTH = 256
_HEAD = 10  # timestamp of eight bytes, entry type of two
_KEY_HASH = 32
_LEAF_INDEX = b"\x00\x00\x05"  # extension type 0 with five bytes


def tile_path(kind: str, number: int, width: int = WIDTH) -> str:
    """Return the path of a tile: 1234067 is ``x001/x234/067``, a partial one ends in ``.p/<width>``."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
    return f"tile/{kind}/{path}" + (f".p/{width}" if width < WIDTH else "")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of a data tile: milliseconds, where its certificate (or TBSCertificate) lies, its index or -1."""

    timestamp: int
    precertificate: bool
    start: int
    stop: int
    index: int


def leaves(data: bytes) -> Iterator[Leaf]:
    """Yield the entries of a data tile. Raises Malformed where the tile is cut off or of an unknown form."""
    at = 0
    while at < len(data):
        timestamp, kind = int.from_bytes(data[at : at + 8], "big"), int.from_bytes(data[at + 8 : at + _HEAD], "big")
        if kind not in (X509, PRECERT) or at + _HEAD > len(data):
            raise Malformed("unknown entry type")
        at += _HEAD + (_KEY_HASH if kind == PRECERT else 0)
        start, stop = vector(data, at, 3)
        extensions, at = vector(data, stop, 2)
        index = _leaf_index(data[extensions:at])
        if kind == PRECERT:
            at = vector(data, at, 3)[1]  # the precertificate as it was handed in
        at = vector(data, at, 2)[1]  # fingerprints of its chain
        yield Leaf(timestamp, kind == PRECERT, start, stop, index)


def _leaf_index(extensions: bytes) -> int:
    if extensions.startswith(_LEAF_INDEX) and len(extensions) == 8:
        return int.from_bytes(extensions[3:], "big")
    at = 0
    while at + 3 <= len(extensions):  # in any order, and of types that are yet to come
        stop = at + 3 + int.from_bytes(extensions[at + 1 : at + 3], "big")
        if extensions.startswith(_LEAF_INDEX, at) and stop <= len(extensions):
            return int.from_bytes(extensions[at + 3 : stop], "big")
        at = stop
    return -1


def names_of_tile(data: bytes, width: int, skip: int = 0) -> tuple[Batch, bool]:
    """Read entries ``skip`` to ``width`` of a data tile; False if the tile was broken off before.

    What a broken tile lacks is counted as unreadable, so that the caller may ask for it again.
    """
    raw: list[bytes] = []
    seen = unreadable = 0
    whole = True
    try:
        for leaf in leaves(data):
            seen += 1
            if seen > skip:
                try:
                    raw += (names_of_tbs if leaf.precertificate else names_of_certificate)(data, leaf.start, leaf.stop)
                except Malformed:
                    unreadable += 1
            if seen == width:
                break
    except Malformed:
        pass
    if seen < width:
        whole = False
        unreadable += width - max(seen, skip)
    return Batch(hosts(raw), width - skip, unreadable), whole


def names_of_names_tile(data: bytes, width: int, skip: int = 0) -> Batch | None:
    """Read a names tile (JSON Lines: ``DNS``, ``Subject.CommonName``); None if it does not stand for all entries."""
    lines = data.splitlines()
    if len(lines) < width:
        return None
    raw: list[bytes] = []
    for line in lines[skip:width]:
        try:
            row = json.loads(line)
            names = row.get("DNS") or []
            common = (row.get("Subject") or {}).get("CommonName")
            raw += [name.encode() for name in (*names, *([common] if common else []))]
        except (ValueError, AttributeError, TypeError, RecursionError):
            return None
    return Batch(hosts(raw), width - skip)
