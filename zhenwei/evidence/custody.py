"""``custody.jsonl``: who did what with a capture and when.

Lines are only added, and each holds the hash of the one before.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from zhenwei.clock import now
from zhenwei.errors import EvidenceError
from zhenwei.evidence.digests import sha256

CUSTODY = "custody.jsonl"
START = "0" * 64


def entry(number: int, event: str, by: str, at: datetime, detail: Mapping[str, object], previous: str) -> bytes:
    """Return one line: the entry with its own SHA-256 over its canonical JSON (sorted keys, no spaces)."""
    body: dict[str, object] = {
        "number": number,
        "event": event,
        "by": by,
        "at": at.isoformat(),
        "detail": dict(detail),
        "previous": previous,
    }
    return _canonical(body | {"hash": sha256(_canonical(body))}) + b"\n"


def append(folder: Path, event: str, by: str, detail: Mapping[str, object]) -> str:
    """Add an entry to a capture's log and return its hash. Raises EvidenceError: the log is damaged or not writable."""
    path = folder / CUSTODY
    try:
        lines = path.read_bytes()
        last = read_chain(lines)[-1]
        line = entry(int(str(last["number"])) + 1, event, by, now(), detail, str(last["hash"]))
        with path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise EvidenceError(f"无法读取保管记录 {path}：{error.strerror or error}") from error
    return hash_of(line)


def hash_of(line: bytes) -> str:
    """Return the hash that a line carries."""
    return str(json.loads(line)["hash"])


def read_chain(lines: bytes) -> list[dict[str, object]]:
    """Return the entries of a log. Raises EvidenceError naming the first line at which the chain is broken."""
    entries: list[dict[str, object]] = []
    previous = START
    for number, line in enumerate(lines.splitlines(keepends=True), start=1):
        body = _parsed(line, number)
        claimed = body.pop("hash", None)
        if body.get("previous") != previous or body.get("number") != number or claimed != sha256(_canonical(body)):
            raise EvidenceError(f"保管记录 {CUSTODY} 的链在第 {number} 行断开")
        entries.append(body | {"hash": claimed})
        previous = str(claimed)
    if not entries:
        raise EvidenceError(f"保管记录 {CUSTODY} 是空的")
    return entries


def _parsed(line: bytes, number: int) -> dict[str, object]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise EvidenceError(f"保管记录 {CUSTODY} 第 {number} 行已损坏") from error
    if not isinstance(value, dict) or not line.endswith(b"\n"):
        raise EvidenceError(f"保管记录 {CUSTODY} 第 {number} 行已损坏")
    return value


def _canonical(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
