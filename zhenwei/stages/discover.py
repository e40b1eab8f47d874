"""Discover: plan the night's questions, let the spiders ask them, screen the lists of names that they bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from crawler.engines.plan import plan
from detectors.names import NameOpinion, Screener, expand
from zhenwei.errors import BadInput
from zhenwei.stages.desk import Desk
from zhenwei.stages.spiders import run_spiders
from zhenwei.store.leads import add_lead
from zhenwei.store.nights import (
    finish_unit,
    finished_units,
    last_moved,
    open_night,
    plan_units,
    unit_progress,
    waiting_units,
)
from zhenwei.types import Lead

SPIDERS = ("search", "lookalikes", "feeds", "ctlog", "certstream")
LIST_SPIDERS = ("feeds", "ctlog", "certstream")
SCREEN = "screen"
NAMES_A_UNIT = 200
TONIGHT = "tonight"

Unit = tuple[str, str, Mapping[str, Any]]


def discover(desk: Desk) -> None:
    """Leave a lead for every address worth a look. Goes on with the units that an earlier run left waiting."""
    with desk.store.transaction() as session:
        night = open_night(session).id
        for spider, units in _plan(desk, night):
            plan_units(session, night, spider, units)
        spiders = [name for name in SPIDERS if waiting_units(session, night, name)]
    if spiders:
        bar = desk.bar("发现线索")

        def tick() -> tuple[int, object]:
            with desk.store.reading() as session:
                done, planned = unit_progress(session, night)
                # A log is one unit however long it is read; its position moves all the time.
                moved = last_moved(session)
            bar.update(done, planned)
            return done, moved

        run_spiders(desk.settings, [(name, {}) for name in spiders], tick)
    _screen_lists(desk, night)


def _plan(desk: Desk, night: int) -> Iterator[tuple[str, Iterable[Unit]]]:
    settings = desk.settings
    asked = plan(desk.watchlist, night, settings.search_budget)
    yield (
        "search",
        [
            (engine, query.key, {"query": query.text, "page": query.page, "why": query.why})
            for query in asked
            for engine in settings.search_engines
        ],
    )
    names = [asdict(variant) for variant in islice(expand(desk.watchlist), settings.lookalike_budget)]
    yield (
        "lookalikes",
        [
            ("expand", f"{start:06d}", {"names": names[start : start + NAMES_A_UNIT]})
            for start in range(0, len(names), NAMES_A_UNIT)
        ],
    )
    yield "feeds", [(url, TONIGHT, {}) for url in settings.feed_urls]
    yield "ctlog", [(url, TONIGHT, {}) for url in settings.ct_logs]
    yield "certstream", [(url, TONIGHT, {}) for url in settings.certstream_urls]


def _screen_lists(desk: Desk, night: int) -> None:
    with desk.store.transaction() as session:
        brought = [unit for spider in LIST_SPIDERS for unit in finished_units(session, night, spider, "results")]
        files = [(u.source, u.detail["file"], {"spider": u.spider}) for u in brought if u.detail.get("file")]
        plan_units(session, night, SCREEN, files)
        waiting = waiting_units(session, night, SCREEN)
    if not waiting:
        return
    screener = Screener(desk.watchlist)
    bar = desk.bar("筛查域名")
    for number, unit in enumerate(waiting):
        bar.update(number, len(waiting))
        _screen_list(desk, screener, unit.id, str(unit.detail["spider"]), unit.source, Path(unit.key))
    bar.update(len(waiting), len(waiting))


def _screen_list(desk: Desk, screener: Screener, unit: int, spider: str, source: str, names: Path) -> None:
    """Judge the names of one list; its leads and its end are one transaction."""
    looked_at, refused, hits = 0, 0, []
    with names.open(encoding="utf-8") as lines:
        for looked_at, line in enumerate(lines, start=1):  # noqa: B007 - the count is what is wanted
            try:
                opinion = screener.screen(line.strip())
            except BadInput:
                refused += 1  # one line of rubbish must not stop this night, and every night that goes on with it
                continue
            if opinion.score >= desk.settings.screen_threshold:
                hits.append(opinion)
    with desk.store.transaction() as session:
        for opinion in hits:
            add_lead(session, _lead(opinion, spider, source))
        finish_unit(
            session,
            unit,
            "results" if hits else "nothing",
            looked_at=looked_at,
            found=len(hits),
            detail={"refused": refused},
        )


def _lead(opinion: NameOpinion, spider: str, source: str) -> Lead:
    reasons = "；".join(reason.detail for reason in opinion.reasons)
    return Lead(
        url=f"http://{opinion.domain}/",
        source=spider,
        why=f"域名与受保护名称相似（{opinion.score:.0f} 分）：{reasons}",
        detail={"list": source, "target": opinion.target, "score": f"{opinion.score:.0f}"},
    )
