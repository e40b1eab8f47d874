"""What ties two cases, what ties nobody, and that the order of things makes no difference."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.operators.groups import joined
from detectors.operators.kinds import KINDS
from detectors.operators.ties import Member, Standing, Tie, ties_between

Row = tuple[int, str, str]


def case(number: int, host: str = "", standing: Standing = Standing.CASE, **more: str) -> Member:
    host = host or f"site{number}.top"
    return Member(number, host, more.pop("owner", host), standing, number, **more)


def site(number: int, standing: Standing, host: str = "") -> Member:
    host = host or f"other{number}.cn"
    return Member(number, host, host, standing)


def pairs(ties: list[Tie]) -> list[tuple[int, int]]:
    return sorted({(tie.case, tie.other) for tie in ties})


TWO = [case(1), case(2)]


@pytest.mark.parametrize(
    ("why", "members", "rows", "tied"),
    [
        ("one account", TWO, [(1, "wechat", "x-1"), (2, "wechat", "x-1")], [(1, 2)]),
        ("accounts of two", TWO, [(1, "wechat", "x-1"), (2, "wechat", "x-2")], []),
        ("one statistics code", TWO, [(1, "statistics", "baidu:1"), (2, "statistics", "baidu:1")], [(1, 2)]),
        ("one certificate", TWO, [(1, "certificate", "c"), (2, "certificate", "c")], [(1, 2)]),
        ("the certificate names the other", TWO, [(1, "san", "site2.top")], [(1, 2)]),
        ("it redirects to the other", TWO, [(1, "redirect", "site2.top")], [(1, 2)]),
        ("both redirect to a third that is no case", TWO, [(1, "redirect", "far.top"), (2, "redirect", "far.top")], []),
        ("both offer one look-up", [*TWO, case(3, "look.top")], [(1, "lookup", "look.top"), (2, "lookup", "look.top")],
         [(1, 2), (1, 3)]),
        ("data go to one place", TWO, [(1, "backend", "203.0.113.9"), (2, "backend", "203.0.113.9")], [(1, 2)]),
        ("one address alone", TWO, [(1, "address", "a"), (2, "address", "a")], []),
        ("an address and the server's default certificate", TWO,
         [(n, k, "v") for n in (1, 2) for k in ("address", "host_certificate")], []),
        ("an address and a batch of registrations", TWO,
         [(n, k, "v") for n in (1, 2) for k in ("address", "registration_batch")], [(1, 2)]),
        ("the icon and the layout are one look", TWO, [(n, k, "v") for n in (1, 2) for k in ("icon", "layout")], []),
        ("one domain", [case(1, "a.x.top", owner="x.top"), case(2, "b.x.top", owner="x.top")], [], [(1, 2)]),
        ("one domain that is a lawful platform's",
         [case(1, "a.x.top", owner="x.top"), case(2, "b.x.top", owner="x.top"),
          Member(9, "c.x.top", "x.top", Standing.LAWFUL)], [], []),
    ],
)  # fmt: skip
def test_what_ties(why: str, members: list[Member], rows: list[Row], tied: list[tuple[int, int]]) -> None:
    assert pairs(ties_between(members, rows)) == tied, why


def shared_by(kind: str, members: list[Member]) -> list[Row]:
    return [(member.site, kind, "v") for member in members]


@pytest.mark.parametrize(
    ("why", "kind", "others", "ties"),
    [
        ("seen on an organ's own page", "wechat", [site(9, Standing.OFFICIAL)], False),
        ("one lawful site shows it too: it may have been judged in haste", "wechat", [site(9, Standing.LAWFUL)], True),
        ("lawful sites show it", "wechat", [site(8, Standing.LAWFUL), site(9, Standing.LAWFUL)], False),
        ("a code on a lawful site", "statistics", [site(9, Standing.LAWFUL)], False),
        ("a code on many cases and one lawful site", "statistics",
         [site(9, Standing.LAWFUL), *(case(n) for n in range(10, 16))], True),
        ("an address of a lawful site", "address", [site(9, Standing.LAWFUL)], False),
        ("a site that nobody judged", "statistics", [site(9, Standing.OTHER)], True),
        ("a filing on a lawful site", "icp", [site(9, Standing.LAWFUL)], False),
        ("a filing used by everybody", "icp", [case(n) for n in range(10, 40)], False),
        ("a template on a lawful site", "template", [site(9, Standing.LAWFUL)], False),
    ],
)  # fmt: skip
def test_what_is_common_ties_nobody(why: str, kind: str, others: list[Member], ties: bool) -> None:
    members = [*TWO, *others]
    assert bool(ties_between(members, shared_by(kind, members))) is ties, why


@pytest.mark.parametrize(
    ("standing", "kind", "ties"),
    [
        (Standing.VICTIM, "wechat", True),  # the intruder's account in both
        (Standing.VICTIM, "redirect", True),
        (Standing.VICTIM, "statistics", False),  # the victim's own
        (Standing.VICTIM, "icp", False),
        (Standing.VICTIM, "template", False),
        (Standing.LAWFUL, "wechat", False),  # dismissed
        (Standing.OTHER, "wechat", False),
    ],
)
def test_what_ties_a_victim_or_a_dismissed_case(standing: Standing, kind: str, ties: bool) -> None:
    members = [case(1), case(2, standing=standing)]
    rows = [(1, kind, "site2.top"), (2, kind, "site2.top")]
    assert bool(ties_between(members, rows)) is ties


@pytest.mark.parametrize(
    ("platforms", "kind", "ties"),
    [
        (("shops.example", "shops.example"), "statistics", False),  # the platform's own code
        (("shops.example", "shops.example"), "wechat", True),
        (("shops.example", ""), "statistics", True),
        (("", ""), "statistics", True),
    ],
)
def test_what_a_site_builder_puts_into_all_its_sites(platforms: tuple[str, str], kind: str, ties: bool) -> None:
    members = [case(n, platform=platform) for n, platform in enumerate(platforms, 1)]
    assert bool(ties_between(members, shared_by(kind, members))) is ties


def test_what_two_copies_of_one_genuine_page_share_needs_that_page_to_be_known() -> None:
    members = [case(1, counterfeit="mem"), case(2, counterfeit="mem")]
    rows = [(n, kind, "v") for n in (1, 2) for kind in ("icp", "police", "template", "layout", "icon", "landline")]
    assert ties_between(members, rows) == []
    assert pairs(ties_between(members, rows, genuine_known=frozenset({"mem"}))) == [(1, 2)]
    assert pairs(ties_between([members[0], case(2)], rows)) == [(1, 2)], "a seller's own page is no copy"
    assert pairs(ties_between(members, [*rows, (1, "phone", "p"), (2, "phone", "p")])) == [(1, 2)]


def test_many_cases_of_one_account_are_a_star_and_not_every_pair() -> None:
    members = [case(n) for n in range(1, 301)]
    ties = ties_between(members, shared_by("wechat", members))
    assert len(ties) == 299
    assert {tie.case for tie in ties} == {1}


def test_a_tie_names_its_reason_and_weak_reasons_stand_beside_strong_ones() -> None:
    rows = [(n, kind, f"{kind}-v") for n in (1, 2) for kind in ("qq", "address")]
    assert [(t.kind, t.value, t.strong, t.sites) for t in ties_between(TWO, rows)] == [
        ("address", "address-v", False, (1, 2)),
        ("qq", "qq-v", True, (1, 2)),
    ]


KIND = st.sampled_from(sorted(KINDS.keys() - {"template"}))
MEMBERS = st.lists(
    st.tuples(st.sampled_from(list(Standing)), st.booleans(), st.sampled_from(["", "mem"]), st.integers(0, 6)),
    min_size=1,
    max_size=14,
)
ROWS = st.lists(st.tuples(st.integers(1, 14), KIND, st.sampled_from(["a", "b", "site3.top"])), max_size=60)


@given(MEMBERS, ROWS, st.randoms(use_true_random=False))
def test_the_order_of_sites_and_traits_makes_no_difference(
    rows_of_members: list[tuple[Standing, bool, str, int]], rows: list[Row], random: Random
) -> None:
    members = [
        Member(n, f"site{n}.top", f"site{owner}.top", standing, n if is_case else 0, counterfeit=target)
        for n, (standing, is_case, target, owner) in enumerate(rows_of_members, 1)
    ]
    ties = ties_between(members, rows)
    random.shuffle(members)
    random.shuffle(rows)
    assert ties_between(members, rows) == ties
    assert ties_between(members, [*rows, *rows]) == ties
    tied = {number for tie in ties for number in (tie.case, tie.other)}
    assert tied <= {m.case for m in members if m.tieable}
    assert all(tie.case < tie.other for tie in ties)


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=60), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_order(links: list[tuple[int, int]], random: Random) -> None:
    groups = joined(links)
    random.shuffle(links)
    assert joined([(b, a) for a, b in links]) == groups
    members = [case for group in groups for case in group]
    assert len(members) == len(set(members))
    where = {case: n for n, group in enumerate(groups) for case in group}
    assert all(a == b or where[a] == where[b] for a, b in links)
