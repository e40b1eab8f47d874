"""Workbooks of plain text, written row by row. No cell is ever a formula: a page's title may begin with ``=``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from takedown.clean import plain
from takedown.steady import steady_office

LONGEST_CELL = 32_000  # Excel holds 32,767 characters
WIDTH = 22


def text_workbook(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]], day: date) -> bytes:
    """Return an XLSX with sheets of (title, header, rows), the same bytes for the same input."""
    book = Workbook(write_only=True)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title)
        _fill(sheet, header, rows)
    out = BytesIO()
    book.save(out)
    return steady_office(out.getvalue(), day)


def _fill(sheet: Any, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for column in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    sheet.freeze_panes = "A2"
    head: Any = WriteOnlyCell(sheet)
    head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="center")
    body: Any = WriteOnlyCell(sheet)
    body.alignment = Alignment(wrap_text=True, vertical="top")
    body.quotePrefix = True  # and programs that export to CSV then keep it as text
    sheet.append([_cell(sheet, text, head) for text in header])
    for row in rows:
        sheet.append([_cell(sheet, text, body) for text in row])


def _cell(sheet: Any, text: str, like: Any) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = plain(text)[:LONGEST_CELL]
    cell.data_type = "s"  # openpyxl takes a leading "=" for a formula
    cell._style = like._style  # one look-up of the style a sheet instead of one a cell
    return cell
