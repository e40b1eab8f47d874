"""The pages that the head of every page leads to, in the order of a day's work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from review.rights import Right, right_of


@dataclass(frozen=True, slots=True)
class Way:
    """``name``: its text is ``nav.<name>``; ``also``: beginnings of further paths that belong to it."""

    name: str
    path: str
    also: tuple[str, ...] = ()

    def leads_to(self, path: str) -> bool:
        """True if a page at a path is one of this way's."""
        return path == self.path or any(path.startswith(start) for start in (self.path.rstrip("/") + "/", *self.also))


FRONT = Way("front", "/")
WAYS = (
    FRONT,
    Way("queue", "/queue", also=("/cases/",)),
    Way("letters", "/letters"),
    Way("opinions", "/opinions"),
    Way("clocks", "/clocks"),
    Way("reports", "/reports"),
    Way("watchlist", "/watchlist"),
    Way("monthly", "/monthly"),
    Way("accounts", "/accounts"),
    Way("tokens", "/tokens"),
    Way("hooks", "/hooks"),
    Way("audit", "/audit"),
)


def ways_for(may: Callable[[Right], bool], here: str) -> list[tuple[str, str, bool]]:
    """Return name, path and whether the page at ``here`` is one of its, of each way that a person may go."""
    return [
        (way.name, way.path, here == "/" if way is FRONT else way.leads_to(here))
        for way in WAYS
        if (right := right_of("GET", way.path)) is not None and may(right)
    ]
