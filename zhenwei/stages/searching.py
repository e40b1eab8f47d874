"""Which queries each engine is asked tonight, within what is left of its day, and what is said of the engines."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from sqlalchemy.orm import Session

from crawler.engines import every_source, used_sources
from crawler.engines.plan import Asked, plan
from zhenwei.clock import today
from zhenwei.config import Settings
from zhenwei.stages.desk import Desk
from zhenwei.store.engines import EngineNight, engine_nights, last_asked, queries_of_day
from zhenwei.store.nights import is_planned, mark_planned, plan_units, waiting_units

SPIDER = "search"
# Every sign that an engine was not seen whole stands beside the counts, whatever else it answered.
WORDS = {"results": "有结果", "nothing": "无结果", "blocked": "被拦截", "changed": "结构变化", "error": "出错"}


def plan_queries(desk: Desk, night: int) -> None:
    """Put down the night's queries, once: a night that is gone on with asks what it had planned."""
    with desk.store.transaction() as session:
        if is_planned(session, night, SPIDER):
            return
        plan_units(session, night, SPIDER, _units(desk, session, night))
        mark_planned(session, night, SPIDER)


def _units(desk: Desk, session: Session, night: int) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield the queries of all engines, the most worthwhile of each first."""
    settings = desk.settings
    sources, asked = every_source(settings), queries_of_day(session, today())
    waiting = [unit.source for unit in waiting_units(session, night, SPIDER)]
    plans = []
    for name in used_sources(settings, os.environ):
        source = sources.get(name)
        done = asked.get(name, [])
        history = Asked(len(done) + waiting.count(name), frozenset(done), last_asked(session, name))
        budget = settings.queries_a_day(name, source.per_day if source else None)
        queries = plan(desk.watchlist, night, budget, history, source.pages if source else 1)
        plans.append([(name, q.key, {"query": q.text, "page": q.page, "why": q.why}) for q in queries])
    yield from (unit for row in zip_longest(*plans) for unit in row if unit is not None)


def engines_said(session: Session, settings: Settings, night: int) -> Iterator[str]:
    """Yield a sentence for each engine that answered something else, or only in part, or has spent its budget."""
    told = {one.engine: one for one in engine_nights(session, night)}
    for one in told.values():
        if said := _half_seen(one):
            yield f"搜索引擎 {one.engine}：{said}"
    asked, sources = queries_of_day(session, today()), every_source(settings)
    for name in used_sources(settings, os.environ):
        source = sources.get(name)
        budget = settings.queries_a_day(name, source.per_day if source else None)
        if name not in told and len(asked.get(name, ())) >= budget > 0:
            yield f"搜索引擎 {name}：今日查询额度（{budget} 次）已用完，本次未查询"


def _half_seen(one: EngineNight) -> str:
    parts = []
    if one.altered:
        parts.append(f"{one.altered} 次按改写后的查询作答")
    if one.partial:
        parts.append(f"{one.partial} 页未能读全")
    if one.unresolved:
        parts.append(f"{one.results} 条结果中 {one.unresolved} 条未能解析出目标网址")
    return "，".join(parts)


def outcomes_said(one: EngineNight) -> str:
    """Return the counts of a night in Chinese."""
    return "、".join(f"{word} {one.outcomes[key]}" for key, word in WORDS.items() if one.outcomes.get(key))
