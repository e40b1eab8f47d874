"""Small pieces of WordprocessingML that python-docx has no words for (ECMA-376, part 1, clause 17)."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from takedown import layout
from takedown.clean import inert

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def add_run(paragraph: Paragraph, text: str, font: str, size: float, color: str = "", latin: str = layout.LATIN) -> Run:
    """Add text in a Chinese font; ``latin`` is for letters and digits. The hint makes quotation marks Chinese ones."""
    run = paragraph.add_run(inert(text))
    run.font.size = Pt(size)
    run.font.name = latin
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if size == layout.SIZE_BODY:
        spacing: Any = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(layout.TIGHTEN * 20)))
        run._element.get_or_add_rPr().insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    return run


def shape(paragraph: Paragraph, align: str = "justify", pitch: float = layout.LINE_PITCH) -> None:
    """Set alignment and an exact line pitch (pt), without space before and after."""
    form = paragraph.paragraph_format
    form.alignment = ALIGN[align]
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(pitch)
    form.space_before = form.space_after = Pt(0)


def indent(paragraph: Paragraph, **characters: float) -> None:
    """Indent in characters of 三号: ``first``, ``left``, ``right`` (w:ind, 17.3.1.12)."""
    element = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for side, count in characters.items():
        name = {"first": "firstLine"}.get(side, side)
        element.set(qn(f"w:{name}Chars"), str(round(count * 100)))
        # The plain value is what programs use that do not know the character-based one.
        element.set(qn(f"w:{name}"), str(round(count * layout.SIZE_BODY * 20)))


def page_field(paragraph: Paragraph) -> None:
    """Add the page number between dashes: ``— 2 —``, 四号宋体 (GB/T 9704-2012, 7.5)."""
    add_run(paragraph, "— ", layout.SONG, layout.SIZE_SMALL)
    run = add_run(paragraph, "", layout.SONG, layout.SIZE_SMALL)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._element.append(element)
    add_run(paragraph, " —", layout.SONG, layout.SIZE_SMALL)


def shade(properties: Any, fill: str) -> None:
    """Colour a cell or a run: ``properties`` is its tcPr or rPr."""
    element: Any = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        element.set(qn(f"w:{name}"), value)
    properties.append(element)
