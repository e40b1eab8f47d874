"""A receipt as a DOCX that an office prints and stamps. The same receipt gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhenwei.clock import BEIJING
from zhenwei.intake import receipt_words as words
from zhenwei.intake.receipt import Receipt

# Official font names (GB/T 9704-2012): the office's own machines have them.
SONG_TITLE, HEI, FANG, LATIN = "方正小标宋简体", "黑体", "仿宋_GB2312", "Times New Roman"
SIZE_TITLE, SIZE_BODY, SIZE_TABLE = 22.0, 14.0, 10.5  # pt: 二号, 四号, 五号
PITCH = 25.0  # pt, of lines
COLUMNS = (("序号", 12), ("回执编号", 36), ("来件编号", 30), ("对象", 46), ("登记情况", 32))
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can hold


def receipt_docx(receipt: Receipt, office: str) -> bytes:
    """Return the receipt as a document."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    moment = receipt.received_at.astimezone(BEIJING).replace(tzinfo=None)
    document.core_properties.created = document.core_properties.modified = moment
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.title = words.TITLE
    _line(document, words.TITLE, SONG_TITLE, SIZE_TITLE, side="center")
    for name, value in words.head(receipt, office):
        _line(document, f"{name}：{value}", FANG, SIZE_BODY if len(value) < 40 else 12)
    for title, sentences in (
        ("一、收到的线索", words.taken(receipt)),
        ("二、与已有线索的关系", words.repeated(receipt)),
        ("三、后续办理", words.next_steps()),
    ):
        _line(document, title, HEI, SIZE_BODY, first=True)
        for sentence in sentences:
            _line(document, sentence, FANG, SIZE_BODY, first=True)
    for text in ("", f"{office}（盖章）", words.day_and_time(receipt.received_at).partition(" ")[0]):
        _line(document, text, FANG, SIZE_BODY, side="right")
    _line(document, "附：逐件清单", HEI, SIZE_BODY, fresh=True)
    _items(document, receipt)
    if receipt.reports > len(receipt.items):
        _line(document, f"（其余 {receipt.reports - len(receipt.items)} 件略，编号依次递增）", FANG, 12)
    out = io.BytesIO()
    document.save(out)
    return _settled(out.getvalue())


def _line(
    document: Document,
    text: str,
    font: str,
    size: float,
    *,
    side: str = "left",
    first: bool = False,
    fresh: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = SIDES[side]
    form = paragraph.paragraph_format
    form.line_spacing, form.space_before, form.space_after = (
        Pt(PITCH if size < SIZE_TITLE else 36),
        Pt(0),
        Pt(SIZE_BODY if side == "center" else 0),
    )
    form.page_break_before = fresh
    if first:
        form.first_line_indent = Pt(size * 2)
    _run(paragraph, text, font, size)


def _items(document: Document, receipt: Receipt) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    table.autofit = False
    # Some programs read the grid, others the cells, so both say the same.
    for column, (_title, width) in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(width)
    for cell, (title, width) in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.width = Mm(width)
        _run(cell.paragraphs[0], title, HEI, SIZE_TABLE)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, item in enumerate(receipt.items, 1):
        values = (str(number), item.number, item.reference or "—", words.subject(item), words.standing(item))
        row: Any = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, (_title, width) in zip(row.cells, values, COLUMNS, strict=True):
            cell.width = Mm(width)
            _run(cell.paragraphs[0], text, FANG, SIZE_TABLE)


def _run(paragraph: Any, text: str, font: str, size: float) -> None:
    run = paragraph.add_run("".join(c if c.isprintable() or c == "\n" else " " for c in text))
    run.font.size, run.font.name = Pt(size), LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _settled(data: bytes) -> bytes:
    """Return the document with the times of its parts taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
