"""PgQueuer within our own transactions: its queries run on the session's connection, nothing is committed by it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from typing import Any, NoReturn, Self, TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")
_NUMBERED = re.compile(r"\$(\d+)")


class SessionDriver:
    """What PgQueuer calls a driver, over a session. It never waits, so that ``at_once`` can run what awaits it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return [dict(row) for row in self._run(query, args).mappings()]

    async def execute(self, query: str, *args: object) -> str:
        self._run(query, args)
        return ""

    async def notify(self, channel: str, payload: str) -> None:
        self._run("SELECT pg_notify($1, $2)", (channel, payload))

    async def add_listener(self, channel: str, callback: Any) -> None:
        self._no_listening()

    @property
    def shutdown(self) -> asyncio.Event:
        return self._no_listening()

    @property
    def tm(self) -> Any:
        return self._no_listening()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to close: the session is the caller's."""

    def _run(self, query: str, args: tuple[object, ...]) -> Any:
        # PostgreSQL's numbered placeholders into psycopg's named ones.
        text = _NUMBERED.sub(r"%(p\1)s", query.replace("%", "%%"))
        given = {f"p{number}": value for number, value in enumerate(args, 1)}
        return self._session.connection().exec_driver_sql(text, given or None)

    def _no_listening(self) -> NoReturn:
        raise NotImplementedError("a session listens to nothing")


def at_once(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns that waits for nothing but a SessionDriver."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("a query that waits for something else")
