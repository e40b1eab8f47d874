"""Which frontier a deployment uses."""

from __future__ import annotations

from zhenwei.config import Settings
from zhenwei.store.frontier import Frontier
from zhenwei.store.frontier_rows import RowFrontier


def frontier_of(settings: Settings) -> Frontier:
    """Return the frontier that goes with the store."""
    return RowFrontier(max(settings.lease_seconds, 3 * settings.delay))
