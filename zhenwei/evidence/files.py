"""Writing a folder whole or not at all: a temporary sibling, flushed to the disk, renamed into place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from zhenwei.errors import EvidenceError


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Put the files into a new folder. A leftover of the same name is replaced.

    Raises EvidenceError in one line if the disk is full or not writable; then nothing of the folder is there.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name, data in files.items():
            _write(part / name, data)
        for folder in {(part / name).parent for name in files} | {part}:
            sync_folder(folder)
        _put_in_place(part, path)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise EvidenceError(f"无法写入 {path}：{error.strerror or error}") from error


def _put_in_place(part: Path, path: Path) -> None:
    old = path.with_name(f".{path.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if path.exists():
        path.rename(old)  # a folder that is not empty cannot be renamed over
    part.rename(path)
    sync_folder(path.parent)
    shutil.rmtree(old, ignore_errors=True)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Flush a folder's own entries, so that a rename outlives a power cut (POSIX; elsewhere nothing to do)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
