"""Filling a store with made-up rows: many at a time, indices laid afterwards, statistics taken at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

import psycopg
from argon2 import PasswordHasher
from psycopg import sql
from sqlalchemy import Date

from bench.of_review.made_around import UNNUMBERED
from bench.of_review.made_up import ANALYSTS, COLUMNS, START, Row, batches, person
from zhenwei.store.base import Base
from zhenwei.store.database import Store, open_store
from zhenwei.store.models import AccountRow, NightRow
from zhenwei.store.types import Moment

PASSWORD = "a long enough password"


def fill(url: str, cases: int) -> None:
    """Bring an empty database to the newest migration and put so many cases into it."""
    with closing(open_store(url)) as store:
        _people(store)
    if url.startswith("sqlite"):
        _sqlite(url.removeprefix("sqlite:///"), cases)
    else:
        _postgresql(url, cases)


def _people(store: Store) -> None:
    # A cheap hash: argon2 is slow on purpose, and logging in is not what is measured.
    digest = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with store.transaction() as session:
        session.add(NightRow(id=1, started_at=START, finished_at=START, summary={}))
        session.add_all(
            AccountRow(name=person(number), role="analyst", password_hash=digest, created_at=START)
            for number in range(ANALYSTS)
        )


def _sqlite(path: str, cases: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF", "cache_size=-200000"):
            base.execute(f"PRAGMA {pragma}")
        later = base.execute("select name, sql from sqlite_master where type = 'index' and sql is not null").fetchall()
        for name, _made in later:
            base.execute(f'drop index "{name}"')
        base.execute("begin")
        for rows, words in batches(cases):
            for table, columns in COLUMNS.items():
                names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
                put = f'insert into "{table}" ({names}) values ({marks})'
                base.executemany(put, _plain(table, rows[table]))
            base.executemany(
                "insert into case_search (rowid, words) values (?, ?)", ((case, " ".join(one)) for case, one in words)
            )
        base.execute("commit")
        for _name, made in later:
            base.execute(made)
        base.execute("insert into case_search (case_search) values ('optimize')")
        base.execute("analyze")
        base.execute("PRAGMA journal_mode=WAL")


def _plain(table: str, rows: Sequence[Row]) -> Sequence[Row]:
    """Return rows with moments and days as SQLAlchemy writes them there."""
    types = [Base.metadata.tables[table].c[name].type for name in COLUMNS[table]]
    moments = [place for place, kind in enumerate(types) if isinstance(kind, Moment)]
    days = [place for place, kind in enumerate(types) if isinstance(kind, Date)]
    if not moments and not days:
        return rows
    return [_row(row, moments, days) for row in rows]


def _row(row: Row, moments: Sequence[int], days: Sequence[int]) -> Row:
    cells = list(row)
    for place in moments:
        moment = cells[place]
        if isinstance(moment, datetime):
            cells[place] = moment.isoformat(" ", "microseconds")[:26]
    for place in days:
        cells[place] = cells[place] and str(cells[place])
    return tuple(cells)


def _postgresql(url: str, cases: int) -> None:
    with psycopg.connect(url, autocommit=True) as base:
        base.execute("set session_replication_role = replica")  # foreign keys are right by the making
        with _without_indices(base):
            for rows, words in batches(cases):
                for table, columns in COLUMNS.items():
                    _copy(base, table, columns, rows[table])
                _copy(base, "case_search", ("case_id", "words"), [(case, _vector(one)) for case, one in words])
        for table in COLUMNS.keys() - set(UNNUMBERED):
            counter = sql.SQL("select setval(pg_get_serial_sequence({}, 'id'), (select max(id) from {}))")
            base.execute(counter.format(sql.Literal(f'"{table}"'), sql.Identifier(table)))
        base.execute("vacuum analyze")


@contextmanager
def _without_indices(base: psycopg.Connection) -> Iterator[None]:
    found = base.execute(
        "select indexname, indexdef from pg_indexes where schemaname = 'public' and indexname not in"
        " (select conname from pg_constraint)"
    ).fetchall()
    for name, _made in found:
        base.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))
    yield
    for _name, made in found:
        base.execute(made)


def _copy(base: psycopg.Connection, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    with (
        base.cursor() as cursor,
        cursor.copy(sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)) as out,
    ):
        for row in rows:
            out.write_row(row)


def _vector(words: Sequence[str]) -> str:
    return " ".join(f"'{word}'" for word in words)
