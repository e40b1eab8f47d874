"""A letter as DOCX in the letter format (信函格式) of GB/T 9704-2012. A draft: no seal, no emblem, no signature."""

from __future__ import annotations

import re
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer, _Header
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from takedown import layout
from takedown.content import Annex, Letter, chinese_day
from takedown.docx_annex import add_annex
from takedown.docx_parts import add_run, break_anywhere, indent, page_field, red_line, shape
from takedown.render import Mark

# Justified, a line before a long address or digest would be torn apart in programs that do not break inside it.
LONG_WORD = re.compile(r"[!-~]{24,}")
FACES = {Mark.LEVEL1: layout.HEI, Mark.LEVEL2: layout.KAI, Mark.TEXT: layout.FANG}


def letter_docx(letter: Letter) -> bytes:
    """Return the letter with its annexes (without the separate ones)."""
    document = _empty(letter.title)
    section = document.sections[0]
    _first_page(section, letter.sender)
    _page_numbers(section)
    _head(document, letter)
    _body(document, letter)
    _annex_names(document, letter)
    _signature(document, letter)
    for number, annex in enumerate(letter.annexes, start=1):
        if not annex.separate:
            _new_page(document)
            add_annex(document, annex, f"附件{number if len(letter.annexes) > 1 else ''}")
    return _bytes(document)


def annex_docx(annex: Annex, label: str) -> bytes:
    """Return one separate annex as a document of its own."""
    document = _empty(annex.title)
    _page_numbers(document.sections[0])
    add_annex(document, annex, label)
    return _bytes(document)


def _empty(title: str) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    section.header_distance, section.footer_distance = Mm(layout.FLAG_TOP), Mm(layout.FOOT_LINE)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    _grid(section)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = layout.LATIN, Pt(layout.SIZE_BODY)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), layout.FANG)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", "草稿，未经审核签发"
    return document


def _grid(section: Section) -> None:
    """22 lines a page. Characters are spaced by the runs instead: word processors disagree on ``charSpace``."""
    old = section._sectPr.find(qn("w:docGrid"))
    if old is not None:
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(layout.LINE_PITCH * 20)))
    section._sectPr.append(grid)


def _first_page(section: Section, sender: str) -> None:
    flag = _only(section.first_page_header)
    size = layout.flag_size(sender)
    shape(flag, "center", size)
    add_run(flag, sender, layout.SONG_TITLE, size, layout.RED)
    red_line(flag, "bottom", "thickThinSmallGap", layout.LINE_GAP / 25.4 * 72)
    foot = _only(section.first_page_footer)
    shape(foot, "center", 1)
    red_line(foot, "bottom", "thinThickSmallGap", 0)


def _page_numbers(section: Section) -> None:
    """Odd pages right, even pages left, one character in; the dash 7 mm below the type area."""
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = _only(footer)
        shape(line, side, layout.SIZE_SMALL + 2)
        indent(line, **{side: 1})
        page_field(line)
        below = footer.add_paragraph()
        shape(below, "left", 14.5)
    for header in (section.header, section.even_page_header):
        shape(_only(header), "left", 1)


def _only(part: _Header | _Footer) -> Paragraph:
    part.is_linked_to_previous = False
    paragraph: Paragraph = part.paragraphs[0]
    return paragraph


def _head(document: Document, letter: Letter) -> None:
    """Draft mark left and 文号 right below the red line, the title two lines below (10.1)."""
    line = document.add_paragraph()
    shape(line, "left")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(layout.TYPE_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    add_run(line, "草稿", layout.HEI, layout.SIZE_BODY)
    line.add_run("\t")
    add_run(line, letter.number, layout.FANG, layout.SIZE_BODY)
    _blank(document, 2)
    titles = [block.text for block in letter.blocks if block.mark is Mark.TITLE]
    for text in layout.title_lines("|".join(titles)):
        paragraph = document.add_paragraph()
        shape(paragraph, "center", 33)
        paragraph.paragraph_format.keep_with_next = True
        add_run(paragraph, text, layout.SONG_TITLE, layout.SIZE_TITLE)
    _blank(document, 1)


def _body(document: Document, letter: Letter) -> None:
    for block in letter.blocks:
        if block.mark is Mark.TITLE:
            continue
        paragraph = document.add_paragraph()
        shape(paragraph, "left" if block.mark is Mark.TO or LONG_WORD.search(block.text) else "justify")
        if block.mark is not Mark.TO:
            indent(paragraph, first=2)
        paragraph.paragraph_format.keep_with_next = block.mark in (Mark.LEVEL1, Mark.LEVEL2)
        break_anywhere(paragraph)
        add_run(paragraph, block.text, FACES.get(block.mark, layout.FANG), layout.SIZE_BODY)


def _annex_names(document: Document, letter: Letter) -> None:
    """附件说明 one line below the text: 附件：1. …, names aligned, no punctuation after them (7.3.4)."""
    if not letter.annexes:
        return
    _blank(document, 1)
    several = len(letter.annexes) > 1
    for number, annex in enumerate(letter.annexes, start=1):
        paragraph = document.add_paragraph()
        shape(paragraph, "left")
        name = f"{number}. {annex.title}" if several else annex.title
        if number == 1:
            indent(paragraph, left=6, hanging=4)
            name = f"附件：{name}"
        else:
            indent(paragraph, left=6, hanging=1)
        paragraph.paragraph_format.keep_with_next = True
        add_run(paragraph, name, layout.FANG, layout.SIZE_BODY)


def _signature(document: Document, letter: Letter) -> None:
    """Issuer and date, with room for the seal set after signing; then the contact in brackets (7.3.6)."""
    day = chinese_day(letter.day)
    _blank(document, 2, keep=True)
    for text, right in zip((letter.sender, day), layout.signature_indents(letter.sender, day), strict=True):
        paragraph = document.add_paragraph()
        shape(paragraph, "right")
        indent(paragraph, right=right)
        paragraph.paragraph_format.keep_with_next = True
        add_run(paragraph, text, layout.FANG, layout.SIZE_BODY)
    note = document.add_paragraph()
    shape(note, "left")
    indent(note, first=2)
    add_run(note, f"（{letter.contact}）", layout.FANG, layout.SIZE_BODY)


def _blank(document: Document, count: int, keep: bool = False) -> None:
    for _ in range(count):
        paragraph = document.add_paragraph()
        shape(paragraph, "left")
        paragraph.paragraph_format.keep_with_next = keep


def _new_page(document: Document) -> None:
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)


def _bytes(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
