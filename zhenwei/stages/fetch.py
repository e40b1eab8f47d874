"""Fetch: let the spiders look at what is planned, and go on planning while leads come in."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from time import monotonic

from crawler.browser import find_browser
from zhenwei.errors import StoreAway
from zhenwei.stages.crawlers import Crew
from zhenwei.stages.desk import Desk
from zhenwei.stages.planning import Planner, plan_official
from zhenwei.stages.spiders import SpiderFailed, run_spiders
from zhenwei.stages.watch import note_visits
from zhenwei.store.frontier import close_fetching, open_fetching
from zhenwei.store.nights import is_planned, mark_planned, open_night
from zhenwei.store.visits import close_visits, outcome_counts, waiting_count
from zhenwei.types import Outcome

PURPOSES = {"official": ("official",), "visit": ("first", "render"), "recheck": ("recheck",)}
# Counting a long night's visits takes a while: no more than this share of the time goes into it.
COUNTING_SHARE = 0.05


def fetch(desk: Desk, more: Callable[[], bool] = lambda: False) -> None:
    """Plan the baseline of protected pages and the first visits, and make them. A killed run goes on.

    While there is ``more`` to come, what comes in is planned at once and the spiders stay for it.
    """
    with desk.store.transaction() as session:
        night = open_night(session).id
        if not is_planned(session, night, "fetch"):
            plan_official(session, desk, night)
            mark_planned(session, night, "fetch")
        open_fetching(session, night)
        planner = Planner(desk, session, night)
        planner.look(session)

    def meanwhile() -> bool:
        follows = more()  # asked first: what came before the answer is planned below
        with desk.store.reading() as session:
            news = planner.news(session)
        if news or not follows:
            with desk.store.transaction() as session:
                planner.look(session)
                if not follows:
                    planner.close(session)
                    close_fetching(session, night)
        return follows

    make_visits(desk, night, ("official", "visit"), meanwhile)


def make_visits(desk: Desk, night: int, spiders: Sequence[str], meanwhile: Callable[[], bool] | None = None) -> None:
    """Run the spiders that have visits waiting, and carry what was seen over to the watched names.

    ``meanwhile`` is called now and then for as long as it says that more will be planned; the spider ``visit`` stays
    for that. Without a browser, what waits to be rendered ends as not rendered.
    """
    stays = meanwhile is not None and meanwhile()
    with desk.store.transaction() as session:
        if find_browser(desk.settings, os.environ) is None:
            close_visits(session, night, Outcome.NOT_RENDERED, rendered=True)
        waiting = {name: waiting_count(session, night, PURPOSES[name]) for name in spiders}
    crew = Crew(desk.settings, waiting, stays="visit" if stays else "")
    jobs = crew.first()
    if jobs:
        count = _counting(desk, night)

        def tick() -> int | None:
            nonlocal stays
            stays = stays and meanwhile is not None and meanwhile()
            done, left = count()
            crew.waiting = left
            return None if stays and not left else done  # whoever has nothing to do does not stand still

        try:
            run_spiders(desk.settings, jobs, tick, crew.more)
        except SpiderFailed:
            # A worker that was lost is no matter once others have done its work.
            with desk.store.reading() as session:
                if stays or any(waiting_count(session, night, PURPOSES[name]) for name in spiders):
                    raise
    with desk.store.transaction() as session:
        note_visits(session, night)


def _counting(desk: Desk, night: int) -> Callable[[], tuple[int, int]]:
    """Return what shows progress and tells (visits that have ended, visits that wait)."""
    bar = desk.bar("访问网页")
    known, again = (0, 0), 0.0

    def count() -> tuple[int, int]:
        nonlocal known, again
        began = monotonic()
        if began >= again:
            try:
                with desk.store.reading() as session:
                    counts = outcome_counts(session, night)
            except StoreAway:  # the workers wait for the server too, and say so if it stays away
                return known
            known = sum(counts.values()) - counts.get("", 0), counts.get("", 0)
            bar.update(known[0], sum(known))
            again = monotonic() + (monotonic() - began) / COUNTING_SHARE
        return known

    return count
