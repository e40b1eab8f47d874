"""An annex in a DOCX: label flush at the top in 黑体, title centred on the third line (GB/T 9704-2012, 7.3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as DocxTable
from docx.table import _Cell

from takedown import layout
from takedown.content import Annex, Figure, Pair, Table, Text
from takedown.docx_parts import add_run, break_anywhere, shape

PITCH = 15.0  # pt, of table lines
FIGURE_WIDTH = 74.0  # mm


def add_annex(document: Document, annex: Annex, label: str) -> None:
    """Add an annex at the end of a document; the caller has begun a new page."""
    head = document.add_paragraph()
    shape(head, "left")
    head.paragraph_format.page_break_before = False
    add_run(head, label, layout.HEI, layout.SIZE_BODY)
    shape(document.add_paragraph(), "left")
    title = document.add_paragraph()
    shape(title, "center", 33)
    add_run(title, annex.title, layout.SONG_TITLE, layout.SIZE_TITLE)
    shape(document.add_paragraph(), "left", 10)
    for part in annex.parts:
        if isinstance(part, Text):
            _text(document, part)
        elif isinstance(part, Table):
            _table(document, part)
        else:
            _pair(document, part)


def _text(document: Document, part: Text) -> None:
    paragraph = document.add_paragraph()
    shape(paragraph, "left", 20)
    paragraph.paragraph_format.keep_with_next = part.heading
    break_anywhere(paragraph)
    add_run(paragraph, part.text, layout.HEI if part.heading else layout.FANG, 12)


def _table(document: Document, part: Table) -> None:
    table = document.add_table(rows=0, cols=len(part.widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, part.widths)
    if part.header:
        _row(table, part.header, part.widths, heads=len(part.header))
        _repeat(table)
    for row in part.rows:
        _row(table, row, part.widths, heads=0 if part.header else 1)
    shape(document.add_paragraph(), "left", 10)


def _widths(table: DocxTable, widths: Sequence[float]) -> None:
    """Fix the columns: some programs read the grid, others the cells, so both say the same."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _row(table: DocxTable, texts: Sequence[str], widths: Sequence[int], heads: int) -> None:
    """Add a row; the first ``heads`` cells are set in 黑体. A row never breaks over two pages."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    row.height, row.height_rule = Mm(6 if not heads or len(texts) > 2 else 8.5), WD_ROW_HEIGHT_RULE.AT_LEAST
    for number, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
        cell.width = Mm(width)
        _cell(cell, text, layout.HEI if number < heads else layout.FANG)


def _cell(cell: _Cell, text: str, font: str) -> None:
    paragraph = cell.paragraphs[0]
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    shape(paragraph, "left", PITCH)
    break_anywhere(paragraph)
    add_run(paragraph, text, font, layout.SIZE_TABLE if len(text) != 64 else 7.8)  # a SHA-256 stays on one line


def _repeat(table: DocxTable) -> None:
    """Repeat the header row on every page of the table."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _pair(document: Document, pair: Pair) -> None:
    table = document.add_table(rows=1, cols=2)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, (layout.TYPE_WIDTH / 2, layout.TYPE_WIDTH / 2))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, figure in zip(table.rows[0].cells, (pair.left, pair.right), strict=True):
        cell.width = Mm(layout.TYPE_WIDTH / 2)
        _figure(cell, figure)
    shape(document.add_paragraph(), "left", 10)


def _figure(cell: _Cell, figure: Figure) -> None:
    paragraph = cell.paragraphs[0]
    shape(paragraph, "left", PITCH)
    add_run(paragraph, figure.caption, layout.FANG, layout.SIZE_TABLE)
    if figure.jpeg:
        below = cell.add_paragraph()
        below.add_run().add_picture(BytesIO(figure.jpeg), width=Mm(FIGURE_WIDTH - 2))
        below.paragraph_format.space_after = 0
        spacing = below._p.get_or_add_pPr().find(qn("w:spacing"))
        if spacing is not None:
            spacing.set(qn("w:lineRule"), "auto")
