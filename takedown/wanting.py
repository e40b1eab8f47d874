"""Offices that are wanting: the nearest competent one of a region in use that no row names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from takedown.documents import system_of
from takedown.facts import SiteFacts
from takedown.offices import MissingOffice, competent_region, nearest, registrar_of
from takedown.routing import routes_for, situation_of
from takedown.seats import is_elsewhere, seat_of
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.regions import NATION, own_chain

# Those who are sought by region; the others are addressed by the name that a case tells.
BY_REGION = ("cyberspace", "police", "market", "telecom", "housing")


@dataclass(frozen=True, slots=True)
class Want:
    """A row that is wanting. ``instead``: who gets its letters meanwhile, "" for nobody; ``cases``: who needs it."""

    recipient: str
    region: str
    instead: str
    cases: tuple[int, ...]

    @property
    def file(self) -> str:
        """The file of the watchlist folder that the row belongs in."""
        return f"recipients/{self.region}.toml"


def wanting(sites: Sequence[SiteFacts], watchlist: Watchlist) -> list[Want]:
    """Return what the sender's own region lacks, then what the sites' letters lack, each once."""
    sender = watchlist.sender
    needed: dict[tuple[str, str], list[int]] = {}
    if not sender.placeholder:
        for recipient in BY_REGION:
            if recipient != system_of(sender):
                needed[recipient, _level(recipient, sender.region)] = []
    for site in sites:
        seat = seat_of(site, sender.region)
        registrar = registrar_of(site, watchlist) is not None
        for route in routes_for(situation_of(site, registrar=registrar, elsewhere=is_elsewhere(site, sender.region))):
            if route.recipient in BY_REGION and route.recipient != system_of(sender):
                region = competent_region(route, site, sender, seat)[0]
                needed.setdefault((route.recipient, _level(route.recipient, region)), []).append(site.case)
    found = (_want(recipient, region, cases, watchlist) for (recipient, region), cases in needed.items())
    return [want for want in found if want is not None]


def _level(recipient: str, region: str) -> str:
    """Return the region whose office is sought: 通信管理局 stand in provinces only."""
    steps = own_chain(region)
    return steps[-1] if recipient == "telecom" else steps[0]


def _want(recipient: str, region: str, cases: Sequence[int], watchlist: Watchlist) -> Want | None:
    strict = replace(watchlist, sender=watchlist.sender.model_copy(update={"placeholder_offices": False}))
    try:
        office = nearest(recipient, region, strict).office
    except MissingOffice:
        return Want(recipient, region, "", tuple(dict.fromkeys(cases)))
    if office.region in (region, NATION):
        return None
    return Want(recipient, region, office.name, tuple(dict.fromkeys(cases)))
