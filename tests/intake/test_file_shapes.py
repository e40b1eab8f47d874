"""What is read: encodings, delimiters, titles, merged cells, sheets, dates, lists; the same reports out of each."""

from __future__ import annotations

import json
from datetime import datetime

import openpyxl
import pytest

from tests.intake.office_files import NAME, PHONE, TABLE, delimited, read, saved, xlsx
from zhenwei.intake.columns import columns_from
from zhenwei.intake.report import Report

ENCODINGS = ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be")


def sound(reports: list[Report]) -> None:
    """The two reports of TABLE, whatever file they came in."""
    assert [one.addresses for one in reports] == [("http://a.example/x",), ("http://b.example",)]
    assert [one.reference for one in reports] == ["JB-1", "JB-2"]
    assert [one.reported_at.isoformat() if one.reported_at else "" for one in reports] == [
        "2026-11-03T00:00:00+08:00",
        "2026-11-20T08:00:00+08:00",
    ]
    assert reports[0].note == "此网站仿冒; 举报人［举报人］ ［举报人］"
    assert [one.identity for one in reports] == [f"举报人: {NAME}; 联系电话: {PHONE}", ""]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("mark", [",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_in_every_encoding(encoding: str, mark: str, end: str) -> None:
    good, bad, unread = read(delimited(mark=mark, end=end).encode(encoding))
    sound(good)
    assert (bad, unread) == ([], [])


def test_semicolons_and_quoted_cells() -> None:
    rows = '网址;说明\r\n"a.example";"一;二\r\n三"\r\n'
    (good,), _, _ = read(rows.encode("gbk"))
    assert good.note == "一;二 三"


def test_a_workbook_and_json() -> None:
    sound(read(xlsx())[0])
    header, *rows = TABLE
    objects = [dict(zip(header, row, strict=True)) for row in rows]
    sound(read("\n".join(json.dumps(one, ensure_ascii=False) for one in objects).encode("gb18030"))[0])
    sound(read(json.dumps(objects).encode())[0])


def test_titles_above_the_header_and_sums_below_the_table() -> None:
    rows = (
        ("2026年11月网址举报转办清单", "", ""),
        ("制表单位：某单位", "", "2026年11月20日"),
        ("", "", ""),
        ("序号", "被举报网址（必填）", "诉求内容"),
        ("1", "a.example", "假的"),
        ("序号", "被举报网址（必填）", "诉求内容"),
        ("2", "b.example", "也是"),
        ("", "", ""),
        ("合计：2 件", "", ""),
    )
    for data in (delimited(rows).encode("gbk"), xlsx(rows, merged=["A1:C1"])):
        good, bad, _ = read(data)
        assert [one.addresses[0] for one in good] == ["http://a.example", "http://b.example"]
        assert bad == []


def test_lines_are_numbered_as_people_see_them() -> None:
    rows = (("清单", ""), ("", ""), ("网址", "说明"), ("a.example", ""), ("", "没有"), ("c.example", ""))
    for data in (delimited(rows).encode(), xlsx(rows)):
        good, bad, _ = read(data)
        assert [one.line for one in good] == [4, 6]
        assert [(row.line, row.what) for row in bad] == [(5, "网址为空")]


def test_merged_cells_speak_for_every_row_of_theirs() -> None:
    rows = (
        ("受理编号", "网址", "举报时间"),
        ("N1", "a.example", "2026-11-03"),
        (None, "b.example", None),
        ("N2", "c.example", None),
    )
    good, _, _ = read(xlsx(rows, merged=["A2:A3", "C2:C3"]))
    assert [(one.reference, one.reported_at is not None) for one in good] == [("N1", True), ("N1", True), ("N2", False)]


def test_dates_and_numbers_of_a_spreadsheet() -> None:
    rows = (
        ("编号", "网址", "举报时间"),
        (20261103001, "a.example", datetime(2026, 11, 3, 9, 20)),  # noqa: DTZ001 - as a spreadsheet holds it
        (7.0, "b.example", 46329.5),
        ("007", "c.example", "46329"),
    )
    good, _, _ = read(xlsx(rows))
    assert [one.reference for one in good] == ["20261103001", "7", "007"]
    assert [f"{one.reported_at:%Y-%m-%d %H:%M}" for one in good] == [
        "2026-11-03 09:20",
        "2026-11-03 12:00",
        "2026-11-03 00:00",
    ]


def test_every_sheet_that_has_reports_is_read_and_the_rest_is_named() -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "填表说明"
    first.append(["请按要求填写"])
    for title, name in (("十月", "a.example"), ("十一月", "b.example")):
        sheet = book.create_sheet(title)
        sheet.append(["网址", "说明"])
        sheet.append([name, ""])
        sheet.append(["", "没有"])
    book.create_sheet("字典").sheet_state = "hidden"
    good, bad, unread = read(saved(book))
    assert [(one.sheet, one.addresses[0]) for one in good] == [
        ("十月", "http://a.example"),
        ("十一月", "http://b.example"),
    ]
    assert bad[1].where == "工作表“十一月”第 3 行"
    assert unread == ["字典（隐藏）", "填表说明（没有网址一列）"]
    assert [one.addresses[0] for one in read(saved(book), sheet="十一月")[0]] == ["http://b.example"]


def test_a_list_of_addresses_needs_no_header() -> None:
    good, _, _ = read(b"a.example\nhxxp://b[.]example/x\n\n")
    assert [one.addresses[0] for one in good] == ["http://a.example", "http://b.example/x"]


def test_several_addresses_of_one_report_stay_one_report() -> None:
    (good,), _, _ = read("网址,备用网址,编号\na.example；b.example c.example,d.example,7\n".encode())
    assert good.addresses == ("http://a.example", "http://b.example", "http://c.example", "http://d.example")


@pytest.mark.parametrize(
    ("row", "account"),
    [
        ({"公众号名称": "特种证查询"}, "公众号名称：特种证查询"),
        ({"网址": "微信小程序：某查询"}, "微信小程序：某查询"),
        ({"网址": "", "说明": "抖音账号“办证哥”发视频卖证"}, "抖音：办证哥"),
        ({"被举报单位": "某某安全培训中心", "诉求内容": "卖假证"}, "被举报单位：某某安全培训中心"),
    ],
)
def test_what_has_no_address_is_kept_as_what_it_is(row: dict[str, str], account: str) -> None:
    (good,), _, _ = read(json.dumps(row).encode())
    assert (good.addresses, good.account) == ((), account)


LAYOUTS = {
    "12377": "举报编号 举报时间 危害类型 被举报网站名称 被举报网址 举报内容 处理状态 举报人 联系方式",
    "12350": "受理号 来电时间 举报方式 被举报单位 网址 反映内容 举报人姓名 举报人电话 办理结果",
    "12345": "工单编号 诉求标题 诉求内容 诉求类型 受理时间 来电人 来电号码 联系地址 承办单位 办结时间",
}


@pytest.mark.parametrize("source", sorted(LAYOUTS))
def test_the_usual_layouts_of_hot_lines(source: str) -> None:
    header = LAYOUTS[source].split()
    cell = {
        "被举报网址": "http://a.example/cx", "网址": "http://a.example/cx", "诉求内容": "反映 a-cx.com/cx。假证",
        "举报时间": "2026-11-03", "来电时间": "2026-11-03", "受理时间": "2026-11-03",
        "举报编号": "N1", "受理号": "N1", "工单编号": "N1", "办结时间": "待定",
        "举报人": NAME, "举报人姓名": NAME, "来电人": NAME,
        "联系方式": PHONE, "举报人电话": PHONE, "来电号码": PHONE, "联系地址": "某市某路",
    }  # fmt: skip
    rows = (("某单位举报件",), tuple(header), tuple(cell.get(name, "其他") for name in header))
    (good,), bad, _ = read(xlsx(rows))
    assert bad == []
    assert good.addresses[0] in ("http://a.example/cx", "http://a-cx.com/cx")
    assert good.reference == "N1"
    assert f"{good.reported_at:%Y-%m-%d}" == "2026-11-03"
    assert NAME in good.identity
    assert PHONE in good.identity
    assert NAME not in f"{good}{good.note}"


def test_a_genuine_address_that_a_text_names_beside_another_is_no_lead() -> None:
    text = "诉求内容,编号\n该站 fake-cx.com 仿冒 www.mem.gov.cn 的查询页,1\n只写了 www.mem.gov.cn,2\n"
    good, _, _ = read(text.encode(), genuine=lambda url: url.endswith("gov.cn"))
    assert [one.addresses for one in good] == [("http://fake-cx.com",), ("http://www.mem.gov.cn",)]


def test_of_several_numbers_and_times_the_right_one_is_taken() -> None:
    header = "编号,登记时间,举报时间,受理编号,被举报网站名称,网址,说明\n"
    (good,), _, _ = read((header + "1,2026-11-20,2026-11-03,N1,某查询平台,a.example,假的\n").encode())
    assert (good.reference, f"{good.reported_at:%m-%d}") == ("N1", "11-03")
    assert good.note == "假的；被举报网站名称：某查询平台"


def test_what_a_column_means_can_be_said() -> None:
    data = "涉事页面资源,weather\na.example,rain\n".encode()
    good, _, unread = read(data, columns=columns_from(("涉事页面资源=url", "weather=note")))
    assert (good[0].addresses, good[0].note, unread) == (("http://a.example",), "rain", [])


def test_formulas_and_links_of_a_workbook_are_never_followed() -> None:
    rows = (
        ("网址", "说明"),
        ("a.example", '=WEBSERVICE("http://127.0.0.1:9/")'),
        ('=HYPERLINK("http://b.example")', "x"),
    )
    good, bad, _ = read(xlsx(rows))
    assert [(one.addresses, one.note) for one in good] == [(("http://a.example",), "")]
    assert [(row.line, row.what) for row in bad] == [(3, "网址为空")]
