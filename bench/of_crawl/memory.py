"""How much memory this process and all its children hold, looked at a few times a second (Linux only).

The proportional set size (``/proc/PID/smaps_rollup``) counts a page that several processes share once in all.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

_EVERY = 0.5
_PROC = Path("/proc")


class Watch:
    """Between entering and leaving: ``peak_mb``, and ``growth_mb`` from the second quarter of the time to the last."""

    def __enter__(self) -> Self:
        self._seen: list[float] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(_EVERY):
            self._seen.append(held_mb(os.getpid()))

    @property
    def peak_mb(self) -> float:
        """The most that was held at one moment."""
        return max(self._seen, default=0.0)

    @property
    def growth_mb(self) -> float:
        """The peak of the last quarter less the peak of the second one: what more pages cost."""
        quarter = len(self._seen) // 4
        if not quarter:
            return 0.0
        return max(self._seen[-quarter:]) - max(self._seen[quarter : 2 * quarter])


def held_mb(root: int) -> float:
    """Return the memory of a process and everything below it, in MB; 0 where the system does not tell."""
    below: dict[int, list[int]] = {}
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            parent = int((folder / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
            below.setdefault(parent, []).append(int(folder.name))
    found, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        waiting += below.get(pid, [])
        with suppress(OSError):
            for line in (_PROC / str(pid) / "smaps_rollup").read_text("utf-8").splitlines():
                if line.startswith("Pss:"):
                    found += int(line.split()[1]) / 1024
    return found
