"""What decides who is written to first: a table of what each reading catches and what it spares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from takedown.acts import acts_of, is_borrowed, is_empty, is_tenant, only_other_regimes, platform_of
from takedown.facts import Act
from tests.takedown.site_facts import lists
from zhenwei.address import ascii_host


@pytest.mark.parametrize(
    ("rules", "markup", "acts"),
    [
        ({"P102"}, "", (Act.FORGES,)),
        ({"P120", "P110"}, "", (Act.FORGES,)),
        ({"P101", "P103"}, "", ()),
        ({"P022"}, "", (Act.PHISHES,)),
        ({"P001"}, "<form><input placeholder='银行卡号'></form>", (Act.PHISHES,)),
        ({"P001"}, "<p>谨防索要银行卡号、短信验证码的骗局</p>", ()),
        ({"P101"}, "<form>手机号<input>短信验证码<input></form>", ()),
        ({"P005"}, "<form>姓名<input>证件号码<input></form>", ()),
        (set(), "", ()),
    ],
)
def test_acts(rules: set[str], markup: str, acts: tuple[Act, ...]) -> None:
    assert acts_of(rules, [markup]) == acts


@pytest.mark.parametrize(
    ("rules", "text", "contacts", "empty"),
    [
        ({"P014"}, "", 0, True),
        ({"P014", "P020"}, "网站建设中", 0, True),
        ({"P014"}, "特种作业操作证查询", 0, False),
        ({"P014", "P001"}, "", 0, False),
        ({"P014"}, "", 1, False),
        ({"P014"}, "一段相当长的与域名毫无关系的其他内容的文字介绍", 0, False),
        (set(), "", 0, False),
    ],
)
def test_a_bare_name(rules: set[str], text: str, contacts: int, empty: bool) -> None:
    assert is_empty(rules, text, contacts) is empty


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("叉车证 免考 三天出证", True),
        ("特种设备作业人员证 锅炉证代办", True),
        ("建筑电工、架子工、塔吊司机", True),
        ("叉车证、电工证、焊工证", False),
        ("特种作业操作证", False),
        ("建筑电工证和高压电工证", False),
        ("驾驶证", False),
        ("", False),
    ],
)
def test_papers_of_other_regulators_alone(text: str, only: bool) -> None:
    assert only_other_regimes(text) is only


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("mp.weixin.qq.com", "account"),
        ("www.douyin.com", "account"),
        ("shop123.taobao.com", "shop"),
        ("www.qq.com", ""),
        ("mp.weixin.qq.com.cx-zs.top", ""),
        ("taobao.com.cn", ""),
        ("cx-mem.net", ""),
    ],
)
def test_platforms(host: str, kind: str) -> None:
    found = platform_of(ascii_host(host), lists())
    assert (found.kind if found else "") == kind


@pytest.mark.parametrize(
    ("host", "tenant"),
    [
        ("fake.github.io", True),
        ("zs.fkw.com", True),
        ("fkw.com", False),
        ("www.cx-mem.net", False),
        ("cx.mem.gov.cn.zscx-fuwu.top", False),
        ("gov-mem.cn.com", True),
        ("cx-mem.com.cn", False),
    ],
)
def test_customers_below_a_platforms_domain(host: str, tenant: bool) -> None:
    assert is_tenant(host, lists()) is tenant


def test_a_filing_number_of_a_protected_organ_is_borrowed() -> None:
    watchlist = lists()
    organ = next(iter(watchlist.organs.values()))
    watchlist = replace(watchlist, organs={organ.slug: organ.model_copy(update={"icp": "京ICP备12345678号-3"})})
    assert is_borrowed(["京ICP备12345678号-1"], {}, watchlist)
    assert is_borrowed(["京 ICP备12345678号"], {}, watchlist)
    assert is_borrowed(["京ICP备12345679号"], {"P009": "使用应急管理部的官方页面上的编号（12345679）"}, watchlist)
    assert not is_borrowed(["京ICP备12345679号"], {"P009": "使用应急管理部的网站标识码（bm12345678）"}, watchlist)
    assert not is_borrowed([], {"P013": "备案号（"}, watchlist)
