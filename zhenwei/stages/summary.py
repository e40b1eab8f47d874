"""The night's summary: what was asked, looked at and found, and above all what stayed silent."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.browser import driver_problem, find_browser
from crawler.engines import used_sources
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.stages.crowds import said_of_crowds
from zhenwei.stages.freshness import State, health
from zhenwei.stages.rechecked import standings_tonight, too_few_resolvers, what_became
from zhenwei.stages.reminders import clocks_said
from zhenwei.stages.searching import engines_said
from zhenwei.store.models import AssessmentRow, CaseRow, LeadRow, SiteRow, UnitRow
from zhenwei.store.nights import unit_counts
from zhenwei.store.sources import sources_of_night
from zhenwei.store.visits import outcome_counts
from zhenwei.store.watched import event_counts

# A source whose every unit ended in one of these was not looked at, which must never read as "nothing found".
UNSEEN = ("blocked", "changed", "stale", "error", "waiting")
NOT_A_SOURCE = ("plan", "screen")

# spider, source, outcome, units, looked at, found
Row = tuple[str, str, str, int, int, int]


@dataclass(frozen=True)
class Summary:
    """Counts of one night. ``seconds`` is the time of each stage in this run.

    ``silent`` names each source that told nothing, with the reason, in Chinese; ``weak`` each that is stale, empty,
    shrunk, behind or silent for nights, with the amounts behind that word.
    """

    night: int
    started_at: str
    duration_s: float
    seconds: dict[str, float]
    stages: dict[str, dict[str, int]]
    sources: dict[str, dict[str, int]]
    visits: dict[str, int]
    verdicts: dict[str, int]
    cases: dict[str, int]
    silent: list[str]
    weak: dict[str, dict[str, Any]]
    warnings: list[str]
    # What has become of the sites of cases tonight, one line each, by name.
    rechecked: list[str] = field(default_factory=list)
    # Clocks of letters and records that are overdue, nearly so, or cannot be told.
    clocks: list[str] = field(default_factory=list)

    @property
    def blind(self) -> bool:
        """True if the night saw nothing at all: sources were asked and none answered, no page was reached."""
        answered = any(counts.get(outcome) for counts in self.sources.values() for outcome in ("results", "nothing"))
        return bool(self.sources) and not answered and not self.visits.get("ok")

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)


def summarize(
    session: Session, settings: Settings, night: int, started: datetime, seconds: Mapping[str, float]
) -> Summary:
    """Count what the store holds of a night."""
    counted = unit_counts(session, night)
    weak = weak_sources(session, night, settings.source_stale_days)
    screened = [row for row in counted if row[0] == "screen"]
    units = with_screened([row for row in counted if row[0] not in NOT_A_SOURCE], screened)
    visits = {outcome or "waiting": count for outcome, count in outcome_counts(session, night).items()}
    verdicts = _grouped(session, AssessmentRow.verdict, AssessmentRow.night_id == night)
    found = session.scalar(select(func.count()).select_from(LeadRow)) or 0
    sites = session.scalar(select(func.count()).select_from(SiteRow)) or 0
    return Summary(
        night=night,
        started_at=started.isoformat(),
        duration_s=round((now() - started).total_seconds(), 1),
        seconds={stage: round(spent, 1) for stage, spent in seconds.items()},
        stages={
            "discover": {"units": sum(row[3] for row in units), "leads": found, "sites": sites},
            "screen": {"names": sum(row[4] for row in screened), "hits": sum(row[5] for row in screened)},
            "fetch": {"visits": sum(visits.values()), "ok": visits.get("ok", 0)},
            "detect": {"sites": sum(verdicts.values())},
            "watch": event_counts(session, night),
            "recheck": standings_tonight(session, night),
            "score": {"cases": session.scalar(select(func.count()).select_from(CaseRow)) or 0},
        },
        sources=_sources(units),
        visits=visits,
        verdicts=verdicts,
        cases=_grouped(session, CaseRow.state),
        silent=with_weak(silent_sources(units), weak),
        weak=weak,
        rechecked=what_became(session, night),
        clocks=clocks_said(session, settings, now()),
        warnings=[
            *_lying_servers(session, night),
            *engines_said(session, settings, night),
            *said_of_crowds(session, night),
            *_warnings(settings, visits),
            *too_few_resolvers(session, night),
        ],
    )


def _grouped(session: Session, column: Any, *where: Any) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(*where).group_by(column).order_by(column))
    return {str(value): int(count) for value, count in rows}


def with_screened(units: list[Row], screened: list[Row]) -> list[Row]:
    """Credit each list of names with the hits that screening found in it."""
    hits = {source: found for _spider, source, _outcome, _count, _looked_at, found in screened}
    return [(*row[:5], row[5] + hits.get(row[1], 0) if row[2] == "results" else row[5]) for row in units]


def _sources(units: Iterable[Row]) -> dict[str, dict[str, int]]:
    table: dict[str, Counter[str]] = {}
    for spider, source, outcome, count, _looked_at, found in units:
        row = table.setdefault(f"{spider}:{source}", Counter())
        row[outcome] += count
        row["found"] += found
    return {name: dict(counts) for name, counts in table.items()}


def silent_sources(units: Iterable[Row]) -> list[str]:
    """Name each source of which some unit could not be looked at, and each that answered but told nothing."""
    said: list[str] = []
    for name, counts in _sources(units).items():
        total = sum(count for outcome, count in counts.items() if outcome != "found")
        unseen = {outcome: counts[outcome] for outcome in UNSEEN if counts.get(outcome)}
        if unseen:
            why = "、".join(f"{REASONS[outcome]} {count}" for outcome, count in unseen.items())
            said.append(f"{name}：共 {total} 项，{why}")
        elif not counts["found"]:
            said.append(f"{name}：{total} 项均有应答，但未发现任何线索")
    return said


def weak_sources(session: Session, night: int, stale_days: int) -> dict[str, dict[str, Any]]:
    """Return what is to be said of each source of the night that is not well, by spider and source.

    One that failed tonight only is told by ``silent_sources`` already, with how many of its units did.
    """
    found = {}
    for row in sources_of_night(session, night):
        judged = health(row, now(), stale_days)
        if judged.state not in (State.OK, State.ERROR):
            found[f"{row.spider}:{row.source}"] = {
                "state": judged.state.value,
                "names": row.amount,
                "usual": judged.usual,
                "said": judged.said,
            }
    return found


def with_weak(silent: Iterable[str], weak: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return one line a source: what it did tonight, then what is to be said of it over the nights."""
    lines = list(silent)
    for name, row in weak.items():
        place = next((number for number, line in enumerate(lines) if line.startswith(f"{name}：")), None)
        if place is None:
            lines.append(f"{name}：{row['said']}")
        else:
            lines[place] += f"；{row['said']}"
    return lines


REASONS = {
    "blocked": "被拦截（安全验证）",
    "changed": "页面结构变化",
    "stale": "数据陈旧",
    "error": "出错",
    "waiting": "未执行",
}


def _lying_servers(session: Session, night: int) -> list[str]:
    """Name the DNS servers that answered to names nobody has: an honest operator is not told so by the findings."""
    units = session.scalars(select(UnitRow).where(UnitRow.night_id == night, UnitRow.spider == "lookalikes"))
    liars = sorted({str(server) for unit in units for server in unit.detail.get("liars", ())})
    return [f"DNS 服务器 {server} 对不存在的域名也作答，已不采用；请从 DNS_SERVERS 中换掉" for server in liars]


def _warnings(settings: Settings, visits: dict[str, int]) -> list[str]:
    said = []
    if not used_sources(settings, os.environ):
        said.append("未启用搜索引擎：请配置搜索接口的密钥或 SEARXNG_URL，或在取得授权后设置 SEARCH_ENGINES")
    if find_browser(settings, os.environ) is None:
        said.append("未找到浏览器：网页未渲染、无截图，相关案件标为“未渲染”（设置 BROWSER_PATH 或安装 Chromium）")
    elif visits.get("not_rendered") and (problem := driver_problem()):
        said.append(f"{problem}：网页未渲染、无截图；运行 python -m crawler.browser --install")
    if visits.get("budget"):
        said.append(f"{visits['budget']} 次访问因主机的请求次数用完而推迟")
    if visits.get("not_rendered"):
        said.append(f"{visits['not_rendered']} 次访问未能渲染")
    return said
