"""What a stored case tells the routes: place, platform, acts, seat; from rows and captures to letters."""

from __future__ import annotations

from typing import Any

import pytest

from takedown.facts import Place
from takedown.gather import gather
from takedown.grouping import sort_out
from tests.takedown.letters_world import World, finding, phone
from zhenwei.store.cases import get_case
from zhenwei.types import Side, Verdict

FAKE, SALE = Verdict.COUNTERFEIT, Verdict.SALE
NAME = (finding("P014", detail="域名近似"),)

CASES: list[tuple[str, dict[str, Any], Place, dict[str, str]]] = [
    (
        "cx-mem.top",
        {"registration": {"host_country": "US"}},
        Place.ABROAD,
        {"disposal": "东江市互联网信息办公室", "police-clue": "东江市公安局", "confirmation": "应急管理部"},
    ),
    (
        "cx-mem.cn",
        {
            "html": "<p>特种作业操作证查询 粤ICP备2026003711号",
            "registration": {"registrar": "阿里云计算有限公司（万网）", "registrant": "广州某某科技有限公司"},
        },
        Place.DOMESTIC,
        {
            "disposal": "东江市互联网信息办公室",
            "police-clue": "东江市公安局",
            "confirmation": "应急管理部",
            "filing-check": "广东省通信管理局",
            "registrar-check": "阿里云计算有限公司",
            "regional-check": "广东省互联网信息办公室",
        },
    ),
    (
        "mp.weixin.qq.com",
        {"verdict": SALE, "sale": 80.0, "contacts": (phone(),)},
        Place.UNKNOWN,
        {
            "platform-notice": "深圳市腾讯计算机系统有限公司",
            "disposal": "东江市互联网信息办公室",
            "market-clue": "广东省市场监督管理局",
            "police-clue": "东江市公安局",
        },
    ),
    (
        "forklift.com",
        {"verdict": SALE, "sale": 80.0, "title": "叉车证 免考", "html": "<p>叉车证 浙公网安备33010000000001号"},
        Place.UNKNOWN,
        {"equipment-clue": "东江市市场监督管理局", "police-clue": "东江市公安局", "filing-check": "南岭省通信管理局"},
    ),
    (
        "crane.com",
        {"verdict": SALE, "sale": 80.0, "title": "塔吊司机证", "registration": {"registrant": "宁波某某咨询有限公司"}},
        Place.UNKNOWN,
        {
            "market-clue": "浙江省市场监督管理局",
            "housing-clue": "浙江省住房和城乡建设厅",
            "police-clue": "东江市公安局",
            "filing-check": "南岭省通信管理局",
        },
    ),
    (
        "forger.com",
        {"verdict": SALE, "sale": 80.0, "findings": (finding("P102", side=Side.SALE, detail="制证"),)},
        Place.UNKNOWN,
        {"police-clue": "东江市公安局", "market-clue": "东江市市场监督管理局", "filing-check": "南岭省通信管理局"},
    ),
    (
        "mem-gov.net",
        {"html": "<p>建设中", "title": "", "findings": NAME, "registration": {"registrar": "GoDaddy.com, LLC"}},
        Place.UNKNOWN,
        {"confirmation": "应急管理部", "filing-check": "南岭省通信管理局"},
    ),
    (
        "school.com",
        {"verdict": Verdict.HIJACKED, "registration": {"registrant": "东江市第一中学"}},
        Place.UNKNOWN,
        {"owner-notice": "东江市第一中学"},
    ),
    (
        "school.net",
        {"verdict": Verdict.HIJACKED, "registration": {"registrant": "王某"}},
        Place.UNKNOWN,
        {"owner-notice": "school[.]net网站主办单位"},
    ),
]


@pytest.mark.parametrize(("host", "case", "place", "letters"), CASES, ids=[row[0] for row in CASES])
def test_from_the_store_to_the_letters(
    world: World, host: str, case: dict[str, Any], place: Place, letters: dict[str, str]
) -> None:
    number = world.case(host, **case)
    with world.store.transaction() as session:
        site = gather(session, get_case(session, number), world.watchlist, world.settings.evidence_dir)
    assert site.place is place
    assert site.place_reasons
    found = sort_out([site], world.watchlist)
    assert {plan.kind.slug: plan.office.name for plan in found.plans} == letters
    assert [plan.kind.slug for plan in found.plans] == list(letters), "the first addressee first"
    assert not found.missing
