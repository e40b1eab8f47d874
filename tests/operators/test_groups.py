"""Ids of operators over nights: they stay, are merged, split and end, and each of these is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.operators.groups import named


@pytest.mark.parametrize(
    ("why", "before", "groups", "after", "told"),
    [
        ("nothing", {}, [], {}, []),
        ("new", {}, [[3, 5]], {3: "op-3", 5: "op-3"}, [("new", "op-3", "")]),
        ("as it was", {3: "op-3", 5: "op-3"}, [[3, 5]], {3: "op-3", 5: "op-3"}, []),
        ("grown", {3: "op-3", 5: "op-3"}, [[3, 5, 9]], {3: "op-3", 5: "op-3", 9: "op-3"}, [("grown", "op-3", "")]),
        ("an older case joins: the id stays", {3: "op-3", 5: "op-3"}, [[1, 3, 5]],
         {1: "op-3", 3: "op-3", 5: "op-3"}, [("grown", "op-3", "")]),
        ("two become one", {1: "op-1", 2: "op-1", 3: "op-3", 5: "op-3"}, [[1, 2, 3, 5]],
         dict.fromkeys((1, 2, 3, 5), "op-1"), [("merged", "op-1", "op-3")]),
        ("one becomes two", dict.fromkeys((1, 2, 3, 5), "op-1"), [[1, 2], [3, 5]],
         {1: "op-1", 2: "op-1", 3: "op-3", 5: "op-3"}, [("split", "op-3", "op-1")]),
        ("its oldest case was dismissed", dict.fromkeys((1, 2, 3), "op-1"), [[2, 3]],
         {2: "op-1", 3: "op-1"}, [("shrunk", "op-1", "")]),
        ("the case between was dismissed", dict.fromkeys((1, 2, 3, 4, 5), "op-1"), [[1, 2], [4, 5]],
         {1: "op-1", 2: "op-1", 4: "op-4", 5: "op-4"}, [("split", "op-4", "op-1"), ("shrunk", "op-1", "")]),
        ("nobody is left", {1: "op-1", 2: "op-1"}, [], {}, [("ended", "op-1", "")]),
        ("its old name is taken", {2: "op-1", 3: "op-1"}, [[2, 3], [1, 9]],
         {2: "op-1", 3: "op-1", 1: "op-9", 9: "op-9"}, [("new", "op-9", "")]),
        ("one goes over to another group", dict.fromkeys((1, 2, 3), "op-1") | {7: "op-7", 8: "op-7"},
         [[1, 2], [3, 7, 8]], {1: "op-1", 2: "op-1", 3: "op-7", 7: "op-7", 8: "op-7"}, [("grown", "op-7", "")]),
    ],
)  # fmt: skip
def test_ids(
    why: str, before: dict[int, str], groups: list[list[int]], after: dict[int, str], told: list[tuple[str, str, str]]
) -> None:
    found, changes = named(groups, before)
    assert found == after, why
    assert sorted((c.what, c.operator, c.other) for c in changes) == sorted(told), why


GROUPS = st.lists(st.integers(0, 5), min_size=2, max_size=20).map(
    lambda where: [g for n in range(6) if len(g := [c for c, w in enumerate(where, 1) if w == n]) > 1]
)


@given(st.lists(GROUPS, min_size=1, max_size=6))
def test_over_any_nights_ids_tell_groups_apart_and_a_quiet_night_changes_nothing(nights: list[list[list[int]]]) -> None:
    before: dict[int, str] = {}
    for groups in nights:
        after, _ = named(groups, before)
        assert set(after) == {case for group in groups for case in group}
        ids = [{after[case] for case in group} for group in groups]
        assert all(len(one) == 1 for one in ids), "a group has one id"
        assert len({next(iter(one)) for one in ids}) == len(groups), "no two groups have the same"
        again, changes = named(groups, after)
        assert (again, changes) == (after, [])
        assert named([list(reversed(g)) for g in reversed(groups)], before)[0] == after
        before = after


@given(GROUPS, GROUPS)
def test_an_id_stays_with_its_oldest_case_unless_it_is_merged(old: list[list[int]], new: list[list[int]]) -> None:
    before, _ = named(old, {})
    after, changes = named(new, before)
    merged = {c.other for c in changes if c.what == "merged"}
    for operator in set(before.values()) - merged:
        left = [case for case in sorted(before) if before[case] == operator and case in after]
        if left:
            assert after[left[0]] == operator
