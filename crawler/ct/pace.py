"""How fast logs are read: a pace of their own for each host, as they are made to be read whole, by many."""

from __future__ import annotations

from urllib.parse import urlsplit

from zhenwei.config import Settings

SLOTS = 64
AT_ONCE = 4


def slots(settings: Settings) -> dict[str, dict[str, float]]:
    """Return Scrapy's ``DOWNLOAD_SLOTS`` for logs: numbered, because hosts are known only once the list is read."""
    pace = {"delay": min(settings.ct_delay, settings.delay), "concurrency": AT_ONCE}
    return {_slot(number): dict(pace) for number in range(SLOTS)}


def _slot(number: int) -> str:
    return f"certificate-log-{number}"


class Pace:
    """Gives each host of this run one slot, shared by its logs. Hosts beyond the last slot keep the usual pace."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def meta(self, url: str) -> dict[str, object]:
        """Return what a request to a log carries."""
        number = self._numbers.setdefault(urlsplit(url).netloc.lower(), len(self._numbers))
        return {"download_slot": _slot(number)} if number < SLOTS else {}
