"""The three lines of a night: they end together, and an error of one is the night's."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from zhenwei.config import Settings
from zhenwei.errors import SettingsError, Stopped
from zhenwei.stages.desk import Desk
from zhenwei.stages.gather import Line, gather
from zhenwei.store.database import Store
from zhenwei.watchlist import load_watchlist


def test_a_night_that_finds_nothing_ends(store: Store, settings: Settings) -> None:
    desk = Desk(settings, replace(load_watchlist(None), organs={}), store)
    assert set(gather(desk, lambda _desk: None)) == {"discover", "fetch", "detect"}
    assert not desk.stop.is_set()


def test_an_error_of_the_search_ends_the_night_and_is_told(store: Store, settings: Settings) -> None:
    def search(_desk: Desk) -> None:
        raise SettingsError("名单地址有误")

    desk = Desk(settings, replace(load_watchlist(None), organs={}), store)
    with pytest.raises(SettingsError, match="名单地址有误"):
        gather(desk, search)
    with pytest.raises(Stopped):
        desk.check()


def test_a_line_hands_on_what_it_raised() -> None:
    ready = threading.Event()

    def work() -> None:
        ready.wait()
        raise ValueError("odd")

    line = Line(work)
    assert line.working()
    ready.set()
    with pytest.raises(ValueError, match="odd"):
        line.finish()
