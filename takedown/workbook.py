"""The register and the evidence list as a workbook. No cell is ever a formula: a page's title may begin with ``=``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from takedown.annex_evidence import capture_rows, every_capture, evidence_number, made_how
from takedown.annex_register import register_rows
from takedown.clean import plain
from takedown.facts import SiteFacts
from takedown.fast_sheets import LONGEST_CELL, text_workbook
from zhenwei.address import defang
from zhenwei.clock import shown

_FILE = ("编号", "案件", "名称", "来源网址", "固定时间（北京时间）", "文件名", "字节", "格式", "SHA-256")
EVIDENCE = (*_FILE, "制作方式", "持有人", "保存位置", "是否随附")


def workbook(
    sites: Sequence[SiteFacts], holder: str, day: date, *, scores: bool = True, whole: Collection[str] = ()
) -> bytes:
    """Return an XLSX with the sheets 涉案网站登记表 (contacts masked) and 证据清单 (every file of every capture)."""
    rows = [register_rows(site, scores=scores) for site in sites]
    register = [[str(number), *(value for _, value in row)] for number, row in enumerate(rows, start=1)]
    header = ["序号", *(label for label, _ in rows[0])]
    return text_workbook(
        [("涉案网站登记表", header, register), ("证据清单", EVIDENCE, _evidence(sites, holder, whole))], day
    )


def _evidence(sites: Sequence[SiteFacts], holder: str, whole: Collection[str]) -> Iterator[list[str]]:
    for number, (site, capture) in enumerate(every_capture(sites), start=1):
        url, at, how = defang(capture.url), shown(capture.captured_at), made_how(capture)
        along = "原件随附" if capture.folder in whole else "只列校验值"
        for place, (what, name, form, size, sha256) in enumerate(capture_rows(capture), start=1):
            first = [f"{evidence_number(number)}-{place}", str(site.case), what, url, at]
            yield [*first, name, size, form, sha256, how, holder, capture.folder, along]


def fill(sheet: Worksheet, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write a header and rows of text, the header fixed on the screen."""
    add_row(sheet, header)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for column in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 22
    sheet.freeze_panes = "A2"
    for row in rows:
        add_row(sheet, row)


def add_row(sheet: Worksheet, values: Sequence[str]) -> None:
    """Add a row of plain text cells."""
    row = sheet.max_row + 1 if sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        cell.value = plain(value)[:LONGEST_CELL]
        cell.data_type = "s"  # openpyxl takes a leading "=" for a formula
        cell.quotePrefix = True  # and programs that export to CSV then keep it as text
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def saved(book: Workbook) -> bytes:
    """Return the workbook's bytes."""
    out = BytesIO()
    book.save(out)
    return out.getvalue()
