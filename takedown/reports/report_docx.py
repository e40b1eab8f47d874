"""A report as DOCX in the ordinary style of official documents (GB/T 9704-2012, 5.2 and 7.3); people sign it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from takedown import layout
from takedown.content import chinese_day
from takedown.reports.chart import Columns, add_chart
from takedown.reports.fixed import fixed
from takedown.reports.narrative import Line, Mark
from takedown.reports.wordml import add_run, indent, page_field, shade, shape

FACES = {Mark.LEVEL1: layout.HEI, Mark.LEVEL2: layout.KAI}
GAP = "待填"
SHADE = "FFF2CC"  # what a person has to fill in
HEAD = "E7ECF4"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: ``widths`` in millimetres; cells from the second column on are centred. GAP cells are shaded."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


Object = Grid | Columns


@dataclass(frozen=True, slots=True)
class Paper:
    """What a report prints beside its lines: objects by the name that the template gives them; an annex or none."""

    sender: str
    day: date
    objects: Mapping[str, Object]
    annex: Grid | None = None
    draft: bool = True
    mark: str = "草稿"


def report_docx(lines: Sequence[Line], paper: Paper) -> bytes:
    """Return the report."""
    title = "".join(line.text for line in lines if line.mark is Mark.TITLE).replace("|", "")
    document = empty(title, draft=paper.draft)
    if paper.draft:
        add_run(_paragraph(document), paper.mark, layout.HEI, layout.SIZE_BODY)
        _blank(document)
    _title(document, [line.text for line in lines if line.mark is Mark.TITLE])
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        if line.mark is not Mark.TITLE:
            _line(document, line, paper)
        if line.mark is Mark.TEXT and following is not None and following.mark is Mark.OBJECT:
            document.paragraphs[-1].paragraph_format.keep_with_next = True
    if paper.annex is not None:
        _blank(document)
        note = _paragraph(document)
        indent(note, first=2)
        add_run(note, f"附件：{paper.annex.caption}", layout.FANG, layout.SIZE_BODY)
    _signature(document, paper)
    if paper.annex is not None:
        _annex(document, paper.annex)
    out = BytesIO()
    document.save(out)
    return fixed(out.getvalue(), paper.day)


def empty(title: str, *, draft: bool) -> Document:
    """Return an empty page of the standard's type area, with page numbers outside (7.5)."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    # 7 mm between the type area and the dash, whose line is 16 pt high.
    section.footer_distance = Mm(layout.BOTTOM - 7 - 16 / 72 * 25.4)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        shape(line, side, layout.SIZE_SMALL + 2)
        indent(line, **{side: 1})
        page_field(line)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = layout.LATIN, Pt(layout.SIZE_BODY)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), layout.FANG)
    properties = document.core_properties
    properties.title, properties.author = title, ""
    properties.comments = "草稿，未经审核签发" if draft else ""
    return document


def _paragraph(document: Document, align: str = "left", pitch: float = layout.LINE_PITCH) -> Paragraph:
    paragraph = document.add_paragraph()
    shape(paragraph, align, pitch)
    return paragraph


def _blank(document: Document, pitch: float = layout.LINE_PITCH) -> None:
    _paragraph(document, pitch=pitch)


def _title(document: Document, titles: Sequence[str]) -> None:
    for text in layout.title_lines("|".join(titles)):
        paragraph = _paragraph(document, "center", 33)
        paragraph.paragraph_format.keep_with_next = True
        add_run(paragraph, text, layout.SONG_TITLE, layout.SIZE_TITLE)
    _blank(document)


def _line(document: Document, line: Line, paper: Paper) -> None:
    if line.mark is Mark.OBJECT:
        _object(document, paper.objects[line.text], paper.day)
        return
    paragraph = _paragraph(document, "left" if line.mark is Mark.TO else "justify")
    if line.mark is not Mark.TO:
        indent(paragraph, first=2)
    paragraph.paragraph_format.keep_with_next = line.mark in (Mark.LEVEL1, Mark.LEVEL2)
    if line.mark is Mark.FILL:
        run = add_run(paragraph, f"〔{line.text.rstrip('。')}〕", layout.FANG, layout.SIZE_BODY)
        shade(run._element.get_or_add_rPr(), SHADE)
    else:
        add_run(paragraph, line.text, FACES.get(line.mark, layout.FANG), layout.SIZE_BODY)


def _object(document: Document, what: Object, day: date) -> None:
    if isinstance(what, Grid):
        grid(document, what)
        return
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    add_chart(document, paragraph, what, day, width=layout.TYPE_WIDTH, height=78)


def grid(document: Document, what: Grid, *, captioned: bool = True) -> None:
    """Add a table: caption in 黑体 above it, header repeated on every page, no row torn apart."""
    if captioned:
        caption = _paragraph(document, "center", 22)
        caption.paragraph_format.keep_with_next = True
        add_run(caption, what.caption, layout.HEI, 12)
    table = document.add_table(rows=0, cols=len(what.widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, what.widths, strict=True):
        column.width = Mm(width)
    for number, row in enumerate((what.header, *what.rows)):
        cells = table.add_row().cells
        properties = table.rows[-1]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not number:
            properties.append(OxmlElement("w:tblHeader"))
        for place, (cell, text, width) in enumerate(zip(cells, row, what.widths, strict=True)):
            cell.width = Mm(width)
            _cell(cell, text, head=not number, left=place == 0, keep=number < min(len(what.rows), 12))
    _blank(document, 12)


def _cell(cell: _Cell, text: str, *, head: bool, left: bool, keep: bool) -> None:
    """Fill a cell; ``keep`` holds its row together with the next one."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    shape(paragraph, "left" if left and not head else "center", 18)
    paragraph.paragraph_format.keep_with_next = keep
    add_run(paragraph, text, layout.HEI if head else layout.FANG, layout.SIZE_TABLE)
    if head or text == GAP:
        shade(cell._tc.get_or_add_tcPr(), HEAD if head else SHADE)


def _signature(document: Document, paper: Paper) -> None:
    """Issuer and date, room above for the seal of whoever signs."""
    day = chinese_day(paper.day)
    for _ in range(2):
        blank = _paragraph(document)
        blank.paragraph_format.keep_with_next = True
    for text, right in zip((paper.sender, day), layout.signature_indents(paper.sender, day), strict=True):
        if not text:
            continue
        paragraph = _paragraph(document, "right")
        indent(paragraph, right=right)
        paragraph.paragraph_format.keep_with_next = text != day
        add_run(paragraph, text, layout.FANG, layout.SIZE_BODY)


def _annex(document: Document, annex: Grid) -> None:
    """附件 on a page of its own: label flush in 黑体, title centred on the third line (7.3.7)."""
    head = _paragraph(document)
    head.paragraph_format.page_break_before = True
    add_run(head, "附件", layout.HEI, layout.SIZE_BODY)
    _blank(document)
    title = _paragraph(document, "center", 33)
    add_run(title, annex.caption, layout.SONG_TITLE, layout.SIZE_TITLE)
    _blank(document, 10)
    grid(document, annex, captioned=False)
