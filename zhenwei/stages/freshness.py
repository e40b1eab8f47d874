"""Is a source still worth its place? One rule for lists, engines and logs: what it told and what it usually tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from zhenwei.store.models import SourceRow

SILENT_NIGHTS = 3
SHRUNK = 0.5
# What a log brings in a night depends on how often it is read, not on how well it is.
NOT_MEASURED = ("ctlog", "certstream")
UNITS = {"search": "条结果", "feeds": "个域名"}


class State(StrEnum):
    """The worst thing to say of a source."""

    OK = "ok"
    SILENT = "silent"
    ERROR = "error"
    EMPTY = "empty"
    SHRUNK = "shrunk"
    STALE = "stale"
    BEHIND = "behind"
    PARTIAL = "partial"


SHOWN = {
    State.OK: "正常", State.SILENT: "连续无应答", State.ERROR: "出错", State.EMPTY: "空", State.SHRUNK: "骤减",
    State.STALE: "陈旧", State.BEHIND: "落后", State.PARTIAL: "部分有误",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Health:
    """What is to be said of a source: the state, and one sentence in Chinese (empty if it is well)."""

    state: State
    said: str = ""
    usual: int = 0


def health(row: SourceRow, moment: datetime, stale_days: int) -> Health:
    """Judge a source by its row. ``stale_days``: of a source that sets no limit of its own; 0: never stale."""
    usual = round(median(row.history)) if row.history else 0
    said = list(_faults(row, usual, moment, stale_days if row.stale_days is None else row.stale_days))
    if not said:
        return Health(State.OK, usual=usual)
    return Health(said[0][0], "；".join(text for _, text in said), usual)


def _faults(row: SourceRow, usual: int, moment: datetime, limit: int) -> Iterable[tuple[State, str]]:
    why = f"（{row.why}）" if row.why else ""
    if row.units and not row.answered:
        nights = row.silent_nights + 1
        if nights >= SILENT_NIGHTS:
            yield State.SILENT, f"连续 {nights} 夜没有应答{why}"
        else:
            yield State.ERROR, f"没有应答{why}"
        return
    unit = UNITS.get(row.spider, "项")
    if row.spider not in NOT_MEASURED:
        if not row.amount:
            yield State.EMPTY, f"是空的，平时有 {number(usual)} {unit}" if usual else "是空的"
        elif usual and row.amount < SHRUNK * usual:
            yield State.SHRUNK, f"只有 {number(row.amount)} {unit}，不到平时 {number(usual)} 的一半"
    if row.spider == "search" and row.answered < row.units:
        yield State.PARTIAL, f"{row.units} 次查询中 {row.units - row.answered} 次没有应答{why}"
    if limit:
        yield from _staleness(row, moment, timedelta(days=limit))
    if row.behind > max(row.amount, 0):
        yield State.BEHIND, f"落后 {number(row.behind)} 条，一夜只读到 {number(row.amount)} 条"
    if row.why and row.answered == row.units:
        yield State.PARTIAL, f"部分读不出来{why}"


def _staleness(row: SourceRow, moment: datetime, limit: timedelta) -> Iterable[tuple[State, str]]:
    if row.changed_at is not None and moment - row.changed_at > limit:
        yield State.STALE, f"已 {(moment - row.changed_at).days} 天没有变化"
    elif row.dated_at is not None and moment - row.dated_at > limit and not _changed_lately(row):
        yield State.STALE, f"内容停在 {row.dated_at:%Y-%m-%d}，已过 {(moment - row.dated_at).days} 天"


def _changed_lately(row: SourceRow) -> bool:
    """A list whose names changed since an earlier night is alive, whatever date it claims."""
    return bool(row.history) and row.changed_at is not None and row.changed_at >= row.asked_at - timedelta(hours=1)


def number(count: int) -> str:
    """Return a count in groups of three with a thin gap, as Chinese tables print it."""
    return f"{count:,}".replace(",", " ")
