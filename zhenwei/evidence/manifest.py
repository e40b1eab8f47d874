"""``manifest.json``: every file of a capture with its length and digests, and how the capture was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from zhenwei.errors import EvidenceError
from zhenwei.evidence.digests import Digests
from zhenwei.faults import first_fault
from zhenwei.sentences import said

MANIFEST = "manifest.json"
FORMAT = "zhenwei-capture/2"
# 1: one WARC, a file a record, no circumstances.
FORMATS = (FORMAT, "zhenwei-capture/1")
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
    tools: dict[str, str] = Field(default_factory=dict)
    clock: dict[str, Any] = Field(default_factory=dict)
    egress: dict[str, str] = Field(default_factory=dict)
    files: dict[FileName, FileEntry]


def make_manifest(
    files: Mapping[str, Digests],
    tool: str,
    created_at: datetime,
    custody_start: str,
    circumstances: str = "",
) -> bytes:
    """Return the manifest of the files as JSON, sorted by name. Written by hand: pydantic costs more than the hashing.

    ``circumstances``: the members ``tools``, ``clock`` and ``egress`` as ``printed`` has made them, once a run.
    """
    head = printed(
        {"format": FORMAT, "tool": tool, "created_at": created_at.isoformat(), "custody_start": custody_start}
    )
    rows = [
        f'  "{name}": {{"bytes": {d.length}, "sha256": "{d.sha256}", "sm3": "{d.sm3}"}}'
        for name, d in sorted(files.items())
    ]
    inner = ",\n".join(rows)
    return f'{{\n{head}{circumstances} "files": {{\n{inner}\n }}\n}}\n'.encode()


def printed(members: Mapping[str, object]) -> str:
    """Return members of a manifest as lines of JSON."""
    return "".join(f" {json.dumps(name)}: {json.dumps(value)},\n" for name, value in members.items())


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a capture. Raises EvidenceError if it is missing or not a manifest."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise EvidenceError(said("取证文件夹 {folder} 没有清单：{why}", folder=folder, why=error.strerror)) from error
    except ValidationError as error:
        key, what = first_fault(error)
        raise EvidenceError(
            said(
                "取证文件夹 {folder} 的清单 {manifest} 已损坏：{what}",
                folder=folder,
                manifest=MANIFEST,
                what=said("{key} {what}", key=key, what=what),
            )
        ) from error
    if manifest.format not in FORMATS:
        raise EvidenceError(
            said("取证文件夹 {folder} 的格式 {format!r} 无法识别", folder=folder, format=manifest.format)
        )
    return manifest
