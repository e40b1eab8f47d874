"""Writing and reading a capture: one folder that holds all that one visit saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from zhenwei.errors import EvidenceError
from zhenwei.evidence.batch import CaptureWriter, Work
from zhenwei.evidence.circumstances import Circumstances, tool
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.exchange import Exchange
from zhenwei.evidence.manifest import read_manifest
from zhenwei.evidence.names import inside
from zhenwei.evidence.record import page_from
from zhenwei.sentences import said
from zhenwei.types import Page

__all__ = ["read_capture", "tool", "write_capture", "write_captures"]

NO_RECORDS: Mapping[str, Mapping[str, object]] = {}


def write_capture(
    root: Path,
    folder: str,
    page: Page,
    exchanges: Sequence[Exchange],
    *,
    records: Mapping[str, Mapping[str, object]] = NO_RECORDS,
) -> str:
    """Write a capture folder below the root and return the SHA-256 of its manifest.

    ``records`` (dns, tls, rdap …) go into ``records.json`` and the WARC. The folder appears whole or not at all; a
    leftover of the same name is replaced. Raises EvidenceError in one line (disk full, not writable, a name that
    leads out).
    """
    return write_captures(root, [Work(folder, page, exchanges, records)])[0]


def write_captures(root: Path, batch: Sequence[Work], how: Circumstances | None = None) -> list[str]:
    """Write several captures and flush them together. Whoever writes many keeps a CaptureWriter instead."""
    return CaptureWriter(root, how).write(batch)


def read_capture(root: Path, folder: str) -> Page:
    """Return the page of a capture, each file checked against the manifest. Raises EvidenceError if any differs."""
    path = inside(root, folder)
    manifest = read_manifest(path)

    def read(name: str) -> bytes:
        listed = manifest.files.get(name)
        if listed is None:
            raise EvidenceError(said("取证文件夹 {path} 的清单中没有 {name!r}", path=path, name=name[:80]))
        try:
            data = (path / name).read_bytes()
        except OSError as error:
            raise EvidenceError(
                said("无法读取取证文件 {path}：{why}", path=path / name, why=error.strerror or error)
            ) from error
        if sha256(data) != listed.sha256:
            raise EvidenceError(said("取证文件 {path} 与清单不符", path=path / name))
        return data

    return page_from(path, read)
