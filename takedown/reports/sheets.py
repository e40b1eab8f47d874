"""Sheets of text and numbers, written as they come: ten thousand rows in seconds. No cell is ever a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from takedown.clean import plain
from takedown.reports.fixed import fixed
from takedown.workbook import LONGEST_CELL

Content = str | int | float | Decimal | None
MOST_ROWS = 1_048_000  # a sheet holds 1,048,576
_LINE = Side(style="thin", color="BFBFBF")


@dataclass(frozen=True, slots=True)
class Sheet:
    """``columns``: header and width in characters. A number is a number, everything else is text."""

    title: str
    columns: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Content]]
    heading: Sequence[str] = field(default=())


def workbook(sheets: Sequence[Sheet], title: str, day: date) -> bytes:
    """Return an XLSX: each sheet with a fixed header, filters, and a page layout that prints."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = title, ""
    for sheet in sheets:
        _add(book, sheet)
    out = BytesIO()
    book.save(out)
    return fixed(out.getvalue(), day)


def _add(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    head = len(sheet.heading) + 1
    page.freeze_panes = f"A{head + 1}"
    for number, (_, width) in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{head}:{head}"
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
    for line in sheet.heading:
        page.append([_text_cell(page, line, bold=True, border=False)])
    page.append([_text_cell(page, label, bold=True, shaded=True) for label, _ in sheet.columns])
    count = head
    cells = _Cells(page)
    for row in sheet.rows:
        page.append(cells.row(row))
        count += 1
    page.auto_filter.ref = f"A{head}:{get_column_letter(len(sheet.columns))}{max(count, head)}"


class _Cells:
    """One cell of text and one of numbers, used for all values: openpyxl writes a cell before it takes the next."""

    def __init__(self, page: WriteOnlyWorksheet) -> None:
        self.text, self.number = _text_cell(page, ""), _text_cell(page, "")
        self.number.alignment = Alignment(horizontal="right", vertical="top")
        self.number.quotePrefix = False

    def row(self, values: Sequence[Content]) -> Iterator[Cell]:
        for value in values:
            if isinstance(value, (int, float, Decimal)):
                self.number.value = value
                yield self.number
            else:
                yield _filled(self.text, value or "")


def _text_cell(
    page: WriteOnlyWorksheet, text: str, *, bold: bool = False, shaded: bool = False, border: bool = True
) -> Cell:  # fmt: skip
    cell: Cell = WriteOnlyCell(page)
    cell.font = Font(name="宋体", size=10.5, bold=bold)
    cell.alignment = Alignment(wrap_text=border, vertical="center" if bold else "top")
    if border:
        cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    if shaded:
        cell.fill = PatternFill("solid", fgColor="E7ECF4")
    return _filled(cell, text)


def _filled(cell: Cell, text: str) -> Cell:
    """Put text into a cell: openpyxl takes a leading ``=`` for a formula, and so would programs that export to CSV."""
    cell.value = plain(text)[:LONGEST_CELL]
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
