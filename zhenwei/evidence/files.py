"""Folders that appear whole or not at all: a temporary sibling, flushed to the disk with many others, renamed."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from zhenwei.errors import EvidenceError
from zhenwei.sentences import said


def flush(root: Path, paths: Callable[[], Iterable[str]]) -> None:
    """Flush files and folders below a root to the disk.

    Where there is one, by a single call for the whole file system (Linux: syncfs, which reports what it could not
    write since 5.8): with many small files that costs a tenth of flushing each. Elsewhere each by itself.
    Raises OSError.
    """
    call = _syncfs()
    if call is None:
        for path in paths():
            sync(path)
        return
    handle = os.open(root, os.O_RDONLY)
    try:
        if call(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(handle)


@cache
def _syncfs() -> Any:
    """Return the C library's syncfs, which Python's os lacks; None where there is none."""
    try:
        return ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError, TypeError):
        return None


def sync(path: str | Path) -> None:
    """Flush one file or folder (a folder's own entries: POSIX; elsewhere nothing to do)."""
    if os.name != "posix" and Path(path).is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(part: str, path: str) -> None:
    """Rename a finished folder to its name. A leftover of the same name is replaced."""
    try:
        os.rename(part, path)
    except OSError:
        if not os.path.isdir(path):
            raise
        old = f"{part}.old"
        os.rename(path, old)  # a folder that is not empty cannot be renamed over
        os.rename(part, path)
        shutil.rmtree(old, ignore_errors=True)


def write_file(path: Path, data: bytes) -> None:
    """Put one file in place, flushed and whole, over one of the same name. Raises EvidenceError in one line."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync(path.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EvidenceError(said("无法写入 {path}：{why}", path=path, why=error.strerror or error)) from error


def all_below(folders: Sequence[str]) -> list[str]:
    """Return every file and folder below some folders, and the folders themselves."""
    return [os.path.join(place, name) for top in folders for place, _, names in os.walk(top) for name in (*names, "")]
