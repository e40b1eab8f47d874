"""To which office a letter goes: the nearest competent one, named where it is missing, and by which document."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from takedown.documents import Document, document_for, relation_of, system_of
from takedown.facts import Act, Filing, Place, Regime, SiteFacts
from takedown.grouping import plan_letters, sort_out
from takedown.kinds import CONFIRM, DISPOSAL, POLICE
from takedown.offices import registrar_of
from takedown.seats import company
from takedown.wanting import wanting
from tests.takedown.site_facts import ACCOUNT, MEM, SHOP, lists, office, site
from zhenwei.errors import WatchlistError
from zhenwei.types import Verdict
from zhenwei.watchlist import Office, Watchlist, load_watchlist

ZJ: dict[str, Any] = {"icp": ("浙ICP备2026003711号",), "filing": Filing.SHOWN, "place": Place.DOMESTIC}
GD: dict[str, Any] = {"icp": ("粤ICP备2026003711号",), "filing": Filing.SHOWN, "place": Place.DOMESTIC}
CITY = (office("police", "330100", "杭州市公安局"), office("market", "330100", "杭州市市场监督管理局"))
COUNTY = (*CITY, office("police", "330106", "杭州市公安局西湖区分局"))
NEXT = (office("cyberspace", "330100", "杭州市互联网信息办公室"),)


def sent(watchlist: Watchlist, *sites: Any, to: str = "") -> dict[str, str]:
    return {plan.kind.slug: plan.office.name for plan in plan_letters(sites, watchlist, to)}


@pytest.mark.parametrize(
    ("region", "rows", "police"),
    [
        ("330106", COUNTY, "杭州市公安局西湖区分局"),
        ("330106", CITY, "杭州市公安局"),
        ("330106", (), "浙江省公安厅"),
        ("330105", COUNTY, "杭州市公安局"),
        ("330000", COUNTY, "浙江省公安厅"),
        ("110101", (), "北京市公安局"),
        ("440300", CITY, "广东省公安厅"),
        ("000000", (), "公安部"),
        ("659001", (), "新疆维吾尔自治区公安厅"),
    ],
)
def test_county_then_city_then_province(region: str, rows: tuple[Office, ...], police: str) -> None:
    assert sent(lists("某局", region, *rows), site(), to="police") == {"police-clue": police}


def test_what_is_taken_instead_is_told_to_the_drafter() -> None:
    (plan,) = plan_letters([site()], lists("某局", "330106"), "police")
    assert any("没有浙江省杭州市西湖区的公安机关" in note for note in plan.notes)
    assert any("浙江省公安厅”的名称尚未经人工核实" in note for note in plan.notes)
    checked = office("police", "330106", "杭州市公安局西湖区分局", verified_by="李", verified_on=date(2026, 11, 1))
    (plan,) = plan_letters([site()], lists("某局", "330106", checked), "police")
    assert plan.notes == ()


def test_a_missing_office_is_named_with_its_file_and_nothing_is_planned() -> None:
    with pytest.raises(
        WatchlistError, match=r"香港特别行政区的公安机关（recipients/810000\.toml，recipient = \"police\"）"
    ):
        plan_letters([site()], lists("某局", "810000"))
    found = sort_out([site()], lists("某局", "810000"))
    assert {str(error)[-5:] for error in found.missing} >= {"的公安机关"}


def test_a_placeholder_is_a_missing_office_unless_the_deployment_says_so() -> None:
    row = office("police", "330100", "（待填写：公安机关）", placeholder=True)
    with pytest.raises(WatchlistError, match=r"浙江省杭州市的公安机关（recipients/330100\.toml"):
        plan_letters([site()], lists("某局", "330100", row))
    (plan,) = plan_letters([site()], lists("某局", "330100", row, placeholder_offices=True), "police")
    assert (plan.office.name, plan.office.placeholder) == ("（待填写：浙江省杭州市的公安机关）", True)


@pytest.mark.parametrize(
    ("name", "region", "place", "expected"),
    [
        # a 网信办 asks its superior, by 请示: it cannot block
        ("杭州市西湖区互联网信息办公室", "330106", Place.ABROAD, ("杭州市互联网信息办公室", Document.REQUEST)),
        ("杭州市西湖区互联网信息办公室", "330106", Place.DOMESTIC, ("杭州市互联网信息办公室", Document.REQUEST)),
        ("中共杭州市委网信办", "330100", Place.ABROAD, ("浙江省互联网信息办公室", Document.REQUEST)),
        ("浙江省互联网信息办公室", "330000", Place.ABROAD, ("国家互联网信息办公室", Document.REQUEST)),
        ("浙江省互联网信息办公室", "330000", Place.DOMESTIC, None),
        # other organs write to the 网信办 of their level, by 函
        ("杭州市应急管理局", "330100", Place.ABROAD, ("杭州市互联网信息办公室", Document.LETTER)),
        ("杭州市西湖区应急管理局", "330106", Place.DOMESTIC, ("杭州市互联网信息办公室", Document.LETTER)),
        ("某国家级机关", "000000", Place.ABROAD, ("国家互联网信息办公室", Document.LETTER)),
    ],
)
def test_blocking_goes_upward(name: str, region: str, place: Place, expected: tuple[str, Document] | None) -> None:
    found = sort_out([site(place=place)], lists(name, region, *NEXT), "cyberspace")
    assert [(plan.office.name, plan.document) for plan in found.plans] == ([expected] if expected else [])
    assert bool(found.passed) is (expected is None)


@pytest.mark.parametrize(
    ("row", "office_name", "document"),
    [
        (office("cyberspace", "330106", "杭州市委网信办", relation="superior"), "杭州市委网信办", Document.REQUEST),
        (office("cyberspace", "330000", "省委网信办", relation="superior"), "省委网信办", Document.REQUEST),
        (office("cyberspace", "330106", "杭州市西湖区互联网信息办公室"), "浙江省互联网信息办公室", Document.REQUEST),
        (
            office("cyberspace", "330106", "某街道网信办", relation="subordinate"),
            "浙江省互联网信息办公室",
            Document.REQUEST,
        ),
    ],
)
def test_the_superior_that_a_deployment_names(row: Office, office_name: str, document: Document) -> None:
    (plan,) = plan_letters([site()], lists("杭州市西湖区互联网信息办公室", "330106", row), "cyberspace")
    assert (plan.office.name, plan.document) == (office_name, document)


def test_one_request_is_one_matter() -> None:
    watchlist = lists("杭州市互联网信息办公室", "330100")
    away = site(5, place=Place.ABROAD)
    sites = [site(1, operator="op-1"), site(2, operator="op-1"), site(3), site(4), away]
    plans = plan_letters(sites, watchlist, "cyberspace")
    assert [[s.case for s in plan.sites] for plan in plans] == [[1, 2], [3, 4], [5]]
    assert all(plan.document is Document.REQUEST and plan.style == "ordinary" for plan in plans)
    peer = plan_letters(sites, lists("杭州市应急管理局", "330100"), "cyberspace")
    assert [[s.case for s in plan.sites] for plan in peer] == [[1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    ("sender", "region", "addressee", "relation"),
    [
        ("杭州市应急管理局", "330100", office("organ", "330000", "浙江省应急管理厅"), "superior"),
        ("杭州市应急管理局", "330100", office("organ", "440000", "广东省应急管理厅"), "peer"),
        ("杭州市应急管理局", "330100", office("organ", "330106", "西湖区应急管理局"), "subordinate"),
        ("杭州市应急管理局", "330100", office("police", "330000", "浙江省公安厅"), "peer"),
        ("杭州市应急管理局", "330100", office("police", "330000", "浙江省公安厅", relation="superior"), "superior"),
        ("杭州市公安局", "330100", office("police", "000000", "公安部"), "superior"),
        ("公安部", "000000", office("police", "330000", "浙江省公安厅"), "subordinate"),
        ("某某公司", "330100", office("organ", "330000", "浙江省应急管理厅"), "peer"),
    ],
)
def test_relation(sender: str, region: str, addressee: Office, relation: str) -> None:
    who = lists(sender, region).sender
    assert relation_of(who, addressee) == relation
    upward = {CONFIRM: Document.REQUEST, DISPOSAL: Document.REQUEST, POLICE: Document.REPORT}
    for kind, document in upward.items():
        assert document_for(who, addressee, kind) is (document if relation == "superior" else Document.LETTER)


def test_the_system_is_read_from_the_name_or_given() -> None:
    assert system_of(lists("杭州市住房和城乡建设局").sender) == "housing"
    assert system_of(lists("杭州市应急管理局", system="other").sender) == "other"
    assert system_of(lists("（待填写）网信办", placeholder=True).sender) == ""


@pytest.mark.parametrize(
    ("changes", "market"),
    [
        (ZJ, "杭州市市场监督管理局"),
        (GD, "广东省市场监督管理局"),
        ({**GD, "place": Place.ABROAD}, "杭州市市场监督管理局"),
        ({**GD, "borrowed": True}, "杭州市市场监督管理局"),
        ({**GD, "police_filing": ("粤公网安备44030000000001号",)}, "深圳市市场监督管理局"),
        ({**GD, "police_filing": ("浙公网安备33010000000001号",)}, "广东省市场监督管理局"),
        ({"registrant": "深圳某某教育科技有限公司"}, "深圳市市场监督管理局"),
        ({**ZJ, "registrant": "深圳某某教育科技有限公司"}, "杭州市市场监督管理局"),
        ({"platform": SHOP, **GD}, "杭州市市场监督管理局"),
        ({"platform": ACCOUNT}, "深圳市市场监督管理局"),
        ({}, "杭州市市场监督管理局"),
    ],
)
def test_the_market_office_is_that_of_the_seat(changes: dict[str, Any], market: str) -> None:
    rows: tuple[Office, ...] = (*CITY, office("market", "440300", "深圳市市场监督管理局"))
    if changes is ZJ or changes.get("icp") == ZJ["icp"]:
        rows = (office("market", "330000", "杭州市市场监督管理局"), *rows)
    one = site(finding=Verdict.SALE, **changes)
    plans = plan_letters([one], lists("某局", "330100", *rows), "market")
    assert [plan.office.name for plan in plans] == [market]
    unknown = not changes or changes.get("place") is Place.ABROAD or "borrowed" in changes
    assert any("主体待查" in reason for reason in plans[0].reasons) is unknown


def test_the_operators_known_seat_is_that_of_its_other_sites() -> None:
    known, unknown = (
        site(1, finding=Verdict.SALE, operator="op-1", **GD),
        site(2, finding=Verdict.SALE, operator="op-1"),
    )
    (plan,) = plan_letters([unknown, known], lists("某局", "330100", *CITY), "market")
    assert (plan.office.name, len(plan.sites)) == ("广东省市场监督管理局", 2)
    third = site(3, finding=Verdict.SALE, operator="op-1", **ZJ)
    plans = plan_letters([unknown, known, third], lists("某局", "330100", *CITY), "market")
    assert {plan.office.name: len(plan.sites) for plan in plans} == {
        "杭州市市场监督管理局": 1, "广东省市场监督管理局": 1, "浙江省市场监督管理局": 1,
    }  # fmt: skip
    assert all(any("另致" in note for note in plan.notes) for plan in plans)


def test_a_big_operator_is_one_letter_an_office() -> None:
    sixty = [site(n, operator="op-9") for n in range(60)]
    plans = plan_letters(sixty, lists("某局", "330100", *CITY, *NEXT))
    assert {plan.kind.slug: len(plan.sites) for plan in plans} == {
        "disposal": 60, "police-clue": 60, "confirmation": 60, "filing-check": 60,
    }  # fmt: skip


@pytest.mark.parametrize(("count", "letters"), [(100, [100]), (101, [50, 51]), (250, [83, 83, 84])])
def test_an_organ_is_asked_about_so_many_sites_a_letter(count: int, letters: list[int]) -> None:
    many = [site(n, operator=f"op-{n % 80}") for n in range(count)]
    plans = plan_letters(many, lists("某局", "330100", *CITY, *NEXT), "organ")
    assert [len(plan.sites) for plan in plans] == letters
    assert [one.case for plan in plans for one in plan.sites] == [one.case for one in many]


def test_an_operator_of_any_size_stays_together() -> None:
    plans = plan_letters([site(n, operator="op-9") for n in range(250)], lists("某局", "330100", *CITY, *NEXT))
    assert {len(plan.sites) for plan in plans} == {250}


def test_another_provinces_cyberspace_office_is_asked_and_so_is_its_telecom() -> None:
    found = sent(lists("杭州市应急管理局", "330100", *NEXT), site(**GD))
    assert found["regional-check"] == "广东省互联网信息办公室"
    assert found["filing-check"] == "广东省通信管理局"
    assert found["disposal"] == "杭州市互联网信息办公室"


def test_other_regulators_platforms_and_registrars_are_addressed_by_name() -> None:
    one = site(
        finding=Verdict.SALE,
        regimes=(Regime.BUILDING, Regime.EQUIPMENT),
        platform=ACCOUNT,
        acts=(Act.FORGES,),
        sells=True,
    )
    plans = {plan.kind.slug: plan for plan in plan_letters([one], lists("某局", "330100"))}
    assert plans["housing-clue"].office.name == "广东省住房和城乡建设厅"
    assert plans["equipment-clue"].office.name == "广东省市场监督管理局"
    assert plans["platform-notice"].office.name == ACCOUNT.name
    assert plans["police-clue"].copies == ("浙江省应急管理厅",)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("阿里云计算有限公司（万网）", "阿里云计算有限公司"),
        ("Alibaba Cloud Computing (Beijing) Co., Ltd.", "阿里云计算有限公司"),
        ("南岭云网络科技有限公司", "南岭云网络科技有限公司"),
        ("GoDaddy.com, LLC", ""),
        ("张三", ""),
        ("", ""),
    ],
)
def test_registrars_in_the_territory_get_a_letter_others_a_mail(printed: str, name: str) -> None:
    found = registrar_of(site(registrar=printed), lists())
    assert (found.name if found else "") == name
    assert ("registrar-check" in sent(lists("某局", "330100"), site(registrar=printed))) is bool(name)


def test_a_platforms_registrar_is_not_asked_about_its_customer() -> None:
    assert registrar_of(site(registrar="阿里云计算有限公司", tenant=True), lists()) is None
    assert registrar_of(site(registrar="阿里云计算有限公司", platform=SHOP), lists()) is None


def test_nobody_writes_to_themselves() -> None:
    market = sort_out([site(finding=Verdict.SALE)], lists("杭州市市场监督管理局", "330100", *CITY))
    assert "market" not in {plan.recipient for plan in market.plans}
    assert [own.route.recipient for own in market.passed] == ["market"]
    ministry = sort_out([site(organ=MEM)], lists("应急管理部", "000000"))
    assert "organ" not in {plan.recipient for plan in ministry.plans}


def test_an_imitated_organ_by_an_old_name_is_noticed() -> None:
    from dataclasses import replace

    old = replace(MEM, slug="x", name="东江市安全生产监督管理局")
    (plan,) = plan_letters([site(organ=old)], lists("某局", "330100"), "organ")
    assert plan.office.name == old.name
    assert any("现为应急管理局" in note for note in plan.notes)


def test_a_hijacked_sites_owner_by_the_registered_name_or_by_the_domain() -> None:
    named = site(1, finding=Verdict.HIJACKED, registrant="东江市第一中学")
    plain = site(2, "www.school.com", finding=Verdict.HIJACKED)
    plans = plan_letters([named, plain], lists("某局", "330100"))
    assert [plan.office.name for plan in plans] == ["东江市第一中学", "school[.]com网站主办单位"]
    assert not any(plan.office.placeholder for plan in plans)


def test_wanting_names_what_the_senders_region_and_the_cases_lack() -> None:
    watchlist = lists("杭州市西湖区应急管理局", "330106", *COUNTY)
    found = {(w.recipient, w.region): w for w in wanting([site(5, finding=Verdict.SALE, **GD)], watchlist)}
    assert ("police", "330106") not in found
    assert ("telecom", "330000") not in found, "通信管理局 stand in provinces only"
    assert found["market", "330106"].instead == "杭州市市场监督管理局"
    assert found["cyberspace", "330106"].file == "recipients/330106.toml"
    assert ("market", "440000") not in found, "the province's own is the office of the seat"
    lost = {w.recipient: w for w in wanting([site(7)], lists("某局", "810000"))}
    assert (lost["police"].instead, lost["police"].cases) == ("", (7,))


@pytest.mark.parametrize(
    "row",
    [
        {"recipient": "army"},
        {"region": "3301"},
        {"region": "990000"},
        {"name": "（待填写：公安机关）"},
        {"name": ""},
        {"relation": "boss"},
        {"verified_by": "李"},
        {"verified_on": date(2026, 1, 1)},
        {"placeholder": True, "verified_by": "李", "verified_on": date(2026, 1, 1)},
        {"fax": "1"},
    ],
)
def test_a_row_that_does_not_fit_is_an_error(row: dict[str, Any]) -> None:
    good = {"recipient": "police", "region": "330100", "name": "杭州市公安局"}
    assert Office(**good).name
    with pytest.raises(ValidationError):
        Office(**(good | row))


SENDERS = [
    ("杭州市西湖区互联网信息办公室", "330106"),
    ("浙江省互联网信息办公室", "330000"),
    ("国家互联网信息办公室", "000000"),
    ("北京市东城区应急管理局", "110101"),
    ("石河子市公安局", "659001"),
    ("广东省市场监督管理局", "440000"),
    ("某省通信管理局", "430000"),
    ("某某单位", "810000"),
]
SITES = st.builds(
    site,
    case=st.integers(1, 6),
    finding=st.sampled_from(list(Verdict)),
    sells=st.booleans(),
    organ=st.sampled_from([None, MEM]),
    operator=st.sampled_from(["", "op-1", "op-2"]),
    place=st.sampled_from(list(Place)),
    filing=st.sampled_from(list(Filing)),
    icp=st.sampled_from([(), ("浙ICP备2026003711号",), ("粤ICP备2026003711号",), ("ICP备1号",)]),
    police_filing=st.sampled_from([(), ("粤公网安备44030000000001号",), ("京公网安备1号",)]),
    registrar=st.sampled_from(["", "GoDaddy.com, LLC", "阿里云计算有限公司"]),
    registrant=st.sampled_from(["", "杭州某某科技有限公司"]),
    regimes=st.lists(st.sampled_from(list(Regime)), unique=True).map(tuple),
    acts=st.lists(st.sampled_from(list(Act)), unique=True).map(tuple),
    platform=st.sampled_from([None, ACCOUNT, SHOP]),
    empty=st.booleans(),
    borrowed=st.booleans(),
    only_others=st.booleans(),
)


@given(st.lists(SITES, max_size=6, unique_by=lambda s: s.case), st.sampled_from(SENDERS))
def test_in_every_combination_each_route_has_an_office_or_says_why_not(
    sites: list[SiteFacts], sender: tuple[str, str]
) -> None:
    watchlist = lists(*sender)
    found = sort_out(sites, watchlist)
    closing = {"cyberspace", "platform", "registrar", "telecom", "police", "market", "housing", "organ"}
    for plan in found.plans:
        assert plan.office.name
        assert not plan.office.placeholder
        assert plan.office.name != watchlist.sender.name
        assert plan.reasons
        assert plan.sites
        assert plan.document is document_for(watchlist.sender, plan.office, plan.kind)
        if plan.recipient in closing:
            assert not any(s.finding is Verdict.HIJACKED for s in plan.sites)
        if plan.recipient not in ("organ", "owner"):
            assert len({s.operator for s in plan.sites}) == 1
    keys = [(plan.recipient, plan.kind.slug, s.case) for plan in found.plans for s in plan.sites]
    assert len(keys) == len(set(keys)), "no site twice in one kind of letter"
    assert not found.missing or watchlist.sender.region == "810000"
    for error in found.missing:
        assert error.file.startswith("recipients/")


def test_a_fresh_deployment_drafts_to_the_national_offices_that_ship() -> None:
    cases = [site(1), site(2, finding=Verdict.SALE, regimes=tuple(Regime)), site(3, finding=Verdict.HIJACKED)]
    found = sort_out(cases, load_watchlist())
    assert not found.missing
    assert not found.passed
    names = {plan.recipient: plan.office.name for plan in found.plans}
    assert names["police"] == "公安部"
    assert names["cyberspace"] == "国家互联网信息办公室"
    assert all(plan.document is Document.LETTER for plan in found.plans)


@pytest.mark.parametrize(
    ("registrant", "printed"),
    [
        ("杭州某某科技有限公司", True),
        ("东江市第一中学", True),
        ("某县人民医院", True),
        ("欧阳某某", False),
        ("王某", False),
        ("REDACTED FOR PRIVACY", False),
        ("Some Trading Co., Ltd.", False),
        ("", False),
    ],
)
def test_only_bodies_are_named_by_the_registration(registrant: str, printed: bool) -> None:
    assert company(registrant) == (registrant if printed else "")
