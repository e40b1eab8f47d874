"""The leaflet as DOCX, for offices that add their own words. The same content as the PDF, laid out in tables."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from takedown import layout
from takedown.reports.fixed import fixed
from takedown.reports.leaflet import Page, Place
from takedown.reports.wordml import add_run, shade, shape

SANS = "Arial"  # letters and digits beside 黑体
WIDTH = 186.0  # mm: A4 less 12 mm on each side
BLUE, RED, PALE, ROSE, YELLOW = "12417A", "B3141B", "EAF1FA", "FDF0EE", "FFF8E1"


def leaflet_docx(page: Page) -> bytes:
    """Return the leaflet."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin, section.bottom_margin = Mm(12), Mm(10)
    document.core_properties.title, document.core_properties.author = page.title, ""
    document.styles["Normal"].font.size = Pt(11)
    _band(document, page)
    _gap(document, 9)
    _where(document, page.main)
    _gap(document, 9)
    left, right = _row(document, (93, 93), (PALE, ROSE))
    _list(left, "这样查", [f"{number}. {text}" for number, text in enumerate(page.steps, start=1)], BLUE)
    _list(right, "见到这些要警惕", [f"× {text}" for text in page.signs], RED)
    if page.changes:
        _gap(document, 9)
        _list(_row(document, (WIDTH,), (YELLOW,))[0], "政策变化", page.changes, BLUE)
    _gap(document, 9)
    _heading(document, "其他证件去哪查")
    _others(document, page.others)
    _gap(document, 9)
    _heading(document, "发现假冒网站、制售假证，请举报")
    _channels(document, page.channels)
    _gap(document, 4)
    _say(document, page.foot, 11)
    _say(document, f"{page.sender}　{page.day.year}年{page.day.month}月印制", 10, "right")
    out = BytesIO()
    document.save(out)
    return fixed(out.getvalue(), page.day)


def _row(document: Document, widths: Sequence[float], fills: Sequence[str]) -> list[_Cell]:
    """Add a table of one row; each cell in a colour of its own ("" leaves it white)."""
    table: Table = document.add_table(rows=1, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, cell, width, fill in zip(table.columns, table.rows[0].cells, widths, fills, strict=True):
        column.width = cell.width = Mm(width)
        _inside(cell)
        if fill:
            shade(cell._tc.get_or_add_tcPr(), fill)
    return list(table.rows[0].cells)


def _inside(cell: _Cell) -> None:
    """Keep text off the edges of a coloured cell."""
    margins = OxmlElement("w:tcMar")
    for side, width in (("top", 140), ("left", 180), ("bottom", 140), ("right", 170)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(width))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)


def _write(
    cell: _Cell, text: str, size: float, *, color: str = "", align: str = "left", font: str = layout.HEI
) -> None:
    """Add a line of text to a cell; its first paragraph is there already."""
    empty = len(cell.paragraphs) == 1 and not cell.paragraphs[0].runs
    paragraph = cell.paragraphs[0] if empty else cell.add_paragraph()
    shape(paragraph, align, size * 1.42)
    add_run(paragraph, text, font, size, color, SANS)


def _band(document: Document, page: Page) -> None:
    (cell,) = _row(document, (WIDTH,), (BLUE,))
    _write(cell, page.title, 32, color="FFFFFF", align="center")
    _write(cell, page.lead, 15, color="FFE9A8", align="center")


def _where(document: Document, places: Sequence[Place]) -> None:
    (cell,) = _row(document, (WIDTH,), ("",))
    _frame(cell)
    _write(cell, "官方查询平台", 15, color=BLUE, align="center")
    for number, place in enumerate(places):
        _write(cell, place.organ, 12, align="center")
        _write(cell, place.shown, 16 if number else 26, color=RED, align="center")
        if place.account:
            _write(cell, f"微信公众号：{place.account}（认准认证标识）", 12, align="center")


def _frame(cell: _Cell) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "24"), ("space", "0"), ("color", BLUE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _list(cell: _Cell, title: str, lines: Sequence[str], color: str) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    _write(cell, title, 16, color=color)
    for line in lines:
        _write(cell, line, 13)
        form = cell.paragraphs[-1].paragraph_format
        form.left_indent, form.first_line_indent, form.space_after = Pt(15), Pt(-15), Pt(4)


def _others(document: Document, places: Sequence[Place]) -> None:
    if places:
        for cell, place in zip(
            _row(document, [WIDTH / len(places)] * len(places), [PALE] * len(places)), places, strict=True
        ):
            _write(cell, place.organ, 10)
            _write(cell, place.shown, 10.5, color=BLUE)


def _channels(document: Document, channels: Sequence[tuple[str, str]]) -> None:
    cells = _row(document, [WIDTH / len(channels)] * len(channels), [""] * len(channels))
    for cell, (name, what) in zip(cells, channels, strict=True):
        _write(cell, name, 20, color=BLUE)
        _write(cell, what, 10.5)


def _heading(document: Document, text: str) -> None:
    _say(document, text, 15, color=BLUE)


def _say(document: Document, text: str, size: float, align: str = "left", color: str = "") -> None:
    paragraph = document.add_paragraph()
    shape(paragraph, align, size * 1.5)
    add_run(paragraph, text, layout.HEI, size, color, SANS)


def _gap(document: Document, height: float) -> None:
    shape(document.add_paragraph(), "left", height)
