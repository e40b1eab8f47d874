"""How much memory a process and all its children hold, looked at while they run (Linux)."""

from __future__ import annotations

import re
import threading
from pathlib import Path

_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.M)
_RSS = re.compile(rb"^Rss:\s+(\d+) kB", re.M)


class Watcher:
    """Looks at a process tree every ``pause`` seconds; ``peak_mb`` counts shared pages once, ``rss_mb`` for each."""

    def __init__(self, pid: int, pause: float = 0.1) -> None:
        self.peak_mb = 0.0
        self.rss_mb = 0.0
        self._pid = pid
        self._pause = pause
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(self._pause):
            pss = rss = 0
            for pid in tree(self._pid):
                try:
                    text = Path(f"/proc/{pid}/smaps_rollup").read_bytes()
                except OSError:  # it ended meanwhile
                    continue
                pss += sum(map(int, _PSS.findall(text)))
                rss += sum(map(int, _RSS.findall(text)))
            self.peak_mb = max(self.peak_mb, round(pss / 1024, 1))
            self.rss_mb = max(self.rss_mb, round(rss / 1024, 1))


def tree(pid: int) -> list[int]:
    """Return a process and all that descend from it; what ended meanwhile is left out."""
    found, waiting = [], [pid]
    while waiting:
        current = waiting.pop()
        found.append(current)
        for task in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                waiting += map(int, task.read_text().split())
            except OSError:
                continue
    return found
