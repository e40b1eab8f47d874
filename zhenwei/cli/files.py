"""Files that a command is given, by their own names or by a folder's, and how much of them is read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def reading(title: str, size: int | None) -> Iterator[Callable[[int], None]]:
    """Yield a function that adds bytes read to a bar of progress; without a terminal that is free it draws nothing."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda _size: None
        return
    from zhenwei.cli.progress import volumes  # slow to import, and of no use elsewhere

    with volumes(title, size) as advance:
        yield advance
