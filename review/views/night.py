"""The newest night as the front page tells it: how far it is, what it brought, which sources need a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.store.models import NightRow
from zhenwei.store.nights import last_nights, unit_counts
from zhenwei.store.outcome_tables import CaseOpeningRow

# A night that began longer ago than this is not last night's.
LATE = timedelta(hours=36)
# Outcomes of units that mean "was not looked at", the worst first; and those that mean it was.
UNSEEN = ("blocked", "error", "changed", "stale", "waiting")
FEW_WARNINGS = 12
NOT_A_SOURCE = ("plan", "screen")


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the night. ``marks``: (what is wrong, how many units), empty where all is well."""

    spider: str
    name: str
    asked: int
    unseen: int
    found: int
    marks: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Night:
    """``state``: running, finished, late. ``failed``: (outcome, visits); ``said``: sentences of the night's own."""

    number: int
    state: str
    started_at: datetime
    finished_at: datetime | None
    minutes: int
    units: tuple[int, int]
    visits: int
    reached: int
    waiting: int
    failed: list[tuple[str, int]]
    judged: int
    flagged: int
    opened: int
    sources: list[Source]
    said: list[str] = field(default_factory=list)

    @property
    def troubled(self) -> list[Source]:
        """The sources that a person should look at."""
        return [source for source in self.sources if source.marks]


def read_night(session: Session, running: Mapping[str, Any], at: datetime) -> Night | None:
    """Return the newest night; ``running``: what was counted of the one that runs (review.figures.count)."""
    rows = last_nights(session)
    if not rows:
        return None
    # A recheck by hand has asked no source: what the last whole night said stays in view.
    row = next((row for row in rows if not row.summary.get("alone")), rows[0])
    summary = row.summary
    done = _counts(running.get("visits")) if running.get("night") == row.id else _counts(summary.get("visits"))
    failed = {name: n for name, n in done.items() if name not in ("ok", "waiting", "")}
    sources = _sources(session, row)
    total = sum(source.asked for source in sources)
    unseen = sum(dict(source.marks).get("waiting", 0) for source in sources)
    verdicts = _counts(summary.get("verdicts"))
    return Night(
        number=row.id,
        state=_state(row, at),
        started_at=row.started_at,
        finished_at=row.finished_at,
        minutes=round(((row.finished_at or at) - row.started_at) / timedelta(minutes=1)),
        units=(total - unseen, total),
        visits=sum(done.values()),
        reached=done.get("ok", 0),
        waiting=done.get("waiting", 0),
        failed=sorted(failed.items(), key=lambda pair: (-pair[1], pair[0])),
        judged=sum(verdicts.values()),
        flagged=sum(n for name, n in verdicts.items() if name not in ("official", "benign", "unclear")),
        opened=_opened(session, row),
        sources=sources,
        said=_lines(summary),
    )


def _state(row: NightRow, at: datetime) -> str:
    if row.finished_at is None:
        return "running"
    return "late" if at - row.started_at > LATE else "finished"


def _opened(session: Session, row: NightRow) -> int:
    query = select(func.count()).select_from(CaseOpeningRow).where(CaseOpeningRow.at >= row.started_at)
    if row.finished_at is not None:
        query = query.where(CaseOpeningRow.at <= row.finished_at)
    return session.scalar(query) or 0


def _sources(session: Session, row: NightRow) -> list[Source]:
    """Return the sources, the troubled first: of a finished night as it kept them, else as they stand now."""
    tables: dict[str, dict[str, int]] = {}
    if row.finished_at is None or "sources" not in row.summary:
        for spider, source, outcome, count, _looked, found in unit_counts(session, row.id):
            if spider not in NOT_A_SOURCE:
                table = tables.setdefault(f"{spider}:{source}", {})
                table[outcome] = table.get(outcome, 0) + count
                table["found"] = table.get("found", 0) + found
    else:
        kept = row.summary["sources"]
        tables = {str(name): _counts(counts) for name, counts in kept.items()} if isinstance(kept, dict) else {}
    weak = row.summary.get("weak")
    weak = weak if isinstance(weak, dict) else {}
    rows = [_source(str(name), tables.get(name, {}), weak.get(name)) for name in dict.fromkeys((*tables, *weak))]
    return sorted(rows, key=lambda source: (not source.marks, source.spider, source.name))


def _source(name: str, counts: Mapping[str, int], weak: object) -> Source:
    spider, _, source = name.partition(":")
    asked = sum(n for outcome, n in counts.items() if outcome != "found")
    marks = [(outcome, counts[outcome]) for outcome in UNSEEN if counts.get(outcome)]
    unseen = sum(n for _, n in marks)
    if not marks and asked and not counts.get("found"):
        marks.append(("no_lead", 0))
    if isinstance(weak, dict):
        marks.append((f"weak_{weak.get('state', '')}", 0))
    return Source(spider, source, asked, unseen, counts.get("found", 0), marks)


def _lines(summary: Mapping[str, Any]) -> list[str]:
    """Return the night's own sentences: its warnings, then what became of the sites that it looked at again."""
    lines: list[str] = []
    for key in ("warnings", "rechecked"):
        value = summary.get(key)
        lines += [str(line) for line in value] if isinstance(value, list) else []
    return lines[:FEW_WARNINGS]


def _counts(value: object) -> dict[str, int]:
    """Return the numbers of a table of a summary, whatever else it holds."""
    pairs: Iterable[tuple[object, object]] = value.items() if isinstance(value, dict) else ()
    return {str(name): n for name, n in pairs if isinstance(n, int) and not isinstance(n, bool)}
