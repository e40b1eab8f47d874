"""A certificate-transparency log (RFC 6962, section 4): get-sth and get-entries over real certificates."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from functools import cached_property

from aiohttp import web
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

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
    def _written(self) -> list[tuple[bytes, bytes]]:
        """(leaf_input, extra_data) of each entry; real logs hold mostly precertificates, so every other one is one."""
        return [self._certificate(n, name) if n % 2 else self._precertificate(n, name) for n, name in self._numbered]

    @property
    def _numbered(self) -> Iterator[tuple[int, str]]:
        return enumerate(self._names, start=1)

    def _certificate(self, serial: int, name: str) -> tuple[bytes, bytes]:
        der = self._authority.issue(name, since=self._moment, serial=serial).public_bytes(Encoding.DER)
        return self._leaf(b"\x00\x00" + _sized(der)), _sized(self._chain)

    def _precertificate(self, serial: int, name: str) -> tuple[bytes, bytes]:
        final = self._authority.issue(name, since=self._moment, serial=serial)
        poisoned = self._authority.issue(name, since=self._moment, serial=serial, poison=True)
        issuer = self._authority.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        entry = b"\x00\x01" + hashlib.sha256(issuer).digest() + _sized(final.tbs_certificate_bytes)
        return self._leaf(entry), _sized(poisoned.public_bytes(Encoding.DER)) + _sized(self._chain)

    def _leaf(self, entry: bytes) -> bytes:
        """MerkleTreeLeaf of version v1, timestamped_entry, no extensions (RFC 6962, section 3.4)."""
        return b"\x00\x00" + _milliseconds(self._moment).to_bytes(8) + entry + b"\x00\x00"

    @property
    def _chain(self) -> bytes:
        return _sized(self._authority.certificate.public_bytes(Encoding.DER))

    def _entries(self, start: int, end: int) -> Answer:
        if not 0 <= start <= end or start >= len(self._written):
            return plain(400, "bad range", "text/plain; charset=utf-8")
        chosen = self._written[start : min(end + 1, start + LARGEST)]
        return _json(
            {
                "entries": [
                    {"leaf_input": b64encode(leaf).decode(), "extra_data": b64encode(extra).decode()}
                    for leaf, extra in chosen
                ]
            }
        )

    def _head(self) -> dict[str, object]:
        root = tree_hash([leaf for leaf, _ in self._written])
        size, stamp = len(self._written), _milliseconds(self._moment)
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


def _sized(data: bytes) -> bytes:
    """A vector with a length of three bytes before it (RFC 5246, section 4.3)."""
    return len(data).to_bytes(3) + data


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _json(value: dict[str, object]) -> Answer:
    return Answer(200, {"Content-Type": "application/json"}, json.dumps(value).encode())
