"""What stands in the DOCX and the XLSX of a report, opened again with other eyes."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pytest
from lxml import etree
from openpyxl.utils import get_column_letter
from sqlalchemy.orm import Session

from takedown.reports import outcomes
from takedown.reports.monthly import Made, make_report
from takedown.reports.periods import Scheme, month, year
from tests.reports.little import Little, at
from tests.reports.test_counted import fill
from zhenwei.store.database import Store, open_store
from zhenwei.store.models import LeadRow, ReporterRow
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.reporting import Deadline, Phase, Reporting

DAY = date(2026, 12, 5)
SHEETS = ["案件", "函件", "处置结果", "统计口径"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, watchlist: Watchlist, reporting: Reporting) -> Made:
    """The report of November over the world that test_counted fills."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('made') / 'store.db'}")
    with store.transaction() as session:
        fill(session)
        enter(session, reporting)
        report = make_report(session, watchlist, reporting, month("2026-11"), DAY)
    store.close()
    return report


def enter(session: Session, reporting: Reporting) -> None:
    for value in ("30000", "35000"):
        outcomes.enter(
            session, reporting.outcomes, name="2026-11", office="东江市公安局", field="fines", value=value, by="chen",
            source="=HYPERLINK(\"http://x.example\")", note="@SUM(A1)",
        )  # fmt: skip


def text_of(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def rows_of(data: bytes, sheet: str) -> list[dict[str, Any]]:
    header, *rows = openpyxl.load_workbook(BytesIO(data))[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_the_report_has_the_sections_of_a_monthly_report(made: Made) -> None:
    text = text_of(made.docx)
    sections = ["一、工作情况", "二、主要做法", "三、取得成效", "四、存在问题", "五、下一步打算"]
    places = [text.index(section) for section in sections]
    assert places == sorted(places)
    for sentence in (
        "关于2026年11月", "（2026年11月1日至2026年11月30日）", "新发现疑似网站4个（比上期增加1个）",
        "新确认违法网站2个（与上期持平）",
        "发往公安机关1件", "确认下线违法网站2个次（比上期增加2个次），其中移送后下线2个次", "本期罚款35000元",
        "〔请经办人填写：组织部署", "东江市互联网信息办公室", "2026年12月5日", "草稿",
    ):  # fmt: skip
        assert sentence in text, sentence
    assert "。。" not in text
    assert "None" not in text


def test_what_nobody_has_entered_is_a_marked_cell_and_no_zero(made: Made) -> None:
    table = docx.Document(BytesIO(made.docx)).tables[0]
    cells = {row.cells[0].text: row.cells for row in table.rows}
    assert cells["罚款"][2].text == "35000"
    assert cells["捣毁窝点"][2].text == "待填"
    assert "FFF2CC" in etree.tostring(cells["捣毁窝点"][2]._tc).decode()


def test_the_chart_is_a_native_part_with_its_numbers(made: Made) -> None:
    with zipfile.ZipFile(BytesIO(made.docx)) as parts:
        chart = etree.fromstring(parts.read("word/charts/chart1.xml"))
        book = openpyxl.load_workbook(BytesIO(parts.read("word/embeddings/chart1.xlsx")))
        body = parts.read("word/document.xml").decode()
    names = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    series: Sequence[Any] = chart.findall(".//c:ser", names)
    shown = {
        one.findtext(".//c:tx//c:v", namespaces=names): [v.text for v in one.findall(".//c:val//c:v", names)]
        for one in series
    }
    assert list(shown) == ["新发现", "确认", "移送", "下线"]
    assert shown["新发现"][-2:] == ["3", "4"]
    assert [cell.value for cell in book["数据"][12]] == ["11月", 4, 2, 2, 2]
    assert 'descr="柱状图，1月至11月' in body


def test_the_months_stand_as_a_table_too(made: Made) -> None:
    table = docx.Document(BytesIO(made.docx)).tables[1]
    assert [cell.text for cell in table.rows[-1].cells] == ["11月", "4", "2", "2", "2"]


def test_an_empty_month_says_so_and_draws_nothing(one_store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with one_store.transaction() as session:
        made = make_report(session, watchlist, reporting, month("2025-02"), DAY)
    text = text_of(made.docx)
    assert "本期未新增线索，未访问页面，未新发现疑似网站。" in text
    assert "截至报告之日尚未收到" in text
    with zipfile.ZipFile(BytesIO(made.docx)) as parts:
        assert not [name for name in parts.namelist() if "chart" in name]
    assert rows_of(made.xlsx, "案件") == []


def test_a_year_speaks_of_years(one_store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with one_store.transaction() as session:
        fill(session)
        made = make_report(session, watchlist, reporting, year("2026"), date(2026, 11, 30))
    text = text_of(made.docx)
    assert "本年作出研判" in text
    assert "本期" not in text
    assert "本年尚未结束，数据截至2026年11月30日" in text
    table = docx.Document(BytesIO(made.docx)).tables[1]
    assert table.rows[-1].cells[0].text == "合计"
    assert table.rows[-1].cells[1].text == str(made.figures.now["found"])


def test_phases_deadlines_and_silent_offices_are_named(
    one_store: Store, watchlist: Watchlist, reporting: Reporting
) -> None:
    campaign = reporting.campaign.model_copy(
        update={
            "report_to": "南岭省互联网信息办公室",
            "phase": (
                Phase(name="自查自纠", first=date(2026, 9, 1), last=date(2026, 9, 20)),
                Phase(name="集中整治", first=date(2026, 9, 21), last=date(2026, 12, 31)),
            ),
            "deadline": (Deadline(name="报送工作总结", on=date(2026, 12, 10)),),
            "reporters": ("东江市公安局",),
        }
    )
    with one_store.transaction() as session:
        made = make_report(session, watchlist, replace(reporting, campaign=campaign), month("2026-11"), DAY)
    text = text_of(made.docx)
    assert "南岭省互联网信息办公室：" in text
    assert "处于集中整治阶段（2026年9月21日至2026年12月31日）" in text
    assert "自查自纠" not in text
    assert "于2026年12月10日前报送工作总结" in text
    assert "应报送的单位为东江市公安局" in text


def test_the_ledger_has_its_sheets_with_headers_and_filters(made: Made) -> None:
    book = openpyxl.load_workbook(BytesIO(made.xlsx))
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"


def test_one_row_a_case_as_it_stood_then(made: Made) -> None:
    rows = {row["网站"]: row for row in rows_of(made.xlsx, "案件")}
    assert set(rows) == {f"{name}[.]example" for name in "abcdefh"}
    assert (rows["a[.]example"]["期末状态"], rows["a[.]example"]["下线次数"]) == ("已下线", 2)
    assert (rows["b[.]example"]["期末状态"], rows["d[.]example"]["期末状态"]) == ("已发函", "待研判")
    assert (rows["e[.]example"]["期末状态"], rows["f[.]example"]["期末状态"]) == ("已排除", "暂缓")
    assert (rows["c[.]example"]["线索来源"], rows["c[.]example"]["线索编号"]) == ("12377", "R1")
    assert rows["b[.]example"]["研判时间"] == "2026-11-04 12:00"


def test_letters_outcomes_and_ways_of_counting(made: Made) -> None:
    letters = rows_of(made.xlsx, "函件")
    assert [row["期末状态"] for row in letters] == ["已答复", "已发函", "已发函", "已退回（撤回）"]
    entries = rows_of(made.xlsx, "处置结果")
    assert [(row["数值"], row["是否计入"]) for row in entries] == [(30000, "否（见 2 号）"), (35000, "是")]
    ways = {row["项目"]: row for row in rows_of(made.xlsx, "统计口径")}
    assert (ways["新发现疑似网站"]["本期"], ways["新发现疑似网站"]["上期"]) == (4, 3)
    assert "首次由人员研判为“确认”" in ways["新确认违法网站（发现问题）"]["统计口径"]
    assert (ways["罚款"]["本期"], ways["捣毁窝点"]["本期"]) == (35000, None)


PAYLOADS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://x.example","x")',
    "\t=1",
    "http://x.example/",
    "=cmd|' /C calc'!A0",
)


def test_no_cell_is_a_formula_or_a_link(one_store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with one_store.transaction() as session:
        world = Little(session)
        world.people()
        for number, payload in enumerate(PAYLOADS):
            case = world.case(f"s{number}.example", "2026-11-02", source=payload, reference=payload, target=payload)
            world.letter([case], payload, drafted="2026-11-03", sent="2026-11-04", answered="2026-11-05")
        enter(session, reporting)
        made = make_report(session, watchlist, reporting, month("2026-11"), DAY)
    book = openpyxl.load_workbook(BytesIO(made.xlsx))
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type in ("s", "n"), (cell.coordinate, cell.value)
                assert cell.hyperlink is None
                if cell.data_type == "s":
                    assert cell.quotePrefix
    with zipfile.ZipFile(BytesIO(made.xlsx)) as parts:
        assert not [name for name in parts.namelist() if b"<f>" in parts.read(name) or b"hyperlink" in parts.read(name)]


def test_who_reported_a_site_stands_nowhere(one_store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with one_store.transaction() as session:
        number = fill(session)["c"]
        lead = session.query(LeadRow).filter_by(source="12377").one()
        lead.why = "李某某 190-0000-1234 举报"
        session.add(ReporterRow(lead_id=lead.id, identity="李某某 190-0000-1234", told_at=at("2026-11-10")))
        session.flush()
        made = make_report(session, watchlist, reporting, month("2026-11"), DAY)
    assert number
    for data in (made.docx, made.xlsx):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            for name in parts.namelist():
                assert "李某某".encode() not in parts.read(name)
                assert b"190-0000" not in parts.read(name)


def test_the_split_month_says_which_days_it_takes(one_store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with one_store.transaction() as session:
        fill(session)
        made = make_report(session, watchlist, reporting, month("2026-01", Scheme.SPLIT), DAY)
    assert "（2025年12月21日至2026年1月20日）" in text_of(made.docx)
    assert "2025-12-21 至 2026-01-20" in str(rows_of(made.xlsx, "统计口径")[0]["统计口径"])
