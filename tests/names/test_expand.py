from __future__ import annotations

import os
import re
import subprocess
import sys
import tracemalloc
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.names import Screener, Variant
from detectors.names.countries import closed_suffixes
from detectors.names.expand import expand
from detectors.names.suffixes import CLOSED
from zhenwei.address import ascii_host, suffix
from zhenwei.errors import BadInput
from zhenwei.watchlist import Watchlist, load_watchlist

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
WRITE_FIRST = """
import sys
from itertools import islice
from detectors.names.expand import expand
from zhenwei.watchlist import load_watchlist
print("\\n".join(f"{v.domain} {v.family} {v.target}" for v in islice(expand(load_watchlist()), 4000)))
"""


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return load_watchlist()


@pytest.fixture(scope="module")
def first(watchlist: Watchlist) -> list[Variant]:
    return list(islice(expand(watchlist), 30_000))


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
        "mem.gov.cn.com",
        "cx-mem-gov-cn.github.io",
        "chinasafety.com",
        "saws.org.cn",
        "yjtzj.com",
        "zjyjt-gov.cn",
        ascii_host("应急管理部查询.com"),
        ascii_host("特种作业操作证查询.中国"),
        ascii_host("浙江省应急管理厅查询.com"),
    ],
)
def test_what_counterfeiters_would_register_comes_early(wanted: str, first: list[Variant]) -> None:
    assert wanted in {variant.domain for variant in first}


def test_nothing_closed_nothing_genuine_nothing_twice(watchlist: Watchlist, first: list[Variant]) -> None:
    domains = [variant.domain for variant in first]
    assert len(domains) == len(set(domains))
    for domain in domains:
        assert_could_be_had(domain)
        assert watchlist.genuine_organ(domain) is None


def assert_could_be_had(domain: str) -> None:
    labels = domain.split(".")
    assert len(labels) > 1
    assert len(domain) <= 253
    for label in labels:
        assert LABEL.fullmatch(label), domain
        assert label[2:4] != "--" or label.startswith("xn--"), domain
    assert not any(domain == name or domain.endswith(f".{name}") for name in CLOSED), domain


def test_the_order_is_fixed_and_begins_with_the_look_up(watchlist: Watchlist, first: list[Variant]) -> None:
    assert first[:3000] == list(islice(expand(watchlist), 3000))
    assert {variant.target for variant in first[:40]} == {"mem"}
    assert len({variant.target for variant in first[:4000]}) > 10, "a night's budget covers provinces"


def test_a_larger_budget_only_adds(watchlist: Watchlist) -> None:
    few, many = list(expand(watchlist, ["mem"], most=500)), list(expand(watchlist, ["mem"], most=5000))
    assert few == many[:500]
    assert len(many) == 5000


def test_a_budget_holds_many_families(first: list[Variant]) -> None:
    assert len({variant.family for variant in first[:1000]}) > 8
    assert len({variant.family for variant in first}) > 15


def test_most_of_what_is_made_is_also_caught(watchlist: Watchlist, first: list[Variant]) -> None:
    screener = Screener(watchlist)
    assert sum(screener.screen(variant.domain).flagged for variant in first[:2000]) > 1800


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_order_does_not_hang_on_pythons_hash_seed(seed: str, first: list[Variant]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WRITE_FIRST],
        env=os.environ | {"PYTHONHASHSEED": seed},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.split("\n")[:-1] == [f"{v.domain} {v.family} {v.target}" for v in first[:4000]]


def test_names_come_one_by_one_in_constant_memory(watchlist: Watchlist) -> None:
    variants = expand(watchlist, ["mem"])
    assert len(list(islice(variants, 10))) == 10
    tracemalloc.start()
    try:
        sum(1 for _ in islice(variants, 2_000))
        tracemalloc.reset_peak()
        start = tracemalloc.get_traced_memory()[0]
        sum(1 for _ in islice(variants, 20_000))
        grown = tracemalloc.get_traced_memory()[1] - start
    finally:
        tracemalloc.stop()
    # Twenty thousand names held would be more than two megabytes.
    assert grown < 1_000_000


@pytest.mark.parametrize("name", ["mem", "mem.gov.cn", "应急管理部", "https://mem.gov.cn/"])
def test_an_organ_may_be_named_in_several_ways(watchlist: Watchlist, name: str) -> None:
    found = list(expand(watchlist, [name], most=3000))
    assert "cx-mem-gov-cn.com" in {variant.domain for variant in found}
    assert {variant.target for variant in found} == {"mem"}


def test_a_host_of_an_organ_is_expanded_for_that_organ(watchlist: Watchlist) -> None:
    found = list(expand(watchlist, ["zwfw.mem.gov.cn"], most=2000))
    assert "zwfw-mem-gov-cn.com" in {variant.domain for variant in found}
    assert {variant.target for variant in found} == {"mem"}


def test_a_name_that_is_not_on_the_watchlist_is_expanded_too(watchlist: Watchlist) -> None:
    assert "abcgov.com" in {v.domain for v in expand(watchlist, ["abc.gov.cn"], most=1000)}
    assert "海边市应急局.com" in {v.unicode for v in expand(watchlist, ["海边市应急局"], most=1000)}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("gov.pk", "pakgov.org"),
        ("www.gov.uk", "gov-uk.net"),
        ("应急管理部.政务", ascii_host("应急管理部.com")),
        ("tsinghua.edu.cn", "tsinghua.institute"),
        ("163.com", "163.cn"),
    ],
)
def test_hosts_of_every_shape_are_expanded(watchlist: Watchlist, name: str, wanted: str) -> None:
    found = list(expand(watchlist, [name], most=3000))
    assert wanted in {variant.domain for variant in found}
    assert not any("xn--" in variant.unicode for variant in found), "an encoded label is no part of another"


def test_what_is_no_name_is_an_error(watchlist: Watchlist) -> None:
    with pytest.raises(BadInput, match="nothing"):
        expand(watchlist, ["nothing"])
    with pytest.raises(BadInput, match="written-together"):
        expand(watchlist, ["mem"], family="nothing")


LABELS = st.from_regex(r"\A[a-z0-9]{1,12}(-[a-z0-9]{1,8})?\Z")
SUFFIXES = st.sampled_from(["gov.cn", "gov.pk", "gouv.fr", "gob.ar", "go.kr", "gov", "edu.cn", "com.cn", "com", "zz"])


@settings(max_examples=25, deadline=None)
@given(st.lists(LABELS, min_size=1, max_size=3), SUFFIXES)
def test_whatever_is_expanded_the_names_could_be_had(labels: list[str], end: str) -> None:
    host = ".".join([*labels, end])
    found = list(expand(load_once(), [host], most=400))
    for variant in found:
        assert_could_be_had(variant.domain)
        assert variant.domain != host
        assert suffix(variant.domain) not in closed_suffixes()
        assert suffix(variant.domain) != variant.domain
        assert ascii_host(variant.unicode) == variant.domain


_LOADED: list[Watchlist] = []


def load_once() -> Watchlist:
    if not _LOADED:
        _LOADED.append(load_watchlist())
    return _LOADED[0]
