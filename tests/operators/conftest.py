"""A watchlist with short lists of what everybody shares."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from detectors.operators.shared import Shared
from zhenwei.watchlist import SharedList, Watchlist, load_watchlist


def listed(**more: Any) -> SharedList:
    return SharedList(slug="test", why="test", **more)


@pytest.fixture(scope="session")
def lists() -> Watchlist:
    more = listed(
        hosts=("portal.example",), builders=("shops.example",), addresses=("192.0.2.0/25",), values=("qq:10000",),
        phrases=("hidden for",),
    )  # fmt: skip
    return replace(load_watchlist(), shared={**load_watchlist().shared, "test": more})


@pytest.fixture(scope="session")
def shared(lists: Watchlist) -> Shared:
    return Shared(lists)
