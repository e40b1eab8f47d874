"""Which hosts a change newly takes for lawful or genuine, and the cases that it would take out of sight with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from zhenwei.address import registrable, suffix
from zhenwei.store.database import Store
from zhenwei.store.models import CaseRow, SiteRow
from zhenwei.types import CaseState
from zhenwei.watchlist import Watchlist

MOST = 50


@dataclass(frozen=True, slots=True)
class Covered:
    """A case at or below one of the hosts."""

    case: int
    host: str
    state: str


def widened(old: Watchlist, new: Watchlist) -> tuple[str, ...]:
    """Return the hosts that are cleared, or an organ's, only after a change."""
    return tuple(sorted(_spared(new) - _spared(old)))


def _spared(watchlist: Watchlist) -> set[str]:
    owned = {domain for organ in watchlist.organs.values() for domain in organ.domains}
    return owned | {row.name for row in watchlist.lawful}


def covered(store: Store, hosts: Sequence[str]) -> list[Covered]:
    """Return the cases at or below the hosts that nobody has dismissed, at most ``MOST``."""
    if not hosts:
        return []
    query = (
        select(CaseRow.id, SiteRow.host, CaseRow.state)
        .join(SiteRow, SiteRow.id == CaseRow.site_id)
        .where(CaseRow.state != CaseState.DISMISSED.value, or_(*map(_at_or_below, hosts)))
        .order_by(CaseRow.id)
        .limit(MOST)
    )
    with store.reading() as session:
        return [Covered(*row) for row in session.execute(query)]


def _at_or_below(host: str) -> ColumnElement[bool]:
    below = SiteRow.host.endswith(f".{host}", autoescape=True)
    if suffix(host):  # what is below it has the same registrable domain, which is indexed
        below = and_(SiteRow.registrable == registrable(host), below)
    return or_(SiteRow.host == host, below)
