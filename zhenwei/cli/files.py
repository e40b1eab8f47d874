"""Files that a command is given, by their own names or by a folder's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhenwei.errors import BadInput


def files_in(paths: Sequence[str]) -> list[str]:
    """Return files as they are, and for a folder the files below it by name, hidden ones left out. Raises BadInput."""
    found: list[str] = []
    for given in paths:
        path = Path(given)
        if given == "-" or not path.is_dir():
            found.append(given)
            continue
        below = [p for p in path.rglob("*") if not any(part.startswith(".") for part in p.relative_to(path).parts)]
        files = sorted(str(p) for p in below if p.is_file())
        if not files:
            raise BadInput(f"文件夹 {given} 中没有文件")
        found += files
    return found
