"""The watchlist that reports are made with: built in, with a sender of a city that is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from zhenwei.store.database import Store, open_store
from zhenwei.watchlist import Watchlist, load_watchlist
from zhenwei.watchlist.reporting import Reporting, load_reporting


@pytest.fixture(scope="session")
def watchlist() -> Watchlist:
    """The built-in watchlist with a sender filled in."""
    built_in = load_watchlist()
    sender = built_in.sender.model_copy(
        update={"name": "东江市互联网信息办公室", "short": "东江网信办", "region": "330100", "placeholder": False}
    )
    return replace(built_in, sender=sender)


@pytest.fixture(scope="session")
def reporting() -> Reporting:
    """The built-in files of reports."""
    return load_reporting()


@pytest.fixture
def one_store(tmp_path: Path) -> Iterator[Store]:
    """An empty store on SQLite: for what does not depend on the database, such as files made from figures."""
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield store
    store.close()
