"""Lock-out after repeated failures, kept in memory: a restart forgives, which only who runs the machine can do.

Counted twice, per account name and per client address, so that neither one name tried from many places nor many
names tried from one place goes on for long. While locked, no password is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

FAILURES = 5
FAILURES_PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)
MOST_KEPT = 10_000


class LockOut:
    """Failed log-ins of the last minutes. Safe for several threads of one process."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._failures: dict[tuple[str, str], list[datetime]] = {}
        self._lock = Lock()

    def locked(self, name: str, address: str) -> bool:
        """True if the name or the address failed too often within the window."""
        with self._lock:
            return (
                len(self._recent(("name", name))) >= FAILURES
                or len(self._recent(("address", address))) >= FAILURES_PER_ADDRESS
            )

    def failed(self, name: str, address: str) -> None:
        """Count a failure."""
        with self._lock:
            if len(self._failures) >= MOST_KEPT:
                self._forget_old()
            for key in (("name", name), ("address", address)):
                self._failures[key] = [*self._recent(key), self._clock()]

    def succeeded(self, name: str) -> None:
        """Forget the failures of a name whose password was right."""
        with self._lock:
            self._failures.pop(("name", name), None)

    def _recent(self, key: tuple[str, str]) -> list[datetime]:
        since = self._clock() - WINDOW
        return [moment for moment in self._failures.get(key, ()) if moment > since]

    def _forget_old(self) -> None:
        self._failures = {key: kept for key in self._failures if (kept := self._recent(key))}
        while len(self._failures) >= MOST_KEPT:
            self._failures.pop(next(iter(self._failures)))
