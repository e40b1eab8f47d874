"""Checking captures with nothing but their folders: every digest, missing and foreign files, the chain, the WARC."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from zhenwei.errors import EvidenceError
from zhenwei.evidence.custody import CUSTODY, read_chain
from zhenwei.evidence.digests import has_sm3, sha256, sm3
from zhenwei.evidence.manifest import MANIFEST, FileEntry, Manifest, read_manifest
from zhenwei.evidence.warc import WARC, warc_problems


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not match. ``path`` is the file, ``what`` one line for a person."""

    path: Path
    what: str


def captures_below(path: Path) -> list[Path]:
    """Return the capture folders at or below a path, in order. Leftovers (hidden names) are no captures."""
    found = []
    for folder, names, files in os.walk(path):
        names[:] = sorted(name for name in names if not name.startswith("."))
        if MANIFEST in files or CUSTODY in files or WARC in files:
            found.append(Path(folder))
            names.clear()
    return found


def verify(path: Path) -> list[Problem]:
    """Check a capture folder, or all captures below a folder. Returns what does not match; empty means whole."""
    if not path.is_dir():
        return [Problem(path, "没有这个文件夹")]
    folders = captures_below(path)
    if not folders:
        return [Problem(path, "其中没有取证文件夹")]
    return [problem for folder in folders for problem in verify_capture(folder)]


def verify_capture(folder: Path, manifest_sha256: str = "") -> list[Problem]:
    """Check one capture; ``manifest_sha256`` is what the store or a letter says of its manifest, empty if not known."""
    try:
        manifest = read_manifest(folder)
        raw = (folder / MANIFEST).read_bytes()
    except (EvidenceError, OSError) as error:
        return [Problem(folder / MANIFEST, f"清单缺失或损坏：{error}")]
    problems = []
    if manifest_sha256 and sha256(raw) != manifest_sha256:
        problems.append(Problem(folder / MANIFEST, f"清单与登记的 SHA-256 不符（登记为 {manifest_sha256}）"))
    for name, listed in manifest.files.items():
        problems += _file_problems(folder, name, listed)
    problems += [Problem(path, "清单中没有的文件") for path in _foreign(folder, manifest)]
    problems += _custody_problems(folder, manifest)
    if (folder / WARC).is_file():
        problems += [Problem(folder / WARC, what) for what in warc_problems((folder / WARC).read_bytes())]
    return problems


def _file_problems(folder: Path, name: str, listed: FileEntry) -> list[Problem]:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
        return [Problem(path, "文件不在取证文件夹内")]
    try:
        data = path.read_bytes()
    except OSError as error:
        return [Problem(path, f"文件缺失或无法读取：{error.strerror or error}")]
    problems = []
    if len(data) != listed.bytes:
        problems.append(Problem(path, f"长度不符：清单 {listed.bytes} 字节，实际 {len(data)} 字节"))
    if sha256(data) != listed.sha256:
        problems.append(Problem(path, f"SHA-256 不符：清单 {listed.sha256}，实际 {sha256(data)}"))
    if listed.sm3 and has_sm3() and sm3(data) != listed.sm3:
        problems.append(Problem(path, f"SM3 不符：清单 {listed.sm3}，实际 {sm3(data)}"))
    return problems


def _foreign(folder: Path, manifest: Manifest) -> list[Path]:
    known = {*manifest.files, MANIFEST, CUSTODY}
    return [
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or not path.is_dir()) and path.relative_to(folder).as_posix() not in known
    ]


def _custody_problems(folder: Path, manifest: Manifest) -> list[Problem]:
    path = folder / CUSTODY
    try:
        first = read_chain(path.read_bytes())[0]
    except OSError as error:
        return [Problem(path, f"保管记录缺失或无法读取：{error.strerror or error}")]
    except EvidenceError as error:
        return [Problem(path, f"保管记录不完整：{error}")]
    if first["hash"] != manifest.custody_start:
        return [Problem(path, "保管记录的第一条与清单不符")]
    return []
