"""Stores that are migrated once and then copied: what most tests begin with. Those of migrations begin with nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from zhenwei.store import database


class Template:
    """Stands before ``database.migrate``: an SQLite file that is not there yet becomes a copy of a migrated one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._real: Callable[[Engine], None] = database.migrate
        self._sqlite = b""
        self._postgres: dict[str, str] = {}
        self.off = False

    def migrate(self, engine: Engine) -> None:
        """Migrate a store, the cheap way where its file is new."""
        name = engine.url.database
        if not self.off and engine.dialect.name == "sqlite" and name and name != ":memory:" and _is_new(Path(name)):
            Path(name).write_bytes(self._file())
        self._real(engine)

    def _file(self) -> bytes:
        if not self._sqlite:
            path = self._folder / "template.db"
            self._made(f"sqlite:///{path}")
            self._sqlite = path.read_bytes()
        return self._sqlite

    def on_server(self, server: str) -> str:
        """Return the name of a migrated database on a PostgreSQL server, to make others from."""
        if server not in self._postgres:
            name = f"template{os.urandom(6).hex()}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
            self._made(server.rpartition("/")[0] + f"/{name}")
            self._postgres[server] = name
        return self._postgres[server]

    def _made(self, url: str) -> None:
        before, self.off = self.off, True
        try:
            database.open_store(url).close()
        finally:
            self.off = before


def _is_new(path: Path) -> bool:
    return not path.exists() or path.stat().st_size == 0
