"""Settings, store and watchlist for a command, read when the command runs and not before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

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


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a session on the store, committed at the end or rolled back, and close the store after it."""
    opened = store()
    try:
        with opened.transaction() as session:
            yield session
    finally:
        opened.close()
