from __future__ import annotations

import pytest

from detectors.names import Screener
from zhenwei.watchlist import Watchlist, load_watchlist


@pytest.fixture(scope="session")
def watchlist() -> Watchlist:
    return load_watchlist()


@pytest.fixture(scope="session")
def screener(watchlist: Watchlist) -> Screener:
    return Screener(watchlist)
