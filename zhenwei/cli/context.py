"""Settings, store and watchlist for a command, read when the command runs and not before."""

from __future__ import annotations

import os
from pathlib import Path

from zhenwei.config import Settings, load_settings
from zhenwei.store.database import Store, open_store
from zhenwei.watchlist import Watchlist, load_watchlist


def settings() -> Settings:
    """Return the deployment's settings. Raises SettingsError."""
    return load_settings(os.environ, Path.cwd())


def store() -> Store:
    """Open the deployment's store. Raises StoreError."""
    return open_store(settings().database)


def watchlist() -> Watchlist:
    """Read the deployment's watchlist. Raises WatchlistError."""
    return load_watchlist(settings().watchlist_dir)
