"""A process that kills itself at one call of one function: ``python -m tests.feeds.killed PLACE COUNT WHEN ACTION``.

PLACE is ``module:name`` or ``module:Class.name``; WHEN is before or after its COUNT-th call; ACTION is crawl or screen.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from crawler.feeds import download, ordered
from zhenwei.config import load_settings
from zhenwei.stages import lists
from zhenwei.stages.desk import Desk
from zhenwei.store.database import open_store
from zhenwei.store.nights import open_night
from zhenwei.watchlist import load_watchlist


def _arm(place: str, count: int, when: str) -> None:
    module, _, name = place.partition(":")
    owner: Any = import_module(module)
    for part in name.split(".")[:-1]:
        owner = getattr(owner, part)
    name = name.split(".")[-1]
    setattr(owner, name, _mined(getattr(owner, name), count, when))


def _mined(function: Callable[..., Any], count: int, when: str) -> Callable[..., Any]:
    calls = iter(range(1, count))

    @functools.wraps(function)
    def mined(*args: Any, **kwargs: Any) -> Any:
        last = next(calls, None) is None
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        found = function(*args, **kwargs)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    return mined


def _make_small() -> None:
    """So that a small list takes many steps."""
    download.PIECE = 3000
    ordered.Sorter.__init__.__defaults__ = (150,)
    lists.BLOCK, lists.BLOCKS_AT_ONCE = 700, 1


def _screen() -> None:
    settings = load_settings(os.environ, Path.cwd())
    store = open_store(settings.database)
    with store.transaction() as session:
        night = open_night(session).id
    lists.screen_lists(Desk(settings, load_watchlist(settings.watchlist_dir), store), night)


def main() -> None:
    """Do what the command line says."""
    place, count, when, action = sys.argv[1:]
    _make_small()
    if place != "nowhere":
        _arm(place, int(count), when)
    if action == "screen":
        _screen()
        return
    from scrapy.cmdline import execute

    execute(["scrapy", "crawl", "feeds"])


if __name__ == "__main__":
    main()
