"""What was read of a run of log entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Batch:
    """Host names of consecutive entries, each once. ``unreadable`` counts the entries that could not be read."""

    names: Sequence[bytes]
    entries: int
    unreadable: int = 0
