"""From the traits of all sites to ties between cases. docs/operators.md tells the rules in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from detectors.operators.kinds import FUZZY, KINDS, NEEDS_A_CASE, Kind
from detectors.operators.template import clusters, short


class Standing(StrEnum):
    """What a site is to the grouping."""

    CASE = "case"  # suspected or confirmed: may be tied
    VICTIM = "victim"  # a hijacked site: only what the intruder brought along ties it
    LAWFUL = "lawful"  # judged harmless, or dismissed by a person: ties nothing, and makes its values doubtful
    OFFICIAL = "official"  # a genuine organ's own, or cleared: its values tie nobody
    OTHER = "other"  # anything else that is stored: only counted


@dataclass(frozen=True, slots=True)
class Member:
    """A site that shows traits. ``case`` is 0 for a site without one. ``owner``: the name that one owner holds.

    ``platform``: the site builder below which the host is, or "". ``counterfeit``: the organ that it imitates, or "".
    """

    site: int
    host: str
    owner: str
    standing: Standing
    case: int = 0
    platform: str = ""
    counterfeit: str = ""

    @property
    def tieable(self) -> bool:
        """True for cases that may be tied to others."""
        return self.case > 0 and self.standing in (Standing.CASE, Standing.VICTIM)


class Tie(NamedTuple):
    """Why two cases (the older number first) are of one operator. ``sites`` are theirs, in the same order."""

    case: int
    other: int
    kind: str
    value: str
    strong: bool
    sites: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Shared:
    """A value with those of its holders that it may tie, oldest first."""

    kind: Kind
    value: str
    members: Sequence[Member]
    strong: bool
    family: str


def ties_between(
    members: Iterable[Member], traits: Iterable[tuple[int, str, str]], *, genuine_known: frozenset[str] = frozenset()
) -> list[Tie]:
    """Return the ties between cases, sorted. The order of the input makes no difference.

    ``traits``: (site, kind, value). ``genuine_known``: organs whose own pages are stored, so that what was copied from
    them is known to be theirs. A strong value shared by many is a star around the oldest case: n - 1 ties.
    """
    by_site = {member.site: member for member in members}
    shared = list(_values(by_site, traits, genuine_known))
    strong = {tie for one in shared if one.strong for tie in _star(one)}
    bound = {(tie.case, tie.other) for tie in strong}
    weak: dict[tuple[int, int], list[tuple[_Shared, Member, Member]]] = defaultdict(list)
    for one in shared:
        if not one.strong:
            for older, newer in combinations(one.members, 2):
                if older.case != newer.case:
                    weak[older.case, newer.case].append((one, older, newer))
    for pair, reasons in weak.items():
        if pair in bound or len({one.family for one, _, _ in reasons}) > 1:
            strong |= {_tie(one, older, newer) for one, older, newer in reasons}
    return sorted(strong)


def _star(one: _Shared) -> Iterator[Tie]:
    first, *others = one.members
    for other in others:
        if other.case != first.case:
            yield _tie(one, first, other)


def _tie(one: _Shared, older: Member, newer: Member) -> Tie:
    value = _named(one.kind, one.value)
    return Tie(older.case, newer.case, one.kind.id, value, one.strong, (older.site, newer.site))


def _named(kind: Kind, value: str) -> str:
    return short(value) if kind.id in FUZZY else value


def _values(
    by_site: Mapping[int, Member], traits: Iterable[tuple[int, str, str]], genuine_known: frozenset[str]
) -> Iterator[_Shared]:
    held: dict[tuple[str, str], set[int]] = defaultdict(set)
    for site, kind, value in traits:
        if kind in KINDS and site in by_site:
            held[kind, value].add(site)
    _merge_alike(held)
    _add_domains(held, by_site)
    _add_pointed(held, by_site)
    for (kind, value), sites in held.items():
        if len(sites) > 1:
            found = _decide(KINDS[kind], value, [by_site[site] for site in sites], genuine_known)
            if found is not None:
                yield found


def _merge_alike(held: dict[tuple[str, str], set[int]]) -> None:
    """Put the sites of alike fingerprints under one of them."""
    for kind in FUZZY:
        alike = clusters(value for one, value in held if one == kind)
        for value, first in alike.items():
            if value != first:
                held[kind, first] |= held.pop((kind, value))


def _add_domains(held: dict[tuple[str, str], set[int]], by_site: Mapping[int, Member]) -> None:
    """Cases below one registrable name have one registrant, unless the name is a platform's."""
    for member in by_site.values():
        if not member.platform and member.owner:
            held["domain", member.owner].add(member.site)


def _add_pointed(held: dict[tuple[str, str], set[int]], by_site: Mapping[int, Member]) -> None:
    """A site that others point to takes part in what they share."""
    pointed = {value for kind, value in held if KINDS[kind].points}
    kinds = [kind.id for kind in KINDS.values() if kind.points]
    for member in by_site.values():
        for name in {member.owner, member.host} & pointed:
            for kind in kinds:
                if (kind, name) in held:
                    held[kind, name].add(member.site)


def _decide(kind: Kind, value: str, holders: Sequence[Member], genuine_known: frozenset[str]) -> _Shared | None:
    """Return what a shared value does: tie strongly, tie weakly, or nothing (None)."""
    if is_common(kind, holders):
        return None
    may = [one for one in holders if one.tieable and (kind.planted or one.standing is Standing.CASE)]
    members = sorted({one.case: one for one in may}.values(), key=lambda one: one.case)
    if len(members) < 2:
        return None
    strong, family = kind.strong, kind.family
    if kind.copied and all(one.counterfeit and one.counterfeit not in genuine_known for one in members):
        # Both may have it from the same genuine page, which nobody has captured yet.
        strong, family = False, "copied"
    if kind.id in NEEDS_A_CASE and not any(value in (one.owner, one.host) for one in members):
        strong = False
    if not strong and (len(members) > _most_weak(kind) or any(one.standing is Standing.LAWFUL for one in holders)):
        return None
    return _Shared(kind, value, members, strong, family)


def _most_weak(kind: Kind) -> int:
    # Pairs grow with the square: what is shared by many is no reason that needs a second one.
    return min(kind.most, 12)


def is_common(kind: Kind, holders: Sequence[Member]) -> bool:
    """True if a value says nothing: an organ's own, seen on lawful sites, on too many, or a platform's."""
    if kind.id == "domain":
        return any(one.standing in (Standing.LAWFUL, Standing.OFFICIAL) for one in holders) or len(holders) > kind.most
    if any(one.standing is Standing.OFFICIAL for one in holders):
        return True
    owners = {one.owner for one in holders}
    if len(owners) > kind.most:
        return True
    lawful = {one.owner for one in holders if one.standing is Standing.LAWFUL}
    if not kind.strong:
        return bool(lawful)
    if len(lawful) >= (2 if kind.contact else 1) and len(lawful) * 4 >= len(owners):
        return True
    return kind.built and _is_a_platforms(holders)


def _is_a_platforms(holders: Sequence[Member]) -> bool:
    """True if one builder's customers show it: all of the holders, or three of them."""
    customers: dict[str, set[str]] = defaultdict(set)
    for one in holders:
        if one.platform:
            customers[one.platform].add(one.owner)
    everybody = len({one.owner for one in holders})
    return any(len(owners) >= 3 or 1 < len(owners) == everybody for owners in customers.values())
