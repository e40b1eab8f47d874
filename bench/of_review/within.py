"""The desk within this process: a request runs through all of it, and the statements that it sends are noted."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from contextlib import closing
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, event

from review.app import create_app
from review.desk import Desk
from zhenwei.config import Settings

Statement = tuple[str, Any]
READING = ("SELECT", "WITH")


class Within:
    """``with Within(settings, cookie) as desk``: ``desk.statements(path)``, ``desk.bare(statements)``."""

    def __init__(self, settings: Settings, cookie: str) -> None:
        self._app = create_app(settings)
        self.desk: Desk = self._app.state.desk
        self._cookie = cookie
        self._loop = asyncio.new_event_loop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        self._app.state.proposals.close()
        self._app.state.keeper.close()
        self.desk.store.close()

    def statements(self, path: str) -> list[Statement]:
        """Ask for a page, and return what it asked the database for before it answered."""
        said: list[Statement] = []

        def note(_c: Connection, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
            if statement.lstrip().startswith(READING):
                said.append((statement, values))

        event.listen(self.desk.store.engine, "before_cursor_execute", note)
        try:
            answered = self._loop.run_until_complete(self._ask(path, said))
        finally:
            event.remove(self.desk.store.engine, "before_cursor_execute", note)
        return said[:answered]

    def bare(self, statements: list[Statement]) -> float:
        """Return the time in ms of statements alone: sent again to the driver, all rows fetched."""
        with closing(self.desk.store.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            begun = perf_counter()
            for statement, values in statements:
                cursor.execute(statement, values)
                cursor.fetchall()
            took = (perf_counter() - begun) * 1000
            connection.rollback()
        return took

    async def _ask(self, path: str, said: list[Statement]) -> int:
        """Return how many statements had been sent when the answer left: the audit row is written afterwards."""
        answered = 0

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                assert message["status"] == 200, f"{path}: {message['status']}"
                answered = len(said)

        place, _, query = path.partition("?")
        await self._app(
            {
                "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
                "path": place, "raw_path": place.encode(), "query_string": query.encode(), "root_path": "",
                "headers": [(b"host", b"127.0.0.1"), (b"cookie", self._cookie.encode())],
                "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
            },
            receive,
            send,
        )  # fmt: skip
        return answered


def settings_of(url: str, folder: Path) -> Settings:
    """Return the settings of the desk that serves a database, with its data below a folder."""
    return Settings(database_url=url, data_dir=folder / "data")
