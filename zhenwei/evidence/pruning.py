"""Taking a capture away and leaving proof that it was there: manifest, log and time stamp stay, the log says why."""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from pathlib import Path

from zhenwei.errors import EvidenceError
from zhenwei.evidence.custody import CUSTODY, PRUNED, append, read_chain
from zhenwei.evidence.journal import Journals
from zhenwei.evidence.manifest import MANIFEST
from zhenwei.evidence.names import inside
from zhenwei.evidence.stamps import STAMP_FILES

_LEFT = {MANIFEST, CUSTODY, *STAMP_FILES}
_OLD_SECONDS = 24 * 3600.0  # a capture being written is never that old


def size_of(root: Path, folder: str) -> int:
    """Return the bytes that taking a capture away would free (as files; shared ones count in full)."""
    return sum(path.stat().st_size for path in _goes(inside(root, folder)))


def prune_capture(root: Path, folder: str, why: str, by: str, journals: Journals) -> int:
    """Take a capture away and return its bytes. Safe to kill and to repeat; one whose folder has gone is only logged.

    Raises EvidenceError if the log is damaged: what does not verify is looked at by a person, not deleted.
    """
    path = inside(root, folder)
    freed = 0
    if path.is_dir():
        chain = read_chain(_log(path))
        if chain[-1]["event"] != PRUNED:
            append(path, PRUNED, by, {"why": why})
        for file in _goes(path):
            freed += file.stat().st_size
            file.unlink()
        for inner in [p for p in path.iterdir() if p.is_dir() and not p.is_symlink()]:
            shutil.rmtree(inner)
    try:
        journals.append(folder.partition("/")[0], PRUNED, [{"folder": folder, "why": why}], by)
    except OSError as error:
        raise EvidenceError(f"无法写入取证日志：{error.strerror or error}") from error
    return freed


def remove_leftovers(root: Path) -> int:
    """Remove what killed runs left half-written (hidden folders, at least a day old). Returns how many."""
    count, before = 0, time.time() - _OLD_SECONDS
    for part in root.glob("[0-9]*/*/.*.part*"):
        with suppress(FileNotFoundError):
            if part.is_dir() and part.stat().st_mtime < before:
                shutil.rmtree(part, ignore_errors=True)
                count += 1
    return count


def _goes(path: Path) -> list[Path]:
    return [
        file for file in sorted(path.rglob("*")) if not file.is_dir() and file.relative_to(path).as_posix() not in _LEFT
    ]


def _log(path: Path) -> bytes:
    try:
        return (path / CUSTODY).read_bytes()
    except OSError as error:
        raise EvidenceError(f"无法读取保管记录 {path / CUSTODY}：{error.strerror or error}") from error
