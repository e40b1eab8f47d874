"""The signed head of a log in both forms: ``get-sth`` (RFC 6962, 4.3) and the checkpoint of static logs.

A checkpoint is a signed note (C2SP signed-note, tlog-checkpoint) whose signature line of type 5 carries the time and
the RFC 6962 signature of the head (C2SP static-ct-api, Checkpoints).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from zhenwei.errors import BadInput

_DASH = "\u2014 "
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_ROOT_BYTES = 32
_NOTE_TYPE = b"\n\x05"
_KEY_ID, _TIME = 4, 8
_SHA256 = 4
_RSA, _ECDSA = 1, 3
MAX_HEAD_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a log says of itself at a moment. ``timestamp`` in milliseconds; ``origin`` is empty for RFC 6962 logs."""

    size: int
    root: bytes
    timestamp: int
    signature: bytes
    origin: str = ""

    @property
    def moment(self) -> datetime:
        """When the log signed it, in UTC."""
        return datetime.fromtimestamp(self.timestamp / 1000, UTC)

    def signed_by(self, key: bytes) -> bool:
        """True if the signature is that of a key (DER SubjectPublicKeyInfo) over this head (RFC 6962, 3.5)."""
        signed = b"\0\1" + self.timestamp.to_bytes(8, "big") + self.size.to_bytes(8, "big") + self.root
        if not _digitally_signed(self.signature):
            return False
        value = self.signature[4:]
        try:
            public = load_der_public_key(key)
            if isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(value, signed, ec.ECDSA(hashes.SHA256()))
            elif isinstance(public, rsa.RSAPublicKey):
                public.verify(value, signed, padding.PKCS1v15(), hashes.SHA256())
            else:
                return False
        except (InvalidSignature, UnsupportedAlgorithm, ValueError):
            return False
        return True


def read_sth(body: bytes) -> TreeHead:
    """Read an answer of ``get-sth``. Raises BadInput with one line.

    A root or signature that is none is kept as nothing: no key verifies it, and without a key neither says anything.
    """
    try:
        found = json.loads(body)
        size, stamp = found["tree_size"], found["timestamp"]
        root, signature = (str(found.get(key, "")) for key in ("sha256_root_hash", "tree_head_signature"))
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise BadInput("get-sth 的答复不是日志头（RFC 6962）") from error
    if type(size) is not int or type(stamp) is not int or not (0 <= size < 2**63 and _dated(stamp)):
        raise BadInput("get-sth 的条目数或时间不合法")
    return TreeHead(size, _base64(root), stamp, _base64(signature))


def read_checkpoint(body: bytes, key: bytes = b"") -> TreeHead:
    """Read a checkpoint. With a key its signature line must be of that key (and is then still to be verified).

    Raises BadInput with one line for what is no checkpoint or bears no signature line of its own origin.
    """
    if len(body) > MAX_HEAD_BYTES or not body.strip():
        raise BadInput("检查点是空的" if not body.strip() else "检查点过大")
    try:
        text, mark, signatures = body.decode("utf-8").rpartition("\n\n")
    except UnicodeDecodeError as error:
        raise BadInput("检查点不是 UTF-8 文本") from error
    lines = text.split("\n")
    if not mark or len(lines) < 3 or not all(lines):
        raise BadInput("检查点不完整：应有来源、条目数、根哈希，空一行后是签名")
    origin, size, root = lines[0], lines[1], _base64(lines[2])
    if not _SIZE.fullmatch(size) or int(size) >= 2**63:
        raise BadInput(f"检查点的条目数不合法：{size[:40]}")
    if len(root) != _ROOT_BYTES:
        raise BadInput("检查点的根哈希不合法")
    for signed in _own_signatures(origin, signatures):
        stamp = int.from_bytes(signed[_KEY_ID : _KEY_ID + _TIME], "big")
        signature = signed[_KEY_ID + _TIME :]
        if not _dated(stamp) or not _digitally_signed(signature):
            continue
        if key and signed[:_KEY_ID] != key_id(origin, key):
            continue
        return TreeHead(int(size), root, stamp, signature, origin)
    raise BadInput(f"检查点没有 {origin[:80]} 的有效签名行")


def key_id(origin: str, key: bytes) -> bytes:
    """Return the first four bytes by which a signature line of type 5 names its key."""
    return hashlib.sha256(origin.encode() + _NOTE_TYPE + hashlib.sha256(key).digest()).digest()[:_KEY_ID]


def _own_signatures(origin: str, text: str) -> Iterator[bytes]:
    """Yield what the lines of the log's own name hold; lines of witnesses and broken lines are passed over."""
    whole, newline, _rest = text.rpartition("\n")
    if not newline:
        return
    for line in whole.split("\n"):
        if line.startswith(f"{_DASH}{origin} "):
            yield _base64(line.removeprefix(f"{_DASH}{origin} "))


def _base64(text: str) -> bytes:
    """Return the bytes, none where the text is not Base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _dated(milliseconds: int) -> bool:
    """True from the year 2000 to 2200: anything else is not a time in milliseconds."""
    return 946_684_800_000 <= milliseconds < 7_258_118_400_000


def _digitally_signed(data: bytes) -> bool:
    """True for a DigitallySigned (RFC 5246, 4.7) of SHA-256 with RSA or ECDSA."""
    return len(data) > 4 and data[0] == _SHA256 and data[1] in (_RSA, _ECDSA) and data[2:4] == _short(len(data) - 4)


def _short(number: int) -> bytes:
    return number.to_bytes(2, "big") if number < 1 << 16 else b""
