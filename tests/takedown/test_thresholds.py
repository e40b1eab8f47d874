"""Counters of 法释〔2019〕15号: what each item takes, what falls short, and that nothing unseen is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.facts import Act, SiteFacts
from takedown.thresholds import count, indications, is_state_organ, met_items, near_misses
from tests.takedown.site_facts import ACCOUNT, MEM, capture, group, lists, site
from zhenwei.types import Verdict

SALE, VICTIM = Verdict.SALE, Verdict.HIJACKED


def sale(case: int, **changes: Any) -> SiteFacts:
    return site(case, f"sale{case}.com", finding=SALE, organ=None, **changes)


@pytest.mark.parametrize(
    ("sites", "met"),
    [
        ([site()], ["第（一）项"]),
        ([site(organ=replace(MEM, name="全国安全生产考试中心"))], []),
        ([site(organ=None)], []),
        ([site(empty=True)], []),
        ([site(finding=VICTIM)], []),
        ([sale(1)], ["第二百八十条"]),
        ([sale(1, operator="o"), sale(2, operator="o")], ["第二百八十条"]),
        ([sale(n, operator="o") for n in range(3)], ["第（二）项", "第二百八十条"]),
        ([sale(n) for n in range(3)], ["第二百八十条"]),
        # three hosts below one name are one site; accounts on a platform are none
        ([sale(n, operator="o", platform=ACCOUNT) for n in range(3)], ["第二百八十条"]),
        ([site(n, f"a{n}.fake.com", operator="o") for n in range(3)], ["第（一）项"]),
        # a hijacked site was not set up by them
        ([sale(1, operator="o"), sale(2, operator="o"), site(3, operator="o", finding=VICTIM)], ["第二百八十条"]),
        ([sale(1, contacts=tuple(group(n) for n in range(5)))], ["第（三）项", "第二百八十条"]),
        ([sale(1, contacts=tuple(group(n % 4) for n in range(8)))], ["第二百八十条"]),
        ([sale(1, captures=tuple(capture(f"http://s.com/{n}") for n in range(100)))], ["第（四）项", "第二百八十条"]),
        ([sale(1, captures=tuple(capture("http://s.com/") for _ in range(100)))], ["第二百八十条"]),
        ([site(1, sells=True)], ["第（一）项", "第二百八十条"]),
        ([], []),
    ],
)
def test_items(sites: list[SiteFacts], met: list[str]) -> None:
    found = indications(sites)
    assert len(found) == len(met)
    for sentence, item in zip(found, met, strict=True):
        assert item in sentence
        assert "涉嫌" in sentence or "已固定" in sentence


def test_each_sentence_says_the_counted_fact() -> None:
    (named, many) = indications([site(n, f"fake{n}.com", operator="op-7") for n in range(4)])
    assert "应急管理部" in named
    assert "网站4个" in named
    assert "网站4个" in many


def test_operators_are_told_apart() -> None:
    found = indications([site(1, operator="op-1"), site(2, operator="op-2"), site(3)])
    assert [said.partition("涉嫌")[0] for said in found] == ["关联编号op-1：", "关联编号op-2：", "site3[.]example"]
    assert indications([site()])[0].startswith("涉嫌")


def test_untied_sites_share_a_sentence_and_are_never_added_up() -> None:
    (many,) = indications([site(n, f"fake{n}.com") for n in range(16)])
    assert many.startswith("fake0[.]com、fake1[.]com、fake2[.]com等16个网站均涉嫌以应急管理部名义设立，可能符合")


def test_forging_is_named() -> None:
    assert "涉嫌伪造、买卖国家机关证件" in indications([sale(1, acts=(Act.FORGES,))])[0]
    assert "涉嫌买卖国家机关证件" in indications([sale(1)])[0]


def test_an_unverified_article_is_not_named() -> None:
    several = [site(n, sells=True, operator="o") for n in range(3)]
    assert indications(several, lambda law, number: False) == ()
    assert all("法释" not in said for said in indications(several, lambda law, number: number == "280"))


def test_the_items_met_are_cited() -> None:
    assert met_items([site()]) == {"fashi-2019-15": ("10（一）",)}
    assert met_items([site(n, f"a{n}.com", operator="o") for n in range(3)])["fashi-2019-15"] == (
        "10（一）",
        "10（二）",
    )
    assert met_items([sale(1)]) == {}
    parts = lists().laws["fashi-2019-15"].articles["10"].parts
    assert {"（一）", "（二）", "（三）", "（四）"} <= set(parts), "the references are the law table's own"


def test_near_misses_go_to_the_drafter() -> None:
    found = near_misses([sale(1, operator="o"), sale(2, operator="o", contacts=tuple(group(n) for n in range(3)))])
    assert found[0].startswith("关联编号o：网站2个，接近但未达")
    assert "通讯群组3个" in found[1]
    assert len(near_misses([sale(1, contacts=(group(1),))])) == 1, "far from any number: only what cannot be seen"
    assert "由公安机关调查" in found[-1]
    assert near_misses([site(finding=VICTIM)]) == ()


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("应急管理部", True),
        ("杭州市应急管理局", True),
        ("某县人民政府", True),
        ("考试中心", False),
        ("某安全生产协会", False),
    ],
)
def test_state_organs(name: str, state: bool) -> None:
    assert is_state_organ(replace(MEM, name=name)) is state


@given(st.lists(st.tuples(st.sampled_from(list(Verdict)), st.sampled_from(["", "a", "b"]), st.booleans()), max_size=8))
def test_never_more_than_was_seen(rows: list[tuple[Verdict, str, bool]]) -> None:
    sites = [site(n, finding=f, operator=o, sells=s) for n, (f, o, s) in enumerate(rows)]
    for one in count(sites):
        members = [s for s in sites if s.case in one.cases]
        assert one.sites <= sum(s.finding in (Verdict.COUNTERFEIT, SALE) for s in members)
        assert one.in_their_name <= one.sites
        assert {s.operator for s in members} == {one.operator}
    assert sum(len(one.cases) for one in count(sites)) == len(sites)
