"""The register and the evidence list as a workbook. No cell is ever a formula: a page's title may begin with ``=``."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from takedown.annexes import every_capture, register_rows
from takedown.clean import plain
from takedown.facts import SiteFacts
from takedown.words import PROFILES
from zhenwei.address import defang
from zhenwei.clock import shown

LONGEST_CELL = 32_000  # Excel holds 32,767 characters


def workbook(sites: Sequence[SiteFacts]) -> bytes:
    """Return an XLSX with the sheets 登记表 (contacts masked) and 证据清单 (every file of every capture)."""
    book = Workbook()
    register = book.active
    assert isinstance(register, Worksheet)
    register.title = "涉案网站登记表"
    rows = [register_rows(site) for site in sites]
    fill(register, ["序号", *(label for label, _ in rows[0])], [])
    for number, row in enumerate(rows, start=1):
        add_row(register, [str(number), *(value for _, value in row)])
    evidence = book.create_sheet("证据清单")
    fill(
        evidence,
        ["编号", "案件", "网址", "固定时间（北京时间）", "访问方式", "保存位置", "文件", "字节", "SHA-256"],
        [],
    )
    for number, (site, capture) in enumerate(every_capture(sites), start=1):
        head = [f"E{number:02d}", str(site.case), defang(capture.url), shown(capture.captured_at)]
        head += [PROFILES.get(capture.profile, capture.profile), capture.folder]
        add_row(evidence, [*head, "manifest.json", "", capture.manifest_sha256])
        for file in capture.files:
            add_row(evidence, [*head, file.name, str(file.size), file.sha256])
    return saved(book)


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
