"""A store with one account of each role, the built-in watchlist with offices filled in, for the letters' tests."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.takedown.letters_world import MAY, World, offices
from zhenwei.config import Settings
from zhenwei.store.database import open_store
from zhenwei.store.models import AccountRow
from zhenwei.watchlist import Watchlist, load_watchlist


@pytest.fixture
def with_pdf() -> None:
    """Say that a test looks at PDFs (they are made for every letter)."""


@pytest.fixture(scope="session")
def watchlist() -> Watchlist:
    """The built-in watchlist with a sender and offices filled in."""
    built_in = load_watchlist()
    sender = built_in.sender.model_copy(
        update={
            "name": "东江市互联网信息办公室",
            "short": "东江网信办",
            "code": "东网函",
            "region": "330100",
            "contact": "陈某",
            "phone": "0990-0000000",
            "placeholder": False,
        }
    )
    return replace(built_in, offices=offices(), sender=sender)


@pytest.fixture
def world(tmp_path: Path, watchlist: Watchlist) -> Iterator[World]:
    """An empty store with one account of each role."""
    settings = Settings(data_dir=tmp_path / "var")
    store = open_store(settings.database)
    with store.transaction() as session:
        for name, role in (("vera", "viewer"), ("chen", "analyst"), ("li", "analyst"), ("wang", "reviewer")):
            session.add(AccountRow(name=name, role=role, created_at=MAY))
    yield World(store, settings, watchlist, itertools.count(1))
    store.close()
