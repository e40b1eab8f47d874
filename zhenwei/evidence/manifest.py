"""``manifest.json``: every file of a capture with its length and digests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from zhenwei.errors import EvidenceError
from zhenwei.evidence.digests import sha256, sm3
from zhenwei.faults import first_fault

MANIFEST = "manifest.json"
FORMAT = "zhenwei-capture/1"
# Plain relative names only: a forged manifest must not make a reader leave the folder.
FileName = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_-]+/)?[a-z0-9_-]+(\.[a-z0-9]+){1,2}$")]


class FileEntry(BaseModel):
    """One file: bytes, SHA-256 and SM3 in hexadecimal (SM3 empty where it was not available)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    bytes: int
    sha256: str
    sm3: str = ""


class Manifest(BaseModel):
    """The list. ``custody_start`` is the hash of the first custody entry, so that the log hangs on the manifest."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: str = FORMAT
    tool: str
    created_at: datetime
    custody_start: str
    files: dict[FileName, FileEntry]


def make_manifest(files: Mapping[str, bytes], tool: str, created_at: datetime, custody_start: str) -> bytes:
    """Return the manifest of the files as JSON, sorted by name."""
    entries = {n: FileEntry(bytes=len(d), sha256=sha256(d), sm3=sm3(d)) for n, d in sorted(files.items())}
    manifest = Manifest(tool=tool, created_at=created_at, custody_start=custody_start, files=entries)
    return manifest.model_dump_json(indent=1).encode() + b"\n"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a capture. Raises EvidenceError if it is missing or not a manifest."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise EvidenceError(f"取证文件夹 {folder} 没有清单：{error.strerror}") from error
    except ValidationError as error:
        raise EvidenceError(f"取证文件夹 {folder} 的清单 {MANIFEST} 已损坏：{' '.join(first_fault(error))}") from error
    if manifest.format != FORMAT:
        raise EvidenceError(f"取证文件夹 {folder} 的格式 {manifest.format!r} 无法识别")
    return manifest
