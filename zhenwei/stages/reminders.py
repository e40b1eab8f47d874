"""The night's word on clocks: lines of the summary, and the day's mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from takedown.reminders import summary_lines
from takedown.reminding import remind
from takedown.ticking import all_clocks
from zhenwei.config import Settings
from zhenwei.errors import WatchlistError
from zhenwei.stages.desk import Desk
from zhenwei.watchlist.clocks import load_clocks


def clocks_said(session: Session, settings: Settings, at: datetime) -> list[str]:
    """Return what the summary says of clocks. A broken file of clocks is a line of it, not the end of the night."""
    try:
        return summary_lines(all_clocks(session, load_clocks(settings.watchlist_dir), at))
    except WatchlistError as error:
        return [f"期限无法计算：{error}"]


def mail_reminders(desk: Desk, at: datetime) -> str:
    """Send the day's reminders; return in one line what went wrong, empty if nothing did."""
    try:
        return remind(desk.store, desk.settings, load_clocks(desk.settings.watchlist_dir), at).fault
    except WatchlistError:
        return ""  # the summary says so
