"""A rule's words → a letter's: nothing of the machine, whole words, dates and marks as GB/T 15834 and 15835."""

from __future__ import annotations

import pytest

from takedown.clean import defanged, plain
from takedown.reasons import enumerated, quoted, said
from takedown.trade import business_names, credit_codes, prices
from takedown.words import told_once
from tests.takedown.facts_world import a_finding


@pytest.mark.parametrize(
    ("detail", "quote", "told"),
    [
        ("标题自称“某厅”，域名不属于该单位", "", "标题自称“某厅”"),
        ("域名疑似仿冒（名称评分 76）：含机构的拼音“yjt”", "", "域名疑似仿冒：含机构的拼音“yjt”"),
        ("招徕安全生产证件；旁证：免考、联系方式", "电工证代办", "招徕安全生产证件（页面原文：“电工证代办”）"),
        ("承诺免考试：人不到、不到场、免考、免考试", "免考", "承诺免考试：人不到场、免考试"),
        ("承诺免考试：只需提供复印件，其、其余由我", "", "承诺免考试：只需提供复印件、其余由我"),
        ("只称“代办电工证”，通篇不谈培训和考试", "", "宣称“代办电工证”，未见培训、考试内容"),
        ("只称“代办”，通篇不谈培训和考试（标题或关键词）", "", "宣称“代办”（标题或关键词），未见培训、考试内容"),
        ("域名在 2026-03-05 到期", "", "域名在2026年3月5日到期"),
        ("培训机构承诺“包过”：属广告法第二十四条事项，由市场监管部门处理", "", "培训机构承诺“包过”"),
        ("填写内容提交到 evil.example", "", "填写内容提交到evil[.]example"),
        ("今天报,明天拿?", "", "今天报，明天拿？"),
        ("署名“应急管理部网站标识码:bm1”", "应急管理部 网站标识码：BM1", "署名“应急管理部网站标识码:bm1”"),
        ("承诺出证", '他说“明天”就"好"', "承诺出证（页面原文：“他说‘明天’就＂好＂”）"),
    ],
)
def test_what_a_letter_tells(detail: str, quote: str, told: str) -> None:
    assert said(a_finding("P999", "sale", detail, quote)) == told


@pytest.mark.parametrize("rule", ["P020", "P054", "P109", "P110", "P111"])
def test_what_is_told_elsewhere_is_not_told_twice(rule: str) -> None:
    assert said(a_finding(rule, detail="域名注册于 2026-03-15，至今 200 天")) == ""


def test_enumerations() -> None:
    assert enumerated(()) == ""
    assert enumerated(("甲",)) == "甲"
    assert enumerated(("甲", "乙", "丙")) == "一是甲；二是乙；三是丙"
    assert enumerated(("标题自称“某厅”", "标题自称“某厅查询”")) == "标题自称“某厅查询”"


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("看http://a.example/x?u=https://b.example", "看hxxp://a[.]example/x?u=hxxps://b[.]example"),
        ("HTTPS://198.18.0.7/", "HxxPS://198.18.0.7/"),
        ("域名是www.a.example。", "域名是www[.]a[.]example。"),
        ("中文.中国", "中文[.]中国"),
        ("点javascript:alert(1)", "点javascript：alert(1)"),
        ("甲bjavascript:alert(1)", "甲bjavascript：alert(1)"),
        ("user profile: metadata: 2", "user profile: metadata: 2"),
        ("a[.]example", "a[.]example"),
        ("版本 1.2，费用 3.5 元，198.18.0.7", "版本 1.2，费用 3.5 元，198.18.0.7"),
    ],
)
def test_no_address_stays_a_link(text: str, dead: str) -> None:
    assert defanged(text) == dead
    assert defanged(dead) == dead


def test_quotations_hold_no_double_marks() -> None:
    assert quoted("“甲”“乙”") == "‘甲’‘乙’"
    assert plain("a\u061cb\u180ec\U000e0041d") == "a b c d"


def test_indications_that_cases_share_are_told_once() -> None:
    assert told_once(
        ["案件1：可能符合第十条第（一）项的情形", "案件2：可能符合第十条第（一）项的情形", "案件2：涉嫌买卖"]
    ) == [
        "案件1、2（共2件）均有以下情形：可能符合第十条第一项的情形。",
        "案件2：涉嫌买卖。",
    ]
    assert told_once(["涉嫌买卖。"]) == ["涉嫌买卖。"]


@pytest.mark.parametrize(
    ("text", "title", "names"),
    [
        ("版权所有 © 2026 东江某某职业培训学校", "", ("东江某某职业培训学校",)),
        ("公司名称：东江某某咨询有限公司", "", ("东江某某咨询有限公司",)),
        ("东江某某科技有限公司 版权所有", "", ("东江某某科技有限公司",)),
        ("", "电工证办理 - 某某咨询服务部", ("某某咨询服务部",)),
        # spared: a customer, a news item, an organ
        ("我们为东江某某建设有限公司办理过", "", ()),
        ("版权所有：某省应急管理厅", "", ()),
        ("本报讯，某某有限公司被查处", "某某有限公司被罚", ()),
    ],
)
def test_who_a_page_says_runs_it(text: str, title: str, names: tuple[str, ...]) -> None:
    assert business_names(text, title) == names


def test_codes_and_prices() -> None:
    assert credit_codes("统一社会信用代码：91330199MA0000000R") == ("91330199MA0000000R",)
    assert credit_codes("91330199MA0000000A 11010519491231002X") == ()
    assert prices("低压电工证办理费 380 元/证，高压480元") == ("办理费380元/证", "480元")
    assert prices("电工证 ￥350") == ("￥350",)
    assert prices("注册资本500元，电话1234元") == ()
