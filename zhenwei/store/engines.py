"""What engines were asked: kept query by query, counted by day, told by night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zhenwei.clock import BEIJING
from zhenwei.store.engine_tables import EngineQueryRow, EngineResultRow
from zhenwei.store.models import UnitRow

# Outcomes after which a query has had its turn; one that was turned away comes again first.
HAD_ITS_TURN = ("results", "nothing", "changed", "error")


@dataclass(frozen=True, slots=True)
class Hit:
    """One result as it is kept."""

    rank: int
    url: str
    target: str
    title: str
    ad: bool = False


@dataclass(frozen=True, slots=True)
class QueryDone:
    """One query as it was asked and answered."""

    engine: str
    query: str
    page: int
    asked_at: datetime
    outcome: str
    why: str = ""
    shown_for: str = ""
    partial: str = ""
    total: int | None = None
    hits: Sequence[Hit] = ()


def save_query(session: Session, unit_id: int, done: QueryDone) -> None:
    """Keep a query; the same unit done again replaces it. Call it in the transaction that ends the unit."""
    old = session.scalars(select(EngineQueryRow).filter_by(unit_id=unit_id)).first()
    if old is not None:
        session.delete(old)
        session.flush()
    session.add(
        EngineQueryRow(
            unit_id=unit_id, night_id=session.get_one(UnitRow, unit_id).night_id, engine=done.engine, query=done.query,
            page=done.page, asked_at=done.asked_at, outcome=done.outcome, why=done.why[:500],
            shown_for=done.shown_for[:200], partial=done.partial[:500], total=done.total,
            results=[
                EngineResultRow(rank=h.rank, ad=h.ad, title=h.title[:300], url=h.url[:3000], target=h.target[:3000])
                for h in done.hits
            ],
        )
    )  # fmt: skip


def queries_of_day(session: Session, day: date) -> dict[str, list[str]]:
    """Return by engine the keys (``<page>:<query>``) of all that was asked on a day in Beijing."""
    begin = datetime.combine(day, time(), BEIJING).astimezone(UTC)
    rows = session.execute(
        select(EngineQueryRow.engine, EngineQueryRow.page, EngineQueryRow.query)
        .where(EngineQueryRow.asked_at >= begin, EngineQueryRow.asked_at < begin + timedelta(days=1))
        .order_by(EngineQueryRow.id)
    )
    found: dict[str, list[str]] = {}
    for engine, page, query in rows:
        found.setdefault(engine, []).append(f"{page}:{query}")
    return found


def last_asked(session: Session, engine: str) -> dict[str, int]:
    """Return of each key the last night in which the engine was asked it and did not turn us away."""
    rows = session.execute(
        select(EngineQueryRow.page, EngineQueryRow.query, func.max(EngineQueryRow.night_id))
        .where(EngineQueryRow.engine == engine, EngineQueryRow.outcome.in_(HAD_ITS_TURN))
        .group_by(EngineQueryRow.page, EngineQueryRow.query)
    )
    return {f"{page}:{query}": int(night) for page, query, night in rows}


@dataclass(frozen=True, slots=True)
class EngineNight:
    """One engine in one night: queries by outcome, and how many of those answered were altered or not whole."""

    engine: str
    night: int
    outcomes: Mapping[str, int]
    altered: int
    partial: int
    results: int
    unresolved: int
    whys: tuple[str, ...]


def engine_nights(session: Session, night: int | None = None, last: int = 7) -> list[EngineNight]:
    """Return what engines did in a night, or in each of the last nights in which engines were asked, newest first."""
    recent = select(EngineQueryRow.night_id).distinct().order_by(EngineQueryRow.night_id.desc()).limit(last)
    nights = [night] if night is not None else list(session.scalars(recent))
    asked = select(EngineQueryRow).where(EngineQueryRow.night_id.in_(nights)).order_by(EngineQueryRow.id)
    kept: dict[tuple[int, str], list[EngineQueryRow]] = {}
    for row in session.scalars(asked):
        kept.setdefault((row.night_id, row.engine), []).append(row)
    counted = _results(session, nights)
    return [
        _night(engine, number, kept[number, engine], counted.get((number, engine), (0, 0)))
        for number, engine in sorted(kept, key=lambda key: (-key[0], key[1]))
    ]


def _results(session: Session, nights: Sequence[int]) -> dict[tuple[int, str], tuple[int, int]]:
    rows = session.execute(
        select(
            EngineQueryRow.night_id, EngineQueryRow.engine, func.count(),
            func.count().filter(EngineResultRow.target == ""),
        )
        .join(EngineResultRow, EngineResultRow.query_id == EngineQueryRow.id)
        .where(EngineQueryRow.night_id.in_(nights))
        .group_by(EngineQueryRow.night_id, EngineQueryRow.engine)
    )  # fmt: skip
    return {(night, engine): (int(count), int(unresolved)) for night, engine, count, unresolved in rows}


def _night(engine: str, night: int, rows: Sequence[EngineQueryRow], results: tuple[int, int]) -> EngineNight:
    outcomes: dict[str, int] = {}
    for row in rows:
        outcomes[row.outcome] = outcomes.get(row.outcome, 0) + 1
    whys = dict.fromkeys(row.why for row in rows if row.why)
    return EngineNight(
        engine, night, outcomes, sum(bool(row.shown_for) for row in rows), sum(bool(row.partial) for row in rows),
        *results, tuple(whys)[:3],
    )  # fmt: skip
