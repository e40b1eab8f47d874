"""Many names over the DNS: one cheap question each, and every record of those that exist."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Self

from crawler.dns.answers import Resolution
from zhenwei.config import Settings

RECORDS = ("A", "AAAA", "NS", "MX", "SOA")


class Looker:
    """Looks names up at several servers at once. Use it as ``async with Looker.of(settings) as looker``.

    ``servers`` are lines ``address`` or ``address:port``; none: the system's. ``rate`` is questions a second for each
    server. Raises SettingsError for a mistyped server, and from ``look`` if every server invents answers.
    ``liars`` names, after the first look, the servers that answer to names that do not exist; they are not used.
    """

    liars: tuple[str, ...] = ()

    def __init__(
        self, servers: Sequence[str] = (), *, rate: float = 500.0, timeout: float = 3.0, tries: int = 3
    ) -> None:
        raise NotImplementedError

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Build one from a deployment's settings."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Give the sockets back."""

    async def look(self, names: Iterable[str], records: Sequence[str] = RECORDS) -> AsyncIterator[Resolution]:
        """Yield one Resolution for each name, as they are answered (not in the order given).

        ``records`` are the kinds wanted of names that exist (CNAME comes with A). A name is taken from the iterable only when there
        is room, so a stream of any length is fine.
        """
        raise NotImplementedError
        yield Resolution("", records)  # type: ignore[unreachable]
