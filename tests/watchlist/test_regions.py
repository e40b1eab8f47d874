"""Regions by code: names, what lies in what, and the seat that a company's name tells."""

from __future__ import annotations

import pytest

from zhenwei.watchlist.regions import chain, is_known, level_of, lies_in, name_of, own_chain, seat_in_name


@pytest.mark.parametrize(
    ("region", "name", "steps"),
    [
        ("330106", "浙江省杭州市西湖区", ("330106", "330100", "330000")),
        ("330100", "浙江省杭州市", ("330100", "330000")),
        ("330000", "浙江省", ("330000",)),
        ("110101", "北京市东城区", ("110101", "110000")),
        ("110100", "北京市", ("110100", "110000")),
        ("659001", "新疆维吾尔自治区石河子市", ("659001", "650000")),
        ("429004", "湖北省仙桃市", ("429004", "420000")),
        ("810000", "香港特别行政区", ("810000",)),
        ("000000", "全国", ("000000",)),
        ("330199", "浙江省杭州市（330199）", ("330199", "330100", "330000")),
    ],
)
def test_names_and_chains(region: str, name: str, steps: tuple[str, ...]) -> None:
    assert name_of(region) == name
    assert own_chain(region) == steps
    assert chain(region)[-1] == "000000"


@pytest.mark.parametrize(
    ("region", "level"),
    [("000000", "nation"), ("330000", "province"), ("330100", "city"), ("330106", "county"), ("429004", "city")],
)
def test_levels(region: str, level: str) -> None:
    assert level_of(region) == level


def test_what_lies_in_what() -> None:
    assert lies_in("330106", "330100")
    assert lies_in("330106", "000000")
    assert not lies_in("330100", "330106")
    assert not lies_in("330100", "330100")
    assert not lies_in("330106", "330200")
    assert is_known("330106")
    assert not is_known("990000")
    assert not is_known("330199")


@pytest.mark.parametrize(
    ("company", "region"),
    [
        ("杭州某某科技有限公司", "330100"),
        ("浙江省杭州市某某中心", "330100"),
        ("浙江某某教育咨询有限公司", "330000"),
        ("北京某某公司", "110000"),
        ("吉林某某公司", ""),
        ("吉林市某某公司", "220200"),
        ("阿里云计算有限公司", ""),
        ("某某（杭州）科技有限公司", ""),
        ("", ""),
    ],
)
def test_the_seat_that_a_name_tells(company: str, region: str) -> None:
    assert seat_in_name(company) == region
