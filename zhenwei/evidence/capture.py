"""Writing and reading a capture: one folder that holds all that one visit saw."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from zhenwei.clock import now
from zhenwei.errors import EvidenceError
from zhenwei.evidence.custody import CUSTODY, START, entry, hash_of
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.exchange import Exchange
from zhenwei.evidence.files import write_folder
from zhenwei.evidence.manifest import MANIFEST, make_manifest, read_manifest
from zhenwei.evidence.names import inside, record_file
from zhenwei.evidence.record import page_files, page_from
from zhenwei.evidence.warc import WARC, make_warc
from zhenwei.types import Page

NO_RECORDS: Mapping[str, Mapping[str, object]] = {}


def tool() -> str:
    """Return name and version of the program, as evidence and letters print it."""
    try:
        return f"zhenwei {version('zhenwei')}"
    except PackageNotFoundError:
        return "zhenwei"


def write_capture(
    root: Path,
    folder: str,
    page: Page,
    exchanges: Sequence[Exchange],
    *,
    records: Mapping[str, Mapping[str, object]] = NO_RECORDS,
) -> str:
    """Write a capture folder below the root and return the SHA-256 of its manifest.

    ``records`` become ``<name>.json`` (dns, tls, rdap …). The folder appears whole or not at all; a leftover of
    the same name is replaced. Raises EvidenceError in one line (disk full, not writable, a name that leads out).
    """
    path = inside(root, folder)
    files = page_files(page)
    info = {"software": tool(), "format": "WARC File Format 1.1", "robots": "obey unless the operator set otherwise"}
    files[WARC] = make_warc(exchanges, info)
    for name, record in records.items():
        files[record_file(name)] = _json(name, record)
    first = entry(1, "captured", "zhenwei", now(), _how(page), START)
    manifest = make_manifest(files, tool(), now(), hash_of(first))
    write_folder(path, {**files, CUSTODY: first, MANIFEST: manifest})
    return sha256(manifest)


def read_capture(root: Path, folder: str) -> Page:
    """Return the page of a capture, each file checked against the manifest. Raises EvidenceError if any differs."""
    path = inside(root, folder)
    manifest = read_manifest(path)

    def read(name: str) -> bytes:
        listed = manifest.files.get(name)
        if listed is None:
            raise EvidenceError(f"取证文件夹 {path} 的清单中没有 {name[:80]!r}")
        try:
            data = (path / name).read_bytes()
        except OSError as error:
            raise EvidenceError(f"无法读取取证文件 {path / name}：{error.strerror or error}") from error
        if sha256(data) != listed.sha256:
            raise EvidenceError(f"取证文件 {path / name} 与清单不符")
        return data

    return page_from(path, read)


def _how(page: Page) -> dict[str, object]:
    return {
        "tool": tool(),
        "method": "browser" if page.rendered else "http",
        "profile": page.profile.value,
        "page_captured_at": page.captured_at.isoformat(),
        "clock": "system clock of the capturing machine, UTC; offset not measured",
        "python": platform.python_version(),
        "system": platform.system(),
    }


def _json(name: str, record: Mapping[str, object]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=True, indent=1, sort_keys=True, default=str).encode() + b"\n"
    except (TypeError, ValueError) as error:
        raise EvidenceError(f"附记 {name} 无法写成 JSON：{error}") from error
