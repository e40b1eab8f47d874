"""Politeness to one server: a bucket of tokens that fills with time."""

from __future__ import annotations

import time
from collections.abc import Callable


class Bucket:
    """``rate`` tokens a second, at most ``burst`` saved up. A rate of 0 knows no limit. Clock in seconds."""

    def __init__(self, rate: float, burst: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, max(burst, 1.0), clock
        self._tokens, self._at = self._burst, clock()

    def _fill(self) -> None:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now

    def take(self) -> float:
        """Take a token and return 0, or take none and return the seconds until there is one."""
        if not self._rate:
            return 0.0
        self._fill()
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._rate

    def reserve(self, patience: float = float("inf")) -> float | None:
        """Take the next token and return the seconds to wait for it; None (nothing taken) if patience ends first."""
        if not self._rate:
            return 0.0
        self._fill()
        wait = max(0.0, (1 - self._tokens) / self._rate)
        if wait > patience:
            return None
        self._tokens -= 1
        return wait
