"""Discover: plan the night's questions, let the spiders ask them, screen the lists of names that they bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zhenwei.clock import today
from zhenwei.stages.desk import Desk
from zhenwei.stages.lists import screen_lists, tidy_lists
from zhenwei.stages.searching import plan_queries
from zhenwei.stages.spiders import run_spiders
from zhenwei.stages.watch import plan_lookalikes
from zhenwei.store.nights import (
    last_moved,
    open_night,
    plan_units,
    unit_progress,
    waiting_units,
)
from zhenwei.watchlist.sources import load_sources

SPIDERS = ("search", "lookalikes", "feeds", "ctlog", "certstream")
TONIGHT = "tonight"

Unit = tuple[str, str, Mapping[str, Any]]


def discover(desk: Desk) -> None:
    """Leave a lead for every address worth a look. Goes on with the units that an earlier run left waiting."""
    with desk.store.transaction() as session:
        night = open_night(session).id
        tidy_lists(desk.settings.data_dir, night)
        for spider, units in _plan(desk, night):
            plan_units(session, night, spider, units)
    plan_queries(desk, night)
    plan_lookalikes(desk, night)
    with desk.store.reading() as session:
        spiders = [name for name in SPIDERS if waiting_units(session, night, name)]
    if spiders:
        bar = desk.bar("发现线索")

        def tick() -> tuple[int, object]:
            desk.check()
            with desk.store.reading() as session:
                done, planned = unit_progress(session, night)
                # A log is one unit however long it is read; its position moves all the time.
                moved = last_moved(session)
            bar.update(done, planned)
            return done, moved

        run_spiders(desk.settings, [(name, {}) for name in spiders], tick)
    screen_lists(desk, night)


def _plan(desk: Desk, night: int) -> Iterator[tuple[str, Iterable[Unit]]]:
    settings = desk.settings
    sources = load_sources(settings.feed_urls, settings.watchlist_dir)
    # The day is settled once a night: one that is gone on with after midnight asks for the same list.
    yield "feeds", [(one.name, TONIGHT, {"day": today().isoformat()}) for one in sources]
    yield "ctlog", [(url, TONIGHT, {}) for url in settings.ct_logs]
    yield "certstream", [(url, TONIGHT, {}) for url in settings.certstream_urls]
