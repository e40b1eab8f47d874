"""Opening the store: SQLite in WAL mode or PostgreSQL, at the newest migration, with transactions as a context."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from zhenwei.errors import StoreAway, StoreError
from zhenwei.sentences import said

READ_ONLY = "zhenwei_read_only"
MIGRATIONS = Path(__file__).parent / "migrations"
# The newest migration. A database that has it is opened without loading what migrates, which every crawler would.
NEWEST = "0029"
VERSIONS = "alembic_version"


class MigrationError(Exception):
    """The migrations do not fit the database; told by ``open_store``."""


class Store:
    """An open database. Everything goes through ``transaction()``: all of it is written, or nothing."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._readers = sessionmaker(engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one moment of the store and never waits for a writer."""
        try:
            with self._readers.begin() as session:
                yield session
        except DBAPIError as error:
            raise _named(error) from error

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session that is committed at the end and rolled back on any error."""
        try:
            with self._sessions.begin() as session:
                yield session
        except StaleDataError as error:
            raise StoreError(said("数据库：该案件刚被他人改动，没有写入任何内容；请重新查看后再试")) from error
        except DBAPIError as error:
            raise _named(error) from error

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Open the store and bring it to the newest migration.

    Raises StoreError in one sentence if the address is wrong, the file is no database, or the server is away.
    """
    try:
        address = make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        if address.get_backend_name() == "sqlite" and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        # What is written may be a reporter's name, and what goes wrong may end in a log: errors show no values.
        lasting = address.get_backend_name() != "sqlite"
        engine = create_engine(address, pool_pre_ping=lasting, hide_parameters=True, connect_args=_manners(address))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _sqlite_manners)
            event.listen(engine, "begin", _sqlite_begin)
        migrate(engine)
    except (SQLAlchemyError, MigrationError, OSError, ImportError, ArgumentError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StoreError(
            said("无法打开数据库 {url}：{reason}（检查 DATABASE_URL 和 DATA_DIR）", url=_printable(url), reason=reason)
        ) from error
    return Store(engine)


def migrate(engine: Engine) -> None:
    """Apply every migration that the database lacks (Alembic), in one transaction. Raises MigrationError."""
    with engine.execution_options(**{READ_ONLY: True}).connect() as connection:
        known = inspect(connection).has_table(VERSIONS)
        if known and connection.scalar(text(f"select version_num from {VERSIONS}")) == NEWEST:  # noqa: S608 (a constant)
            return
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise MigrationError(str(error)) from error


# SQLSTATE classes and codes after which the same transaction may succeed: connection lost, server stopping or
# starting, deadlock, serialization (PostgreSQL, appendix A).
_PASSING = ("08", "57P", "40001", "40P01", "53300")


def _named(error: DBAPIError) -> StoreError:
    state = str(getattr(error.orig, "sqlstate", None) or "")
    what = said("数据库出错：{why}", why=(str(error.orig).strip().splitlines() or [said("连接中断")])[0])
    lost = error.connection_invalidated or state.startswith(_PASSING)
    # A server that is away answers with no SQLSTATE at all.
    away = isinstance(error, OperationalError) and not state and not isinstance(error.orig, sqlite3.Error)
    return StoreAway(what) if lost or away else StoreError(what)


def _manners(address: URL) -> dict[str, str]:
    # Our questions are short; PostgreSQL, whose guesses of their cost are high, would compile them for longer than
    # they take (PostgreSQL, 30.2: when to JIT), and walk whole tables where an index is there: its price of a page out
    # of order is that of a turning disk (19.7.2).
    wanted = address.get_backend_name() == "postgresql" and "options" not in address.query
    return {"options": "-c jit=off -c random_page_cost=1.1"} if wanted else {}


def _printable(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.split("@")[-1]


def _sqlite_manners(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's own BEGIN below, so that reads and writes share a transaction
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Any) -> None:
    # IMMEDIATE: two writers wait for each other instead of failing when one upgrades its read lock.
    reads = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
