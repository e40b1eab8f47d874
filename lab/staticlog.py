"""A static certificate-transparency log (C2SP static-ct-api): checkpoint and data tiles, the last one partial."""

from __future__ import annotations

import gzip
import hashlib
import re
from base64 import b64encode

from aiohttp import web

from lab.answers import Answer, plain
from lab.ctledger import Ledger, tree_hash

STATIC_HOST = "static.logs.test"
STATIC_PATH = "/2026/"
STATIC_URL = f"http://{STATIC_HOST}{STATIC_PATH}"
WIDTH = 256
_TILE = re.compile(r"tile/data/((?:x\d{3}/)*\d{3})(?:\.p/(\d{1,3}))?")


class StaticLog:
    """The same entries as those of the log of RFC 6962, as files."""

    origin = f"{STATIC_HOST}{STATIC_PATH.rstrip('/')}"

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __call__(self, request: web.BaseRequest) -> Answer:
        path = request.path.removeprefix(STATIC_PATH)
        if path == "checkpoint":
            return Answer(200, {"Content-Type": "text/plain; charset=utf-8"}, self._checkpoint())
        entries = self._ledger.entries
        if (asked := asked_tile(path, len(entries))) is None:
            return plain(404, "")
        first, width = asked
        body = gzip.compress(b"".join(entry.tile for entry in entries[first : first + width]), mtime=0)
        # Logs may send it packed without being asked to.
        return Answer(200, {"Content-Type": "application/octet-stream", "Content-Encoding": "gzip"}, body)

    def _checkpoint(self) -> bytes:
        root = tree_hash([entry.static_leaf for entry in self._ledger.entries])
        stamp, signature = self._ledger.sign_head(root)
        line = b64encode(key_id(self.origin, self._ledger.key) + stamp.to_bytes(8) + signature).decode()
        body = f"{self.origin}\n{len(self._ledger.entries)}\n{b64encode(root).decode()}\n"
        return f"{body}\n\u2014 {self.origin} {line}\n".encode()


def asked_tile(path: str, size: int) -> tuple[int, int] | None:
    """Return (first entry, width) of a data tile that a tree of this size has, or None."""
    match = _TILE.fullmatch(path)
    if match is None:
        return None
    first = int(match[1].replace("x", "").replace("/", "")) * WIDTH
    width = int(match[2] or WIDTH)
    exists = first + width <= size if match[2] is None else 0 < width < WIDTH and first + width == size
    return (first, width) if exists else None


def key_id(origin: str, key: bytes) -> bytes:
    """Return what a signature line of type 5 begins with (static-ct-api, Checkpoints)."""
    return hashlib.sha256(origin.encode() + b"\n\x05" + hashlib.sha256(key).digest()).digest()[:4]
