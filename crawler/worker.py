"""Who a worker is, and whether another one on this machine still lives: a lock on a file that ends with its process."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

FOLDER = "workers"


class Worker:
    """``name`` is unique; while this object is open, the lock below ``data_dir`` says that the worker lives."""

    def __init__(self, data_dir: Path) -> None:
        self.name = uuid.uuid4().hex
        self._folder = data_dir / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(self._path(self.name))

    def __enter__(self) -> Self:
        self._lock.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        self._path(self.name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"

    def is_lost(self, name: str) -> bool:
        """True if that worker ran beside this data folder and is gone; False if it lives, or lives elsewhere."""
        path = self._path(name)
        if name == self.name or not path.exists():
            return False
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        lock.release()
        return True

    def forget(self, name: str) -> None:
        """Remove the file of a worker that is lost and has nothing in hand any more."""
        self._path(name).unlink(missing_ok=True)
