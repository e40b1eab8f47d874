"""The DOCX: the official fonts' names, the measures, the same bytes for the same letter, pictures in proportion."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from takedown.content import Annex, Letter, Style, Text
from takedown.docx_letter import annex_docx, letter_docx
from takedown.docx_parts import STYLES
from takedown.render import Block, Mark
from tests.takedown.layout_world import annexes, blocks, letter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


PARAGRAPH = [
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
    *("divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
]
RUN = [
    "rStyle",
    "rFonts",
    "b",
    "i",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "lang",
]


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(f"word/{name}.xml").decode()


def full(style: Style = Style.LETTER) -> Letter:
    return letter(style, annexes=annexes(5), copies=("东江市应急管理局",), signer="王某")


@pytest.mark.parametrize("style", Style)
def test_every_part_is_well_formed_and_every_style_is_there(style: Style) -> None:
    data = letter_docx(full(style))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        parts = {name: etree.fromstring(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    known = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    used = {e.get(f"{W}val") for name in parts for e in parts[name].iter(f"{W}pStyle")}
    assert used <= known, "a style that is not there makes LibreOffice throw cells out of their table"
    assert used <= set(STYLES)
    targets = {e.get("Target") for e in parts["word/_rels/document.xml.rels"]}
    assert {f"word/{target}" for target in targets} <= set(names)


def test_the_order_of_properties_is_the_schemas() -> None:
    """ECMA-376, 17.3.1.26: Word refuses a file whose properties stand in another order."""
    for style in Style:
        data = letter_docx(full(style))
        for name in ("document", "styles", "footer1", "footer2"):
            root = etree.fromstring(part(data, name).encode())
            for tag, wanted in (("pPr", PARAGRAPH), ("rPr", RUN)):
                for element in root.iter(f"{W}{tag}"):
                    found = [wanted.index(child.tag.removeprefix(W)) for child in element]
                    assert found == sorted(found), etree.tostring(element)


@pytest.mark.parametrize("style", Style)
def test_the_same_letter_gives_the_same_bytes_in_another_process(style: Style) -> None:
    code = (
        "import hashlib\nfrom takedown.content import Style\nfrom takedown.docx_letter import letter_docx\n"
        "from takedown.pdf import letter_pdf\nfrom tests.takedown.test_docx_file import full\n"
        f"l = full(Style('{style.value}'))\n"
        "print(*(hashlib.sha256(d).hexdigest() for d in (letter_docx(l), letter_pdf(l)[0])))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert hashlib.sha256(letter_docx(full(style))).hexdigest() in runs[0].stdout


def test_page_fonts_and_sizes() -> None:
    document = docx.Document(BytesIO(letter_docx(full())))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for margin, wanted in zip(margins, (37, 35, 28, 26), strict=True):
        assert margin is not None
        assert abs(margin - Mm(wanted)) < Mm(0.1)
    fonts = {}
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if run.text.strip() and paragraph.style is not None:
                family = run._element.get_or_add_rPr().get_or_add_rFonts()
                fonts[paragraph.style.name] = (family.get(qn("w:eastAsia")), run.font.size.pt if run.font.size else 0)
    assert fonts["公文标题"] == ("方正小标宋简体", 22)
    assert fonts["一级标题"] == ("黑体", 16)
    assert fonts["二级标题"] == ("楷体_GB2312", 16)
    assert fonts["公文正文"] == ("仿宋_GB2312", 16)
    assert fonts["附件序号"] == ("黑体", 16)
    assert fonts["抄送机关"] == ("仿宋_GB2312", 14)
    assert "PAGE" in section.footer._element.xml
    assert 'w:eastAsia="宋体"' in section.footer._element.xml


def test_page_numbers_of_a_letter_and_of_an_ordinary_document() -> None:
    for style in Style:
        section = docx.Document(BytesIO(letter_docx(full(style)))).sections[0]
        assert section.different_first_page_header_footer is (style is Style.LETTER)
    alone = docx.Document(BytesIO(annex_docx(annexes()[0], "附件4")))
    assert alone.sections[0].different_first_page_header_footer is False, "an annex apart is numbered from its page 1"


def test_tables_repeat_their_header_and_keep_rows_whole() -> None:
    xml = part(letter_docx(full()), "document")
    assert xml.count("<w:tblHeader/>") == 1, "the long table alone has a header"
    assert xml.count("<w:cantSplit/>") == xml.count("<w:tr>")


def test_the_imprint_of_the_ordinary_format_has_its_lines() -> None:
    root = etree.fromstring(part(letter_docx(full(Style.ORDINARY)), "document").encode())
    table = list(root.iter(f"{W}tbl"))[-1]
    borders = table.find(f"{W}tblPr/{W}tblBorders")
    assert borders is not None
    sizes = {e.tag.removeprefix(W): int(e.get(f"{W}sz") or 0) / 8 / 72 * 25.4 for e in borders}
    assert sizes == pytest.approx({"top": 0.35, "bottom": 0.35, "insideH": 0.25}, abs=0.03)
    assert "".join(t.text or "" for t in table.iter(f"{W}t")).startswith("抄送：")


def test_pictures_keep_their_proportions() -> None:
    xml = part(letter_docx(full()), "document")
    root = etree.fromstring(xml.encode())
    sizes = [(int(e.get("cx") or 0), int(e.get("cy") or 0)) for e in root.iter("{*}extent")]
    assert sizes
    assert all(abs(high / wide - 700 / 600) < 0.001 for wide, high in sizes)


HOSTILE = '</w:t></w:r><w:br/>&amp;]]>\x00\ufffe{{ x }}=cmd|1 & < > " \u202e\ud800'


def test_hostile_text_stays_text() -> None:
    made = letter(
        blocks=(*blocks(1), Block(Mark.TEXT, HOSTILE)),
        annexes=(Annex(HOSTILE, (Text(HOSTILE),)),),
        copies=(HOSTILE,),
        urgency=HOSTILE,
    )
    document = docx.Document(BytesIO(letter_docx(made)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert text.count("</w:t></w:r><w:br/>&amp;]]>") == 5
    assert "\x00" not in text


def test_no_picture_stands_for_a_seal() -> None:
    data = letter_docx(letter())
    assert not docx.Document(BytesIO(data)).inline_shapes
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "media" in name]
