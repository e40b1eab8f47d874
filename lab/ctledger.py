"""What the lab's certificate-transparency logs hold: real certificates, one a name of the world, and their signature.

Both logs hold the same entries, as the same certificates stand in several real logs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lab.authority import Authority
from lab.world import World
from zhenwei.clock import now


def ct_names(world: World) -> list[str]:
    """Return the names in the log, in its order: sites with ``in_feed``, then ``ct.names``."""
    return sorted({host for host, site in world.sites.items() if site.about.in_feed}) + list(world.about.ct.names)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry in both forms: leaf and extra data of RFC 6962; the leaf of a static log and what its tile holds."""

    leaf: bytes
    extra: bytes
    static_leaf: bytes
    tile: bytes


class Ledger:
    """The entries of a world, one certificate a name, made when they are first read; and the signature over them."""

    def __init__(self, world: World, authority: Authority) -> None:
        self._names = ct_names(world)
        self._moment = datetime.combine(world.today, time(), tzinfo=UTC)
        self._authority = authority

    @cached_property
    def entries(self) -> list[Entry]:
        """All entries; real logs hold mostly precertificates, so every other one is one."""
        return [self._certificate(n, name) if n % 2 else self._precertificate(n, name) for n, name in self._numbered]

    @property
    def _numbered(self) -> Iterator[tuple[int, str]]:
        return enumerate(self._names, start=1)

    @property
    def key(self) -> bytes:
        """The logs' public key (DER)."""
        return self._authority.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def sign_head(self, root: bytes) -> tuple[int, bytes]:
        """Return (milliseconds, DigitallySigned) of a head as of now: a log that lives signs at least every day."""
        stamp = _milliseconds(now())
        # TreeHeadSignature: version 0, signature_type tree_hash (section 3.5); then DigitallySigned (SHA-256, ECDSA).
        head = b"\x00\x01" + stamp.to_bytes(8) + len(self.entries).to_bytes(8) + root
        signature = self._authority.sign(head)
        return stamp, b"\x04\x03" + len(signature).to_bytes(2) + signature

    def _certificate(self, serial: int, name: str) -> Entry:
        der = self._authority.issue(name, since=self._moment, serial=serial).public_bytes(Encoding.DER)
        return self._entry(serial, b"\x00\x00" + _sized(der), b"", _sized(self._chain))

    def _precertificate(self, serial: int, name: str) -> Entry:
        final = self._authority.issue(name, since=self._moment, serial=serial)
        poisoned = self._authority.issue(name, since=self._moment, serial=serial, poison=True)
        entry = b"\x00\x01" + hashlib.sha256(self.key).digest() + _sized(final.tbs_certificate_bytes)
        handed_in = _sized(poisoned.public_bytes(Encoding.DER))
        return self._entry(serial, entry, handed_in, handed_in + _sized(self._chain))

    def _entry(self, serial: int, entry: bytes, handed_in: bytes, extra: bytes) -> Entry:
        """MerkleTreeLeaf of version v1, timestamped_entry, (RFC 6962, section 3.4), and TileLeaf (static-ct-api)."""
        entry = _milliseconds(self._moment).to_bytes(8) + entry
        # A static log tells each entry its index, which therefore stands in the leaf that is hashed.
        told = entry + b"\x00\x08\x00\x00\x05" + (serial - 1).to_bytes(5)
        chain = hashlib.sha256(self._issuer).digest()
        tile = told + handed_in + len(chain).to_bytes(2) + chain
        return Entry(b"\x00\x00" + entry + b"\x00\x00", extra, b"\x00\x00" + told, tile)

    @property
    def _chain(self) -> bytes:
        return _sized(self._issuer)

    @property
    def _issuer(self) -> bytes:
        return self._authority.certificate.public_bytes(Encoding.DER)


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
