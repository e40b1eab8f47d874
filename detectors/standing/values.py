"""What a look at a case's site is made of, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhenwei.types import Outcome
from zhenwei.watching import Says


class Stands(StrEnum):
    """What one look says of the address of a case."""

    ALIVE = "alive"  # still shows what the case is about
    CHANGED = "changed"  # answers, and does not show it any more
    DOWN = "down"  # no name, refused, silent, TLS, HTTP 404, 410, 5xx: the cause tells them apart
    PARKED = "parked"  # for sale, expired, a parking service
    SEIZED = "seized"  # a notice of police or another authority in its place
    SUSPENDED = "suspended"  # a notice of the provider, or the registry's hold
    MOVED = "moved"  # sends its visitors on to another owner's address
    BARRED = "barred"  # refuses us: 403, captcha, firewall, robots.txt; others may see it
    UNCLEAR = "unclear"  # nothing can be said

    @property
    def gone(self) -> bool:
        """True if, were it to last, the offence at this address would be over."""
        return self in _GONE


_GONE = frozenset((Stands.CHANGED, Stands.DOWN, Stands.PARKED, Stands.SEIZED, Stands.SUSPENDED, Stands.MOVED))


class Sign(StrEnum):
    """What a page that stands in a site's place is (``kind`` in notices.toml)."""

    SEIZED = "seized"
    SUSPENDED = "suspended"
    PARKED = "parked"
    CHALLENGE = "challenge"
    VACANT = "vacant"


@dataclass(frozen=True, slots=True)
class Notice:
    """A page that is no site but a notice in its place. ``name`` is Chinese, ``quote`` what it was known by."""

    sign: Sign
    id: str
    name: str
    quote: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one resolver said of the host. ``special``: an address that leads nowhere (loopback, private, 0.0.0.0)."""

    server: str
    says: Says
    addresses: tuple[str, ...] = ()
    special: bool = False
    parked: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """One visit of a look.

    ``own``: of the address that the case is about, not of another page or scheme of the host. ``shows``: this capture
    shows the offence. ``ended``: the host at which the chain ended if that is another owner's, else ""; ``how``: the
    kind of the hop that left; ``lawful``: that owner is an organ or cleared. ``decisive``: of a profile that had shown
    the offence before. ``shell``: a page that says nothing before its scripts have run, and they have not. ``page``:
    something was received, be it only a part.
    """

    outcome: Outcome
    status: int = 0
    own: bool = True
    shows: bool = False
    ended: str = ""
    ended_url: str = ""
    how: str = ""
    lawful: bool = False
    decisive: bool = True
    notice: Notice | None = None
    shell: bool = False
    page: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What a look says: ``why`` is one line in Chinese, ``moved_to`` the address to which visitors are sent."""

    stands: Stands
    cause: str
    why: str
    moved_to: str = ""
    shows: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier look, as far as the next one needs it."""

    at: datetime
    stands: Stands
    shows: bool = False
