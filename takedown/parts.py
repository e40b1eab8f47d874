"""Folders of letters: written hidden beside their place, flushed together, renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from zhenwei.errors import StoreError
from zhenwei.evidence.files import flush
from zhenwei.sentences import said

PREFIX = ".draft-"
_OLD_SECONDS = 24 * 3600.0  # no letter takes that long


def write_part(letters: Path, files: Mapping[str, bytes], *, flushed: bool = True) -> Path:
    """Write the files into a hidden folder beside the letters. Raises StoreError if the disk refuses.

    Whoever writes many says ``flushed=False`` and calls flush_parts once.
    """
    part = letters
    try:
        letters.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=PREFIX, dir=letters))
        for name, data in files.items():
            with (part / name).open("xb") as file:
                file.write(data)
                if flushed:
                    file.flush()
                    os.fsync(file.fileno())
    except BaseException as error:
        if part != letters:
            shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, OSError):
            raise StoreError(
                said("无法将函件写入 {letters}：{why}", letters=letters, why=error.strerror or error)
            ) from error
        raise
    return part


@contextmanager
def scratch(letters: Path) -> Iterator[Path]:
    """Yield a hidden folder for one run's folders, removed at the end. Raises StoreError if the disk refuses."""
    try:
        letters.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=letters))
    except OSError as error:
        raise StoreError(
            said("无法将函件写入 {letters}：{why}", letters=letters, why=error.strerror or error)
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def flush_parts(letters: Path, parts: Sequence[Path]) -> None:
    """Bring written folders to the disk, all by one call where the system has it. Raises StoreError."""
    if not parts:
        return
    try:
        flush(letters, lambda: [str(path) for part in parts for path in (*part.iterdir(), part)])
    except OSError as error:
        raise StoreError(
            said("无法将函件写入 {letters}：{why}", letters=letters, why=error.strerror or error)
        ) from error


def put_in_place(part: Path, folder: Path) -> None:
    """Rename a finished folder to its name. Raises StoreError."""
    try:
        if folder.exists():
            shutil.rmtree(folder)  # left by a run that was killed before its rows were written
        part.chmod(0o750)  # a temporary folder is its maker's alone; the office's group reads letters
        part.rename(folder)
    except OSError as error:
        raise StoreError(said("无法写入 {folder}：{why}", folder=folder, why=error.strerror or error)) from error


def remove_leftovers(letters: Path) -> None:
    """Remove what killed runs left half-written, once it is a day old."""
    before = time.time() - _OLD_SECONDS
    for part in letters.glob(f"{PREFIX}*") if letters.is_dir() else ():
        with suppress(FileNotFoundError):
            if part.stat().st_mtime < before:
                shutil.rmtree(part, ignore_errors=True)
