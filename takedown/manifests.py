"""Manifests of folders and packages: every file with its length and digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from zhenwei.evidence.digests import digests_of

Row = dict[str, int | str]


def digest(data: bytes) -> str:
    """Return a SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_row(data: bytes, *, cheap: bool = False) -> Row:
    """Return what a manifest says of a file; SM3 (GB/T 32905-2016) beside SHA-256 where this machine has it.

    ``cheap``: without SM3, which costs six times as much, for what is not handed over.
    """
    return as_row(len(data), digest(data), "") if cheap else as_row(*digests_of(data))


def as_row(length: int, sha256: str, sm3: str) -> Row:
    """Return a row of a manifest."""
    row: Row = {"bytes": length, "sha256": sha256}
    return row | {"sm3": sm3} if sm3 else row


def as_json(content: Mapping[str, Any]) -> bytes:
    """Return a manifest as people and programs read it."""
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"
