"""What every command needs: the settings of the working folder and the store they name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from zhenwei.config import Settings, load_settings
from zhenwei.store.database import Store, open_store


def settings() -> Settings:
    """Read the settings from the environment and the working folder. Raises SettingsError."""
    return load_settings(os.environ, Path.cwd())


def store() -> Store:
    """Open the store of the settings. Raises StoreError."""
    return open_store(settings().database)


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a session on the store, committed at the end or rolled back, and close the store after it."""
    opened = store()
    try:
        with opened.transaction() as session:
            yield session
    finally:
        opened.close()
