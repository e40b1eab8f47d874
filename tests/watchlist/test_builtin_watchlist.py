from __future__ import annotations

import re
from datetime import date

import pytest

from zhenwei.watchlist import Level, Watchlist, load_watchlist
from zhenwei.watchlist.check import doubts
from zhenwei.watchlist.regions import name_of


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return load_watchlist()


def test_the_ministry_and_all_thirty_one_provinces_are_protected(watchlist: Watchlist) -> None:
    provinces = [o for o in watchlist.protected if o.level is Level.PROVINCE]
    assert len(provinces) == 31
    assert len({o.region for o in provinces}) == 31
    assert all(o.name.endswith(("应急管理厅", "应急管理局")) for o in provinces)
    assert all(any("安全生产监督管理局" in alias for alias in o.aliases) for o in provinces)
    assert watchlist.organs["mem"].lookups == ("https://cx.mem.gov.cn/",)


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("mem.gov.cn", "mem"),
        ("cx.mem.gov.cn", "mem"),
        ("yjt.zj.gov.cn", "yjt-zhejiang"),
        ("a.b.yjt.zj.gov.cn", "yjt-zhejiang"),
        ("zscx.osta.org.cn", "osta"),
        ("xmem.gov.cn", None),
        ("mem.gov.cn.top", None),
        ("yjj.henan.gov.cn", None),  # the drug administration
        ("gov.cn", None),
    ],
)
def test_owners_are_told_by_label(watchlist: Watchlist, host: str, owner: str | None) -> None:
    organ = watchlist.genuine_organ(host)
    assert (organ.slug if organ else None) == owner


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("chinasafety.gov.cn", "mem"),
        ("aqbzh.chinasafety.gov.cn", "mem"),
        ("cx.saws.org.cn", "mem"),
        ("hunansafety.gov.cn", "yjt-hunan"),
        ("mychinasafety.gov.cn", None),
        ("saws.org.cn.top", None),
    ],
)
def test_retired_names_are_told_by_label(watchlist: Watchlist, host: str, owner: str | None) -> None:
    organ = watchlist.retired_organ(host)
    assert (organ.slug if organ else None) == owner
    assert watchlist.genuine_organ(host) is None


def test_the_catalogue_is_chosen_by_date_and_never_an_empty_one(watchlist: Watchlist) -> None:
    chosen = watchlist.catalogue_on(date(2026, 11, 21))
    assert chosen is not None
    assert chosen.version == "order-30", "the version of 2026-06-01 waits for a person"
    assert sum(len(category.items) for category in chosen.category) == 54
    assert watchlist.catalogue_on(date(2001, 1, 1)) is None


@pytest.mark.parametrize(
    ("short", "act", "article", "penalty"),
    [
        ("治安管理处罚法", date(2025, 12, 31), "52", True),
        ("治安管理处罚法", date(2026, 1, 1), "63", True),
        ("网络安全法", date(2025, 12, 31), "46", False),
        ("网络安全法", date(2026, 1, 1), "48", False),
        ("反不正当竞争法", date(2025, 10, 14), "6", False),
        ("反不正当竞争法", date(2025, 10, 15), "7", False),
    ],
)
def test_the_law_in_force_on_the_day_of_the_act(
    watchlist: Watchlist, short: str, act: date, article: str, penalty: bool
) -> None:
    laws = [law for law in watchlist.laws.values() if law.short == short and law.holds_on(act)]
    assert len(laws) == 1, "two versions never overlap"
    found = {row.number: row for row in laws[0].article}
    assert found[article].penalty is penalty


def test_no_two_versions_of_a_law_hold_on_one_day(watchlist: Watchlist) -> None:
    for law in watchlist.laws.values():
        same = [other for other in watchlist.laws.values() if other.title == law.title and other.slug != law.slug]
        assert not any(other.holds_on(law.valid_from) for other in same), law.slug


def test_verified_articles_say_by_what(watchlist: Watchlist) -> None:
    for law in watchlist.laws.values():
        for row in law.article:
            assert bool(row.verified_by) is row.verified, (law.slug, row.number)
            assert re.search("[\u4e00-\u9fff]", row.gist)
    assert not watchlist.laws["order-19"].article, "nobody has loaded order 19"
    assert not any(row.verified for row in watchlist.laws["order-30"].article)


def test_every_province_has_an_office_of_each_kind_by_its_public_name(watchlist: Watchlist) -> None:
    kinds = ("cyberspace", "market", "police", "telecom", "organ", "housing")
    provinces = {o.region for o in watchlist.organs.values() if o.level == "province"}
    for kind in kinds:
        rows = [office for office in watchlist.offices if office.recipient == kind]
        regions = [office.region for office in rows]
        assert len(regions) == len(set(regions)) == 32, kind
        assert provinces < set(regions)
        for office in rows:
            assert office.public
            assert not office.verified, "nobody has checked them"
            assert office.region == "000000" or office.name.startswith(name_of(office.region))
    assert watchlist.sender.placeholder
    shipped = {office.region: office.name for office in watchlist.offices if office.recipient == "organ"}
    for organ in watchlist.organs.values():
        if organ.slug.startswith("yjt-"):
            assert shipped[organ.region] == organ.name


def test_doubts_name_what_a_person_has_to_look_at(watchlist: Watchlist) -> None:
    found = list(doubts(watchlist))
    assert {doubt.key for doubt in found} == {"confirmed"}
    assert "mem" not in {doubt.slug for doubt in found}
    assert "yjt-hubei" in {doubt.slug for doubt in found}
