"""Operators: tie the cases that share what only one operator would share, and keep the groups' ids over the nights."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from detectors.operators.groups import joined, named
from detectors.operators.kinds import FUZZY, KINDS, strength
from detectors.operators.shared import Shared
from detectors.operators.template import short
from detectors.operators.ties import Member, Standing, Tie, ties_between
from zhenwei.store.operators import (
    Captures,
    SiteStanding,
    TieKey,
    add_events,
    organs_seen,
    save_operators,
    save_ties,
    standings,
)
from zhenwei.store.traits import shared_traits
from zhenwei.types import CaseState, Verdict
from zhenwei.watchlist import Watchlist

# A person has spoken, and stands by it until another word: what the machine thinks of the site today changes nothing.
UPHELD = frozenset(
    state.value
    for state in CaseState
    if state not in (CaseState.NEW, CaseState.DISMISSED, CaseState.HOLD)
)  # fmt: skip
# Compared with more than equal values, so all of their rows are read.
READ_WHOLE = (*sorted(FUZZY), *sorted(kind.id for kind in KINDS.values() if kind.points))

Row = tuple[int, str, str, int | None]


def group_operators(session: Session, watchlist: Watchlist, night_id: int | None) -> list[Tie]:
    """Bring ties, operators and history up to date, in the caller's transaction; doing it again changes nothing."""
    session.flush()
    rows = shared_traits(session, READ_WHOLE)
    sites = standings(session, {site for site, _, _, _ in rows})
    shared = Shared(watchlist)
    members = [member_of(one, watchlist, shared) for one in sites]
    genuine = frozenset(organs_seen(session))
    ties = ties_between(members, ((site, kind, value) for site, kind, value, _ in rows), genuine_known=genuine)
    save_ties(
        session,
        {_key(tie): strength(tie.strong) for tie in ties},
        lambda fresh: _captures([tie for tie in ties if _key(tie) in fresh], rows),
    )
    before = {one.case: one.operator for one in sites if one.operator}
    after, changes = named(joined((tie.case, tie.other) for tie in ties), before)
    save_operators(session, after, before)
    add_events(session, night_id, [(c.what, c.operator, c.other, c.cases) for c in changes])
    session.expire_all()
    return ties


def member_of(one: SiteStanding, watchlist: Watchlist, shared: Shared) -> Member:
    """Return a stored site as the grouping sees it."""
    standing = _standing(one, watchlist)
    platform = shared.platform(one.host) if shared.is_builder(one.host) else ""
    counterfeit = one.target if one.verdict == Verdict.COUNTERFEIT.value else ""
    return Member(one.site, one.host, shared.owner(one.host), standing, one.case, platform, counterfeit)


def _standing(one: SiteStanding, watchlist: Watchlist) -> Standing:
    verdict = Verdict(one.verdict) if one.verdict else Verdict.UNCLEAR
    if one.organ or watchlist.genuine_organ(one.host) is not None or watchlist.is_lawful(one.host):
        return Standing.OFFICIAL
    if not one.case:
        known = {Verdict.OFFICIAL: Standing.OFFICIAL, Verdict.BENIGN: Standing.LAWFUL}
        return known.get(verdict, Standing.OTHER)
    if one.state == CaseState.DISMISSED.value:
        return Standing.LAWFUL
    upheld = one.state in UPHELD
    if verdict is Verdict.HIJACKED or (upheld and one.confirmed_as == Verdict.HIJACKED.value):
        return Standing.VICTIM
    if verdict.flagged or verdict is Verdict.UNCLEAR or upheld:
        return Standing.CASE
    # Once suspected, now empty, parked or cleaned: it ties nothing, and what it shows makes nothing lawful.
    return Standing.OTHER


def _key(tie: Tie) -> TieKey:
    return tie.case, tie.other, tie.kind, tie.value


def _captures(ties: Iterable[Tie], rows: Iterable[Row]) -> dict[TieKey, Captures]:
    """Return for each tie the visits of its two cases that showed the value."""
    wanted = {(site, tie.kind) for tie in ties for site in tie.sites}
    seen: dict[tuple[int, str, str], int | None] = {}
    of_kind: dict[tuple[int, str], int | None] = {}
    for site, kind, value, visit in rows:
        if (site, kind) in wanted:
            seen[site, kind, short(value) if kind in FUZZY else value] = visit
            of_kind.setdefault((site, kind), visit)
    found = {}
    for tie in ties:
        one, other = (
            # The fingerprints of one template differ a little: any capture with a fingerprint of the site shows it.
            seen.get((site, tie.kind, tie.value), of_kind.get((site, tie.kind)) if tie.kind in FUZZY else None)
            for site in tie.sites
        )
        found[_key(tie)] = (one, other)
    return found
