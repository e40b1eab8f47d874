"""Sheets of text and numbers, written as they come: ten thousand rows in seconds. No cell is ever a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from takedown.clean import plain

Content = str | int | float | Decimal | None
LONGEST_CELL = 32_000  # Excel holds 32,767 characters
A3, A4 = 8, 9  # ECMA-376 part 1, 18.3.1.63
WIDE = 180.0  # characters that A4 still prints large enough to read
# Nothing is guessed from a text: no formula, no link, no number.
AS_IT_IS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """``columns``: header and width in characters. A number is a number, everything else is text."""

    title: str
    columns: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Content]]


@dataclass(frozen=True, slots=True)
class _Looks:
    """``text`` has the mark of text in front, so that programs that export to CSV keep ``=1+1`` what it is."""

    head: Format
    text: Format
    number: Format


def workbook(sheets: Sequence[Sheet], title: str, day: date) -> bytes:
    """Return an XLSX: each sheet with a fixed header, filters, and a page layout that prints."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, AS_IT_IS) as book:
        book.set_properties({"title": title, "created": datetime.combine(day, time(), UTC).replace(tzinfo=None)})
        font = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter"}
        looks = _Looks(
            book.add_format(font | {"bold": True, "bg_color": "#E7ECF4", "border": 1}),
            book.add_format(font | {"quote_prefix": True}),
            book.add_format(font | {"align": "right"}),
        )
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.title), sheet, looks)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(A3 if sum(width for _, width in sheet.columns) > WIDE else A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)  # inches
    page.repeat_rows(0)
    page.hide_gridlines(0)
    page.set_footer("&C第 &P 页，共 &N 页")
    for column, (label, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, label, looks.head)
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, (int, float, Decimal)):
                page.write_number(number, column, float(value) if isinstance(value, Decimal) else value, looks.number)
            elif value:
                page.write_string(number, column, plain(value)[:LONGEST_CELL], looks.text)
    page.autofilter(0, 0, number, len(sheet.columns) - 1)
