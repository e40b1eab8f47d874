"""``custody.jsonl``: who did what with a capture and when.

Lines are only added, and each holds the hash of the one before.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from zhenwei.clock import now
from zhenwei.errors import EvidenceError
from zhenwei.evidence.digests import sha256
from zhenwei.sentences import said

CUSTODY = "custody.jsonl"
START = "0" * 64
PRUNED = "pruned"  # the event after which only manifest, log and stamp are left
_dumps = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def entry(
    number: int, event: str, by: str, at: datetime, detail: Mapping[str, object], previous: str
) -> tuple[bytes, str]:
    """Return one line and its hash: the SHA-256 over its canonical JSON (sorted keys, no spaces) without the hash."""
    body: dict[str, object] = {
        "number": number,
        "event": event,
        "by": by,
        "at": at.isoformat(),
        "detail": dict(detail),
        "previous": previous,
    }
    text = _canonical(body)
    digest = sha256(text)
    # "hash" has its place between "event" and "number" in the order of keys.
    place = text.rindex(b',"number":' + str(number).encode() + b',"previous":')
    return b'%b,"hash":"%b"%b\n' % (text[:place], digest.encode(), text[place:]), digest


def append(folder: Path, event: str, by: str, detail: Mapping[str, object]) -> str:
    """Add an entry to a capture's log and return its hash. Raises EvidenceError: the log is damaged or not writable."""
    path = folder / CUSTODY
    try:
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # two people may act on one capture
            last = read_chain(file.read())[-1]
            line, digest = entry(int(str(last["number"])) + 1, event, by, now(), detail, str(last["hash"]))
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise EvidenceError(said("无法读取保管记录 {path}：{why}", path=path, why=error.strerror or error)) from error
    return digest


def read_chain(lines: bytes) -> list[dict[str, object]]:
    """Return the entries of a log. Raises EvidenceError naming the first line at which the chain is broken."""
    entries: list[dict[str, object]] = []
    previous = START
    for number, line in enumerate(lines.splitlines(keepends=True), start=1):
        body = _parsed(line, number)
        claimed = body.pop("hash", None)
        if body.get("previous") != previous or body.get("number") != number or claimed != sha256(_canonical(body)):
            raise EvidenceError(said("保管记录 {custody} 的链在第 {number} 行断开", custody=CUSTODY, number=number))
        entries.append(body | {"hash": claimed})
        previous = str(claimed)
    if not entries:
        raise EvidenceError(said("保管记录 {custody} 是空的", custody=CUSTODY))
    return entries


def _parsed(line: bytes, number: int) -> dict[str, object]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise EvidenceError(said("保管记录 {custody} 第 {number} 行已损坏", custody=CUSTODY, number=number)) from error
    if not isinstance(value, dict) or not line.endswith(b"\n"):
        raise EvidenceError(said("保管记录 {custody} 第 {number} 行已损坏", custody=CUSTODY, number=number))
    return value


def _canonical(value: Mapping[str, object]) -> bytes:
    return _dumps(value).encode()
