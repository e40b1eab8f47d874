from __future__ import annotations

from itertools import islice

import pytest

from detectors.names import Screener, Variant, expand
from zhenwei.address import ascii_host
from zhenwei.errors import BadInput
from zhenwei.watchlist import Watchlist, load_watchlist


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return load_watchlist()


@pytest.fixture(scope="module")
def screener(watchlist: Watchlist) -> Screener:
    return Screener(watchlist)


@pytest.mark.parametrize(
    "wanted",
    [
        "cx-mem-gov-cn.com",
        "memgov.cn",
        "memgov.com",
        "cxmemgov.com",
        "memcx.cn",
        "mem-chaxun.com",
        "mem.org.cn",
        "tzzyczzcx.com",
        "yingjiguanlibu.cn",
        "cx.mem.gov-cn.com",
        "cx-mem-gov-cn.github.io",
        "chinasafety.com",
        "saws.org.cn",
        "yjtzj.com",
        "zjyjt-gov.cn",
        ascii_host("应急管理部查询.com"),
        ascii_host("特种作业操作证查询.中国"),
    ],
)
def test_what_counterfeiters_would_register_is_there(wanted: str, everything: frozenset[str]) -> None:
    assert wanted in everything


@pytest.fixture(scope="module")
def made(watchlist: Watchlist) -> list[Variant]:
    return list(expand(watchlist))


@pytest.fixture(scope="module")
def everything(made: list[Variant]) -> frozenset[str]:
    return frozenset(variant.domain for variant in made)


def test_nothing_below_gov_cn_nothing_genuine_nothing_twice(watchlist: Watchlist, made: list[Variant]) -> None:
    domains = [variant.domain for variant in made]
    assert len(domains) == len(set(domains))
    for domain in domains:
        assert not domain.endswith(".gov.cn")
        assert watchlist.genuine_organ(domain) is None
        assert all(len(label) <= 63 for label in domain.split("."))
        assert domain.isascii()


def test_the_order_is_fixed_and_begins_with_the_look_up(watchlist: Watchlist, made: list[Variant]) -> None:
    assert made[:3000] == list(islice(expand(watchlist), 3000))
    assert {variant.target for variant in made[:40]} == {"mem"}
    assert len({variant.target for variant in made[:4000]}) > 10, "a night's budget covers provinces"


def test_most_of_what_is_made_is_also_caught(made: list[Variant], screener: Screener) -> None:
    caught = sum(screener.screen(variant.domain).flagged for variant in made[:2000])
    assert caught > 1800


@pytest.mark.parametrize("name", ["mem", "mem.gov.cn", "应急管理部", "https://www.mem.gov.cn/"])
def test_an_organ_may_be_named_in_several_ways(watchlist: Watchlist, name: str) -> None:
    found = list(expand(watchlist, [name]))
    assert "cx-mem-gov-cn.com" in {variant.domain for variant in found} or name.startswith("https")
    assert {variant.target for variant in found} == {"mem"}


def test_a_name_that_is_not_on_the_watchlist_is_expanded_too(watchlist: Watchlist) -> None:
    assert "abcgov.com" in {v.domain for v in expand(watchlist, ["abc.gov.cn"])}
    assert "海边市应急局.com" in {v.unicode for v in expand(watchlist, ["海边市应急局"])}


def test_what_is_no_name_is_an_error(watchlist: Watchlist) -> None:
    with pytest.raises(BadInput, match="nothing"):
        list(expand(watchlist, ["nothing"]))
