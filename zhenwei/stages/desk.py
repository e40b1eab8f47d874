"""What every stage is given: settings, watchlist, store, and a way to show progress."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from zhenwei.config import Settings
from zhenwei.errors import Stopped
from zhenwei.store.database import Store
from zhenwei.watchlist import Watchlist


class Bar(Protocol):
    """One line of progress."""

    def update(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are finished."""


def _no_bar(_title: str) -> Bar:
    return _Silent()


class _Silent:
    def update(self, done: int, total: int) -> None:
        return None


@dataclass(frozen=True)
class Desk:
    """The things a night works with. ``bar`` opens a line of progress with a title; ``stop`` ends what others do."""

    settings: Settings
    watchlist: Watchlist
    store: Store
    bar: Callable[[str], Bar] = _no_bar
    limit: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def workers(self) -> int:
        """How many processes may compute at once."""
        return self.settings.workers or os.cpu_count() or 1

    def check(self) -> None:
        """Raise Stopped if the work is to end. What is done stays done."""
        if self.stop.is_set():
            raise Stopped("任务已中止；再次运行会从停下处继续")
