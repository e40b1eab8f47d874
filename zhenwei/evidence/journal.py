"""The journal: one append-only log a night over all its captures, so that one that has gone is noticed.

``<root>/<night>/journal.jsonl`` has the form of a capture's own log (zhenwei.evidence.custody): numbered lines, each
with the hash of the one before. Events: ``opened`` (names the night before and where its journal stood), ``captured``
(folder, SHA-256 of its manifest; the newest counts), ``stamped``, ``all-stamped`` (nothing up to that line waits),
``pruned``, ``exported``, ``verified`` (on the desk: by whom, how many problems). Several processes may write one.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from zhenwei.clock import now
from zhenwei.errors import EvidenceError
from zhenwei.evidence.custody import START, entry, read_chain
from zhenwei.sentences import said

JOURNAL = "journal.jsonl"
STAMPS = "stamps"  # folder beside it
_TAIL = 65536


class Journals:
    """The journals below one root. Remembers where it left each, so that appending reads nothing again."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._ends: dict[str, tuple[int, int, str]] = {}  # night → size, number, hash

    def captured(self, written: Sequence[tuple[str, str]]) -> list[str]:
        """Enter captures (folder, manifest digest); returns the journals' paths. Raises OSError, EvidenceError."""
        paths = []
        for night, group in groupby(sorted(written), key=lambda pair: pair[0].partition("/")[0]):
            details = [{"folder": folder, "manifest_sha256": digest} for folder, digest in group]
            paths.append(self.append(night, "captured", details))
        return paths

    def append(self, night: str, event: str, details: Sequence[Mapping[str, object]], by: str = "zhenwei") -> str:
        """Add one line for each detail and return the journal's path. Not flushed. Raises OSError, EvidenceError."""
        path = self._root / night / JOURNAL
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path) as handle:
            size, number, previous = self._end(night, handle)
            lines = []
            if not number:
                line, previous = entry(1, "opened", by, now(), self._before(night), START)
                lines.append(line)
                number = 1
            at = now()
            for detail in details:
                number += 1
                line, previous = entry(number, event, by, at, detail, previous)
                lines.append(line)
            data = b"".join(lines)
            os.ftruncate(handle, size)  # a line that a killed writer left half-written is none
            left = memoryview(data)
            os.lseek(handle, size, os.SEEK_SET)
            while left:
                left = left[os.write(handle, left) :]
            self._ends[night] = (size + len(data), number, previous)
        return str(path)

    def _end(self, night: str, handle: int) -> tuple[int, int, str]:
        """Return (size, number and hash of the last entry); what follows the last line end does not count."""
        size = os.fstat(handle).st_size
        known = self._ends.get(night)
        if known is not None and known[0] == size:
            return known
        if not size:
            return 0, 0, START
        tail = os.pread(handle, min(size, _TAIL), max(0, size - _TAIL))
        whole = tail[: tail.rfind(b"\n") + 1]
        size -= len(tail) - len(whole)
        if not whole:
            if size:
                raise EvidenceError(said("取证日志 {path} 已损坏", path=self._root / night / JOURNAL))
            return 0, 0, START
        last = read_entry(whole[:-1].rpartition(b"\n")[2] + b"\n", night)
        return size, int(str(last["number"])), str(last["hash"])

    def _before(self, night: str) -> dict[str, object]:
        """Return the night before and the hash of its last entry, so that journals hang together too."""
        earlier = [name for name in nights_of(self._root) if name < night]
        if not earlier:
            return {"before": ""}
        chain = read_journal(self._root, earlier[-1])
        return {"before": earlier[-1], "hash": chain[-1]["hash"], "number": chain[-1]["number"]}


def nights_of(root: Path) -> list[str]:
    """Return the nights that have a journal, oldest first."""
    return sorted(path.parent.name for path in root.glob(f"*/{JOURNAL}"))


def last_event(root: Path, night: str) -> str:
    """Return the event of a journal's last whole line, without reading the others; empty if that cannot be told."""
    path = root / night / JOURNAL
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL))
            tail = file.read()
        return str(read_entry(tail[: tail.rfind(b"\n")].rpartition(b"\n")[2], night)["event"])
    except (OSError, EvidenceError):
        return ""


def read_entry(line: bytes, night: str) -> dict[str, object]:
    """Return number, hash and event of one line of a journal. Raises EvidenceError if it is damaged."""
    try:
        value = json.loads(line)
        return {"number": value["number"], "hash": value["hash"], "event": value["event"]}
    except (ValueError, KeyError, TypeError) as error:
        raise EvidenceError(said("取证日志 {night}/{journal} 的末行已损坏", night=night, journal=JOURNAL)) from error


def read_journal(root: Path, night: str) -> list[dict[str, object]]:
    """Return the entries of a night's journal. Raises EvidenceError naming the first line that does not fit."""
    path = root / night / JOURNAL
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EvidenceError(said("无法读取取证日志 {path}：{why}", path=path, why=error.strerror or error)) from error
    try:
        return read_chain(data[: data.rfind(b"\n") + 1])  # the rest is a line that was never finished
    except EvidenceError as error:
        raise EvidenceError(said("取证日志 {path}：{error}", path=path, error=error)) from error


def current_captures(chain: Sequence[Mapping[str, object]]) -> dict[str, tuple[int, str]]:
    """Return folder → (number of its entry, manifest digest): the newest entry counts, what was pruned is left out."""
    found: dict[str, tuple[int, str]] = {}
    for line in chain:
        detail = line["detail"]
        if isinstance(detail, dict) and line["event"] == "captured":
            found[str(detail["folder"])] = int(str(line["number"])), str(detail["manifest_sha256"])
        elif isinstance(detail, dict) and line["event"] == "pruned":
            found.pop(str(detail["folder"]), None)
    return found


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)
