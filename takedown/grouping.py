"""Several sites in one letter: those that one office gets for one reason and one operator or imitated organ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from takedown.facts import SiteFacts
from takedown.offices import office_for
from takedown.routing import Kind, routes_of
from zhenwei.address import owner_domain
from zhenwei.watchlist import Office, Watchlist


@dataclass(frozen=True, slots=True)
class Plan:
    """One letter to be drafted."""

    recipient: str
    office: Office
    kind: Kind
    sites: tuple[SiteFacts, ...]


def plan_letters(sites: Sequence[SiteFacts], watchlist: Watchlist, only_recipient: str = "") -> list[Plan]:
    """Return the letters that the sites call for, in the order of the first site of each."""
    groups: dict[tuple[str, str, str, str], tuple[Office, Kind, list[SiteFacts]]] = {}
    for site in sites:
        for route in routes_of(site):
            if only_recipient and route.recipient != only_recipient:
                continue
            office = office_for(route.recipient, site, watchlist)
            key = (route.recipient, office.name, route.kind.slug, _bond(route.recipient, site))
            groups.setdefault(key, (office, route.kind, []))[2].append(site)
    return [
        Plan(recipient, office, kind, tuple(members)) for (recipient, *_), (office, kind, members) in groups.items()
    ]


def _bond(recipient: str, site: SiteFacts) -> str:
    """Return what binds a site to others in one letter: the owner's name, the operator, else finding and organ."""
    if recipient == "owner":
        return owner_domain(site.host)
    if site.operator and recipient != "organ":
        return f"operator {site.operator}"
    return f"{site.finding} {site.organ.slug if site.organ else ''}"
