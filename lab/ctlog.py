"""A certificate-transparency log (RFC 6962, section 4): get-sth and get-entries over real certificates."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, time
from functools import cached_property

from aiohttp import web
from cryptography.hazmat.primitives.serialization import Encoding

from lab.answers import Answer, plain
from lab.authority import Authority
from lab.engines.base import number
from lab.world import World

CT_HOST = "ct.logs.test"
CT_PATH = "/2026/"
LARGEST = 64  # entries an answer; real logs cut ranges too, so a reader must ask again


def ct_names(world: World) -> list[str]:
    """Return the names in the log, in its order: sites with ``in_feed``, then ``ct.names``."""
    return sorted({host for host, site in world.sites.items() if site.about.in_feed}) + list(world.about.ct.names)


class CtLog:
    """One log with one certificate a name. Certificates are made when the log is first read."""

    def __init__(self, world: World, authority: Authority) -> None:
        self._names = ct_names(world)
        self._moment = datetime.combine(world.today, time(), tzinfo=UTC)
        self._authority = authority

    def __call__(self, request: web.BaseRequest) -> Answer:
        if request.path == f"{CT_PATH}ct/v1/get-sth":
            return _json(self._head())
        if request.path == f"{CT_PATH}ct/v1/get-entries":
            return self._entries(number(request.query.get("start", ""), -1), number(request.query.get("end", ""), -1))
        return plain(404, "")

    @cached_property
    def _leaves(self) -> list[bytes]:
        """MerkleTreeLeaf of version 1, x509_entry, no extensions (RFC 6962, section 3.4)."""
        stamp = _milliseconds(self._moment).to_bytes(8)
        leaves = []
        for name in self._names:
            der = self._authority.issue(name, since=self._moment).public_bytes(Encoding.DER)
            leaves.append(b"\x00\x00" + stamp + b"\x00\x00" + len(der).to_bytes(3) + der + b"\x00\x00")
        return leaves

    def _entries(self, start: int, end: int) -> Answer:
        if not 0 <= start <= end or start >= len(self._leaves):
            return plain(400, "bad range", "text/plain; charset=utf-8")
        issuer = self._authority.certificate.public_bytes(Encoding.DER)
        chain = len(issuer).to_bytes(3) + issuer
        extra = b64encode(len(chain).to_bytes(3) + chain).decode()
        chosen = self._leaves[start : min(end + 1, start + LARGEST)]
        return _json({"entries": [{"leaf_input": b64encode(leaf).decode(), "extra_data": extra} for leaf in chosen]})

    def _head(self) -> dict[str, object]:
        root = tree_hash(self._leaves)
        size, stamp = len(self._leaves), _milliseconds(self._moment)
        # TreeHeadSignature: version 0, signature_type tree_hash (section 3.5); then DigitallySigned (SHA-256, ECDSA).
        signature = self._authority.sign(b"\x00\x01" + stamp.to_bytes(8) + size.to_bytes(8) + root)
        signed = b"\x04\x03" + len(signature).to_bytes(2) + signature
        return {
            "tree_size": size,
            "timestamp": stamp,
            "sha256_root_hash": b64encode(root).decode(),
            "tree_head_signature": b64encode(signed).decode(),
        }


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of the leaves (RFC 6962, section 2.1)."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:half]) + tree_hash(leaves[half:])).digest()


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _json(value: dict[str, object]) -> Answer:
    return Answer(200, {"Content-Type": "application/json"}, json.dumps(value).encode())
