"""The folder of a letter's version: written whole, never changed again, and checked before anybody relies on it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from zhenwei.errors import EvidenceError, StoreError
from zhenwei.sentences import said

WRITABLE = 0o222
# The marked text that an official edits, the content that the letter can be laid out again from, the digests of all.
TEXT, KEPT, MANIFEST = "notice.txt", "content.json", "manifest.json"


def write_folder(letters: Path, name: str, files: Mapping[str, bytes]) -> str:
    """Write a version's files beside their place, read-only, and rename them into it; return the manifest's SHA-256.

    A folder of that name was left by a run whose rows were never written; it is replaced. Raises StoreError.
    """
    part = letters
    try:
        letters.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".version-", dir=letters))
        for relative, data in files.items():
            path = part / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        seal(part)
        part.chmod(0o750)  # a temporary folder is its maker's alone; the office's group reads letters
        if (letters / name).exists():
            shutil.rmtree(letters / name)
        part.rename(letters / name)
    except OSError as error:
        if part != letters:
            shutil.rmtree(part, ignore_errors=True)
        raise StoreError(
            said("无法将函件写入 {path}：{why}", path=letters / name, why=error.strerror or error)
        ) from error
    return hashlib.sha256(files[MANIFEST]).hexdigest()


def seal(folder: Path) -> None:
    """Make the files of a version read-only: a slip of the hand is stopped here, the rest is found by the digests."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(path.stat().st_mode & ~WRITABLE)


def check_folder(folder: Path, manifest_sha256: str) -> None:
    """Compare a version with its digests. Raises EvidenceError naming the first file that is not as it was written."""
    if fault := _fault(folder, manifest_sha256):
        raise EvidenceError(
            said(
                "函件文件夹 {folder} 已被改动：{fault}；请恢复原文件，或者用 zhenwei notice edit 另存新版本",
                folder=folder,
                fault=fault,
            )
        )


def _fault(folder: Path, manifest_sha256: str) -> str:
    manifest = _read(folder / MANIFEST)
    if manifest is None:
        return said("{name} 缺失", name=MANIFEST)
    if hashlib.sha256(manifest).hexdigest() != manifest_sha256:
        return said("{name} 与登记的摘要不符", name=MANIFEST)
    for name, row in json.loads(manifest).get("files", {}).items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            return said("{list} 列有文件夹之外的 {name}", list=MANIFEST, name=name)
        data = _read(folder / name)
        if data is None:
            return said("{name} 缺失", name=name)
        if hashlib.sha256(data).hexdigest() != row.get("sha256"):
            return said("{name} 与清单不符", name=name)
    return ""


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def read_text(folder: Path) -> str:
    """Return the marked text of a version; empty for a letter from before texts were kept."""
    data = _read(folder / TEXT)
    return data.decode("utf-8") if data is not None else ""


def cited_laws(folder: Path) -> list[str]:
    """Return the articles that a version cites, as it prints them; empty if its manifest cannot be read."""
    try:
        laws = json.loads(_read(folder / MANIFEST) or b"{}").get("laws", [])
        return [str(law["cited"]) for law in laws]
    except (ValueError, KeyError, TypeError):
        return []
