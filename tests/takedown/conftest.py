"""A store with one account of each role, the built-in watchlist with offices filled in, for the letters' tests."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.takedown.letters_world import MAY, World, offices
from zhenwei.config import Settings
from zhenwei.store.database import Store, open_store
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
            "system": "other",  # so that it writes 函 to the 网信办 of its own level
        }
    )
    return replace(built_in, offices=(*offices(), *built_in.offices), sender=sender)


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest migration: copying it takes a hundredth of what migrating does."""
    file = tmp_path_factory.mktemp("blank") / "store.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="module")
def blank(blank_database: Path) -> Iterator[Store]:
    """A store in which nothing is ever committed."""
    opened = open_store(f"sqlite:///{blank_database}")
    yield opened
    opened.close()


@pytest.fixture
def lite(blank_database: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store on SQLite, where nothing of the test depends on the database."""
    shutil.copy(blank_database, tmp_path / "lite.db")
    opened = open_store(f"sqlite:///{tmp_path / 'lite.db'}")
    yield opened
    opened.close()


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
