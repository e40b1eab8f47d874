"""The night's last act: the figures of the front page are counted, so that the morning's first reader has them."""

from __future__ import annotations

import structlog

from review.figures.count import Counting
from review.figures.keeping import keep
from zhenwei.errors import StoreError, WatchlistError
from zhenwei.stages.desk import Desk
from zhenwei.watchlist.clocks import load_clocks

log = structlog.get_logger()


def keep_figures(desk: Desk) -> None:
    """Count and keep. What goes wrong here is logged and spoils no night: the desk counts anew when it is read."""
    try:
        clocks = load_clocks(desk.settings.watchlist_dir)
        keep(desk.store, Counting(clocks))
    except (StoreError, WatchlistError) as error:
        log.error("figures of the front page were not counted", reason=str(error))
