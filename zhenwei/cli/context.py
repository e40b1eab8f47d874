"""What every command needs: the settings of the working folder and the store they name."""

from __future__ import annotations

import os
from pathlib import Path

from zhenwei.config import Settings, load_settings
from zhenwei.store.database import Store, open_store


def settings() -> Settings:
    """Read the settings from the environment and the working folder. Raises SettingsError."""
    return load_settings(os.environ, Path.cwd())


def store() -> Store:
    """Open the store of the settings. Raises StoreError."""
    return open_store(settings().database)
