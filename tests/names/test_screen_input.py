from __future__ import annotations

import random
import string

import pytest

from detectors.names import Screener
from zhenwei.errors import BadInput
from zhenwei.watchlist import load_watchlist


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(load_watchlist())


@pytest.mark.parametrize(
    "rubbish", ["", " ", "no-dot", "a..b", "-x.com", "http://", "x y.com", "\x00.com", "a" * 600 + ".com"]
)
def test_what_is_no_name_is_refused_by_name(screener: Screener, rubbish: str) -> None:
    with pytest.raises(BadInput):
        screener.screen(rubbish)


@pytest.mark.parametrize(
    "spelling", ["MEMGOV.CN", "memgov.cn.", "https://memgov.cn/a?b", "*.memgov.cn", "http://u@memgov.cn:8080/"]
)
def test_spellings_of_one_name_agree(screener: Screener, spelling: str) -> None:
    opinion = screener.screen(spelling)
    assert opinion.registrable == "memgov.cn"
    assert opinion.flagged


def test_the_first_filter_never_hides_a_flagged_name(screener: Screener) -> None:
    rng = random.Random(7)
    parts = ["mem", "gov", "cn", "cx", "yjt", "zj", "tzzy", "m3m", "g0v", "chaxun", "12350", "yjglb", "-", "."]
    for _ in range(800):
        middle = "".join(rng.choice(parts) for _ in range(rng.randint(1, 5))).strip("-.")
        name = "".join(rng.choice(string.ascii_lowercase) for _ in range(rng.randint(0, 3))) + middle + ".com"
        try:
            flagged = screener.judge(name).flagged
        except BadInput:
            continue
        assert screener.screen(name).flagged == flagged, name


def test_a_screener_is_deterministic(screener: Screener) -> None:
    names = ["cx-mem-gov-cn.com", "应急局查询.com", "yjt.zj.gov.cn.top", "12350cx.com"]
    assert [screener.screen(n) for n in names] == [screener.screen(n) for n in names]
