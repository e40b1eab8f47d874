"""Tables: which words hold an address, which columns mean what, which moments are read, who is struck out."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhenwei.errors import BadInput
from zhenwei.intake.accounts import names_account
from zhenwei.intake.addresses import address_key, addresses_in, cell_addresses
from zhenwei.intake.columns import Columns, columns_from
from zhenwei.intake.identity import told_in, without
from zhenwei.intake.moments import read_moment
from zhenwei.intake.reading import report_of
from zhenwei.intake.rows import Row


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我在 xxx.com 看到", ["http://xxx.com"]),
        ("网址：ｗｗｗ．ａｂｃ．ｃｏｍ，假的", ["http://www.abc.com"]),
        ("hxxps://mem.gov-cx[.]net[.]cn/a?b=1", ["https://mem.gov-cx.net.cn/a?b=1"]),
        ("www点abc点com", ["http://www.abc.com"]),
        ("abc(dot)com、abc[点]cn", ["http://abc.com", "http://abc.cn"]),
        ("上abc。com查", ["http://abc.com"]),
        ("见http://abc.com/x看到；还有https://d.e.cn/。", ["http://abc.com/x", "https://d.e.cn/"]),
        ("（http://abc.com/a(1)）", ["http://abc.com/a(1)"]),
        ("登录 证件查询.中国 查", ["http://证件查询.中国"]),
        ("扫码打开1.2.3.4:8080/v", ["http://1.2.3.4:8080/v"]),
        ("cx-mem.com.cn办证", ["http://cx-mem.com.cn"]),
        ("abc.com\u200b 和 ABC.com/", ["http://abc.com"]),
        # None of these is one.
        ("邮箱 zhang@163.com", []),
        ("见附件 报告.pdf、截图.zip、a.doc", []),
        ("版本 1.2.3，日期 2026.11.03，金额 3.5 元", []),
        ("公众号：某查询平台", []),
        ("http://", []),
        ("http://a.com:99999/", []),
    ],
)
def test_addresses_in_a_text(text: str, found: list[str]) -> None:
    assert addresses_in(text) == found


@pytest.mark.parametrize(
    ("cell", "meant", "found"),
    [
        ("a.example", True, ["http://a.example"]),
        ("a.example", False, []),
        ("http://a.example/特种作业/查询", False, ["http://a.example/特种作业/查询"]),
        ("a.com；b.cn\n c.net", False, ["http://a.com", "http://b.cn", "http://c.net"]),
        ("《www.abc.com》", False, ["http://www.abc.com"]),
        ("abc", True, []),
        ("1.5", True, []),
        ("小程序", True, []),
        ("190-0000-1111", True, []),
    ],
)
def test_addresses_in_a_cell(cell: str, meant: bool, found: list[str]) -> None:
    assert cell_addresses(cell, meant=meant) == found


@pytest.mark.parametrize(
    "other",
    [
        "https://www.Abc.com/x/",
        "HTTP://abc.com:80/x",
        "abc.com/x/index.html",
        "http://abc.com/%78",
        "http://abc.com/x#top",
    ],
)
def test_one_address_has_many_spellings(other: str) -> None:
    assert address_key(other) == address_key("http://abc.com/x")


@pytest.mark.parametrize(
    "other", ["http://abc.com/y", "http://abc.com/x?id=1", "http://m.abc.com/x", "http://abc.com/x#/a"]
)
def test_another_address_is_another(other: str) -> None:
    assert address_key(other) != address_key("http://abc.com/x")


HEADINGS = {
    "url": "网址、链接、举报网址、被举报网站、网站地址、*被举报 网址（必填）、URL、涉事网址1、问题链接",
    "account": "被举报网站名称、公众号、小程序名称、被举报人、被举报单位、被举报账号、平台名称、被举报人电话",
    "note": "备注、举报内容、诉求内容、问题描述、标题",
    "reported_at": "举报时间、来电时间、受理日期、时间",
    "reference": "编号、受理编号、工单号、流水号、举报编号",
    "reporter": "举报人、举报人网址、联系人、联系电话、姓名、身份证号、来电号码、微信号、Email、投诉人住址",
    "passed_over": "序号、办结时间、处理结果、承办单位、网站备案号",
    "either": "详细地址",
    "": "天气、weather",
}


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        *((name, meaning) for meaning, names in HEADINGS.items() for name in names.split("、")),
        ("", ""),
    ],
)  # fmt: skip
def test_what_columns_mean(heading: str, meaning: str) -> None:
    assert Columns().meaning(heading) == meaning


@pytest.mark.parametrize("pair", ["网址", "网址=", "网址=page", "=url2"])
def test_a_meaning_that_there_is_not(pair: str) -> None:
    with pytest.raises(BadInput, match="列的含义写法不对"):
        columns_from((pair,))


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-11-18 09:20", "2026-11-18 09:20:00"),
        ("2026年11月3日", "2026-11-03 00:00:00"),
        ("２０２６年１１月３日 下午3时20分", "2026-11-03 15:20:00"),
        ("2026/11/3 9:20", "2026-11-03 09:20:00"),
        ("2026.11.03", "2026-11-03 00:00:00"),
        ("20261103", "2026-11-03 00:00:00"),
        (20261103, "2026-11-03 00:00:00"),
        ("20261103 092000", "2026-11-03 09:20:00"),
        ("2026-11-3 星期二 上午9点半", "2026-11-03 09:30:00"),
        ("2026-11-03T01:20:00Z", "2026-11-03 09:20:00"),
        ("46329.25", "2026-11-03 06:00:00"),
        (1793640000, "2026-11-03 01:20:00"),
    ],
)
def test_moments(value: object, moment: str) -> None:
    found = read_moment(value)
    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M:%S}" == moment


@pytest.mark.parametrize("value", ["11月3日", "上周", "2026-13-01", "2026-02-30", "2026-11-03 25:00", "9" * 14, 3.5])
def test_what_is_no_moment(value: object) -> None:
    with pytest.raises(BadInput, match="举报时间无法识别"):
        read_moment(value)


@pytest.mark.parametrize("value", [None, "", "  ", True])
def test_no_moment_at_all(value: object) -> None:
    assert read_moment(value) is None


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("微信公众号“特种查询”是假的", "微信公众号：特种查询"),
        ("抖音号：办证哥", "抖音：办证哥"),
        ("扫二维码后出现", "二维码：后出现"),
        ("卖假证的人", ""),
    ],
)
def test_accounts(text: str, account: str) -> None:
    assert names_account(text) == account


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("我叫钱某，电话是190-0000-2222，看到假网站", "我叫［举报人］，电话是190-0000-2222，看到假网站"),
        ("我的电话：190-0000-2222", "我的电话：［举报人］"),
        ("举报人：钱某某 反映", "举报人：［举报人］ 反映"),
        ("卖家电话 190-0000-3333", "卖家电话 190-0000-3333"),
        ("证号 110101199003070010 不是我的", "证号 ［举报人］ 不是我的"),
    ],
)
def test_who_writes_of_themselves_is_struck_out(note: str, kept: str) -> None:
    assert without(note, told_in(note)) == kept


PEOPLE = st.text(st.sampled_from("张王李赵某明华芳 abcXYZ09-"), min_size=2, max_size=12).map(
    lambda t: " ".join(t.split())
)


@settings(max_examples=80, deadline=None)
@given(PEOPLE.filter(lambda name: len(name) > 1), st.text(max_size=20), st.text(max_size=20))
def test_a_name_of_its_column_is_in_no_other_field(name: str, before: str, after: str) -> None:
    said = f"{before}{name}{after}"
    row = Row(2, (("举报人", name), ("说明", said), ("公众号", said), ("编号", said)))
    report = report_of(row, {"举报人": "reporter", "说明": "note", "公众号": "account", "编号": "reference"})
    assert report is not None
    shown = [str(getattr(report, part.name)) for part in fields(report) if part.repr]  # all but who reported
    assert name not in "\n".join(shown).replace("举报人", "")


def test_a_number_in_another_grouping_is_the_same() -> None:
    assert without("张 某 某来电", ["张某某"]) == "［举报人］来电"
    assert without("打 19000001111 或 190 0000 1111", ["190-0000-1111"]) == "打 ［举报人］ 或 ［举报人］"
