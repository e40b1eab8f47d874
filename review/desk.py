"""What the desk works with, built once when it starts and handed to every request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Request
from jinja2 import Environment

from review.fragments import Fragments
from review.messages import Messages
from review.papers import Previews
from review.provider import Provider
from review.session import Sessions
from review.views.offered import Offered
from zhenwei.config import Settings
from zhenwei.store.database import Store
from zhenwei.watchlist import Watchlist, load_watchlist
from zhenwei.watchlist.clocks import Clocks


class Watched:
    """The watchlist in force; ``renew`` reads it again once somebody has edited it at this desk."""

    def __init__(self, overlay: Path | None) -> None:
        """Read the watchlist. Raises WatchlistError."""
        self._overlay = overlay
        self.renew()

    def renew(self) -> None:
        """Read the watchlist again; requests under way keep the one they have."""
        self.lists = load_watchlist(self._overlay)
        # Asked for with every page of the queue.
        self.organs = {slug: organ.name for slug, organ in self.lists.organs.items()}
        self.regions = {slug: organ.region for slug, organ in self.lists.organs.items()}


@dataclass(frozen=True, slots=True)
class Desk:
    """What stays the same between requests."""

    settings: Settings
    store: Store
    sessions: Sessions
    messages: Mapping[str, Messages]
    pages: Environment
    fragments: Fragments
    clocks: Clocks
    watched: Watched
    previews: Previews
    provider: Provider | None = None
    offered: Offered = field(default_factory=Offered)

    @property
    def watchlist(self) -> Watchlist:
        """The watchlist in force."""
        return self.watched.lists

    @property
    def organs(self) -> Mapping[str, str]:
        """The official name of each organ, by id."""
        return self.watched.organs

    @property
    def regions(self) -> Mapping[str, str]:
        """The region (GB/T 2260) of each organ, by id."""
        return self.watched.regions

    @property
    def office(self) -> str:
        """Whose desk this is, as its receipts say."""
        return self.watchlist.sender.name


def desk_of(request: Request) -> Desk:
    """Return the desk that serves a request."""
    desk: Desk = request.app.state.desk
    return desk
