"""The files of this machine that a source stands for: one file, all of a folder, or a pattern."""

from __future__ import annotations

from datetime import UTC, datetime
from glob import glob, has_magic
from pathlib import Path

from crawler.feeds.bring import Part
from zhenwei.errors import BadInput

MOST_FILES = 5000


def local_parts(at: str) -> list[Part]:
    """Return the files in the order of their names, hidden and half-written ones left out.

    Raises BadInput naming what is not there.
    """
    place = Path(at).expanduser()
    if place.is_dir():
        files = sorted(path for path in place.rglob("*") if path.is_file())
    elif place.exists() or not has_magic(at):
        files = [place]
    else:
        files = sorted(path for path in map(Path, glob(str(place), recursive=True)) if path.is_file())  # noqa: PTH207
    one = len(files) == 1 and files[0] == place
    kept = [path for path in files if one or not _unfinished(path)]
    if not kept:
        raise BadInput("没有符合的文件" if has_magic(at) else "文件夹是空的")
    if len(kept) > MOST_FILES:
        raise BadInput(f"共有 {len(kept)} 个文件，多于 {MOST_FILES} 个")
    return [_part(path) for path in kept]


def _unfinished(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.suffix in (".part", ".tmp", ".crdownload")


def _part(path: Path) -> Part:
    try:
        seen = path.stat()
    except OSError as error:
        raise BadInput(f"名单文件读不出来：{error.strerror}") from error
    written = datetime.fromtimestamp(seen.st_mtime, UTC).date()
    return Part(str(path), path, {"size": seen.st_size, "written": seen.st_mtime_ns}, path.name, written)
