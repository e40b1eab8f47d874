"""From ties to operators whose ids stay: who keeps an id, which were merged, which were split, which ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detectors.operators.union import Union

PREFIX = "op-"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to an operator id. ``what``: new, grown, merged, split, shrunk, ended.

    ``merged``: ``other`` went into ``operator``, with these ``cases``. ``split``: ``operator`` was made of these cases
    of ``other``.
    """

    what: str
    operator: str
    cases: tuple[int, ...]
    other: str = ""


def joined(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return the groups of cases that are tied, directly or by others; members and groups sorted."""
    union = Union[int]()
    for one, other in pairs:
        union.join(one, other)
    return sorted(union.groups().values())


def named(groups: Iterable[Sequence[int]], before: Mapping[int, str]) -> tuple[dict[int, str], list[Change]]:
    """Return the operator of each case, and what changed against ``before`` (case → operator, of grouped cases).

    An id goes with the oldest of its cases that is still grouped. Of several ids in one group the one of the oldest
    case that has one stays; the others are merged into it. A group without one is named after its oldest case.
    """
    sorted_groups = sorted([*sorted(group)] for group in groups)
    heirs: dict[str, int] = {}
    where = {case: number for number, group in enumerate(sorted_groups) for case in group}
    for case in sorted(before):
        if case in where:
            heirs.setdefault(before[case], case)
    ids, merged = _kept(sorted_groups, before, heirs)
    taken = set(ids.values()) | {operator for operator in before.values() if operator in merged}
    for number, group in enumerate(sorted_groups):
        if number not in ids:
            ids[number] = _fresh(group, taken)
            taken.add(ids[number])
    after = {case: ids[number] for number, group in enumerate(sorted_groups) for case in group}
    return after, list(_changes(before, after, merged))


def _kept(
    groups: Sequence[Sequence[int]], before: Mapping[int, str], heirs: Mapping[str, int]
) -> tuple[dict[int, str], dict[str, str]]:
    """Return which group keeps which id, and which id was merged into which."""
    ids: dict[int, str] = {}
    merged: dict[str, str] = {}
    for number, group in enumerate(groups):
        own = list(dict.fromkeys(before[case] for case in group if case in before and heirs[before[case]] in group))
        if own:
            ids[number] = own[0]
            merged |= dict.fromkeys(own[1:], own[0])
    return ids, merged


def _fresh(group: Sequence[int], taken: set[str]) -> str:
    for case in group:
        if (name := f"{PREFIX}{case}") not in taken:
            return name
    return f"{PREFIX}{group[0]}-{len(taken)}"


def _changes(before: Mapping[int, str], after: Mapping[int, str], merged: Mapping[str, str]) -> Iterable[Change]:
    was, now = _members(before), _members(after)
    for other, operator in sorted(merged.items()):
        yield Change("merged", operator, tuple(was[other]), other)
    for operator, cases in now.items():
        old = set(was.get(operator, ()))
        if not old:
            origins = {before[case] for case in cases if case in before}
            for origin in sorted(origins):
                yield Change("split", operator, tuple(c for c in cases if before.get(c) == origin), origin)
            if not origins:
                yield Change("new", operator, tuple(cases))
            continue
        came = [c for c in cases if c not in old and merged.get(before.get(c, "")) != operator]
        left = [c for c in old if c not in after]
        if came:
            yield Change("grown", operator, tuple(came))
        if left:
            yield Change("shrunk", operator, tuple(sorted(left)))
    for operator in was.keys() - now.keys() - merged.keys():
        yield Change("ended", operator, tuple(was[operator]))


def _members(of: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for case in sorted(of):
        found.setdefault(of[case], []).append(case)
    return dict(sorted(found.items()))
