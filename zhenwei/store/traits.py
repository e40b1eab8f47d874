"""Traits of sites: what each capture added, and what the grouping reads of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.models import TraitRow, VisitRow
from zhenwei.types import Trait

# What changes with every edit of a page: only the newest is kept.
ONLY_NEWEST = ("template", "layout")
# A site that shows another account with every visit shall not fill the store.
MOST_OF_A_KIND = 100


def save_traits(session: Session, site_id: int, visits: Sequence[VisitRow], traits: Iterable[Trait]) -> None:
    """Add what is new of a site's traits and note that the rest was seen again."""
    moment = now()
    visit_of = {(v.url, v.profile, v.rendered): v.id for v in visits}
    held = {(row.kind, row.value): row for row in session.scalars(select(TraitRow).filter_by(site_id=site_id))}
    seen = {(trait.kind, trait.value): trait for trait in traits}
    for key, trait in seen.items():
        visit = visit_of.get((trait.url, trait.profile, trait.rendered))
        row = held.get(key)
        if row is None:
            row = TraitRow(site_id=site_id, kind=trait.kind, value=trait.value, first_seen=moment)
            session.add(row)
            held[key] = row
        row.last_seen, row.visit_id = moment, visit
    session.flush()
    for row in _surplus(held, seen):
        session.delete(row)


def _surplus(held: dict[tuple[str, str], TraitRow], seen: dict[tuple[str, str], Trait]) -> list[TraitRow]:
    renewed = {kind for kind, _ in seen if kind in ONLY_NEWEST}
    gone = [row for key, row in held.items() if key not in seen and row.kind in renewed]
    by_kind: dict[str, list[TraitRow]] = {}
    for row in held.values():
        by_kind.setdefault(row.kind, []).append(row)
    for rows in by_kind.values():
        if len(rows) > MOST_OF_A_KIND:
            rows.sort(key=lambda row: (row.last_seen, row.id))
            gone += rows[:-MOST_OF_A_KIND]
    return list(dict.fromkeys(gone))


def shared_traits(session: Session, always: Sequence[str]) -> list[tuple[int, str, str, int | None]]:
    """Return (site, kind, value, visit) of the values that two sites show, and of every row of some kinds."""
    twice = (
        select(TraitRow.kind, TraitRow.value)
        .where(TraitRow.kind.not_in(always))
        .group_by(TraitRow.kind, TraitRow.value)
        .having(func.count() > 1)
    )
    query = select(TraitRow.site_id, TraitRow.kind, TraitRow.value, TraitRow.visit_id).where(
        or_(TraitRow.kind.in_(always), tuple_(TraitRow.kind, TraitRow.value).in_(twice))
    )
    return [(site, kind, value, visit) for site, kind, value, visit in session.execute(query)]
