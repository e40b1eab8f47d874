"""The fast way over whole blocks says what the slow way says of each name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.names import Screener
from detectors.names.lists import Tally, count_lines
from tests.names.test_screen_tables import CATCH, SPARE
from zhenwei.errors import BadInput
from zhenwei.watchlist import load_watchlist

TABLE = [*(name for names in CATCH.values() for name in names), *SPARE]
PARTS = [
    *("mem", "gov", "cn", "cx", "yjt", "zj", "tezhongzuoye", "tezhong", "12350", "yingji", "ju", "anquan", "govcn"),
    *("member", "ory", "go", "v", "m3m", "rn", "em", "g0v", "x", "qq", "www", "8", "china", "应急", "查询", "e\u0301"),
]
HOSTS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=5).flatmap(
    lambda parts: st.tuples(
        st.lists(st.sampled_from(["", "-", "."]), min_size=len(parts), max_size=len(parts)),
        st.sampled_from(
            ["com", "cn", "com.cn", "top", "gov.cn", "org.uk", "hopto.org", "admin.cn", "go.cc", "gov.uk", "gc.cn"]
        ),
    ).map(lambda joints: "".join(p + j for p, j in zip(parts, joints[0], strict=True)).strip("-.") + "." + joints[1])
)


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(load_watchlist())


def _slowly(screener: Screener, name: str) -> float:
    try:
        return screener.screen(name).score
    except BadInput:
        return 0.0


@pytest.mark.parametrize("least", [0.1, 30.0, 45.0, 50.0])
def test_a_block_gives_what_each_name_gives(screener: Screener, least: float) -> None:
    found = {o.domain: o for o in screener.scan("\n".join(TABLE).encode(), least)}
    wanted = {o.domain: o for o in map(screener.screen, TABLE) if o.score >= least}
    assert found == wanted


@given(st.lists(HOSTS, min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_name_that_scores_is_lost_in_the_sieve(names: list[str]) -> None:
    screener = _shared()
    for least in (0.1, 50.0):
        found = [o.score for o in screener.scan("\n".join(names).encode(), least)]
        judged = (_unsifted(screener, name) for name in names)
        assert found == [score for score in judged if score >= least]


def _unsifted(screener: Screener, name: str) -> float:
    try:
        return screener.judge(name).score
    except BadInput:
        return 0.0


_SCREENERS: list[Screener] = []


def _shared() -> Screener:
    """One for all examples: hypothesis takes no fixture of a module."""
    if not _SCREENERS:
        _SCREENERS.append(Screener(load_watchlist()))
    return _SCREENERS[0]


@pytest.mark.parametrize(
    "line",
    [
        "xn--\udcff.com",
        "xn--a-ecp.ru",
        "xn--" + "a" * 70 + ".cn",
        "xn--99999999999.com",
        "\x00mem-gov.cn",
        "mem-gov.cn" * 30,
        ".mem-gov.cn",
        "-mem-gov-cn.com",
        "http://[mem.gov.cn",
        "mem gov cn",
    ],
)
def test_rubbish_ends_nothing(screener: Screener, line: str) -> None:
    block = b"cx-mem-gov-cn.com\n" + line.encode("utf-8", "surrogateescape") + b"\ncxmem.com\n"
    found = [o.domain for o in screener.scan(block)]
    assert found[0] == "cx-mem-gov-cn.com"
    assert found[-1] == "cxmem.com"


def test_lines_in_other_shapes_are_read_as_lists_are(screener: Screener) -> None:
    block = b"\xef\xbb\xbf7,cxmem.com,x\r\nCX-MEM-GOV-CN.COM.\t3600\tin\tns\tns1.example.\r\n; memgov.cn\n*.memgov.cn\n"
    assert [o.domain for o in screener.scan(block)] == ["cxmem.com", "cx-mem-gov-cn.com", "memgov.cn"]


@pytest.mark.parametrize(
    ("block", "names", "rubbish"),
    [
        (b"", 0, 0),
        (b"a.cn\nb.cn\n", 2, 0),
        (b"a.cn\nb.cn", 2, 0),
        (b"nothing\na.cn\n\n; comment\nnothing", 2, 2),
        ("应急。中国\n".encode(), 1, 0),
    ],
)
def test_lines_without_a_name_are_counted(block: bytes, names: int, rubbish: int) -> None:
    assert count_lines(block) == Tally(names, rubbish)
