"""The DOCX, reopened: page, fonts, marks of a draft. The workbook: no formulas. The PDF: or a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from takedown.draft import draft
from takedown.pictures import thumbnail
from tests.takedown.letters_world import PHONE, World, finding, phone, picture
from zhenwei.types import Contact, Verdict

Drafted = Callable[..., Path]


@pytest.fixture
def drafted(world: World) -> Drafted:
    def make(recipient: str, *cases: int) -> Path:
        notices = draft(world.store, world.settings, world.watchlist, cases, "chen", recipient)
        assert len(notices) == 1
        return world.settings.letters_dir / notices[0].folder

    return make


def text_of(document: Document) -> str:
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def fonts_of(document: Document, text: str) -> set[tuple[str, float]]:
    """East Asian font and size (pt) of the paragraphs that hold a text."""
    found = set()
    for paragraph in document.paragraphs:
        if text in paragraph.text:
            for run in paragraph.runs:
                fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
                if run.text.strip() and run.font.size:
                    found.add((str(fonts.get(qn("w:eastAsia"))), run.font.size.pt))
    return found


def test_page_fonts_and_marks(world: World, drafted: Drafted) -> None:
    folder = drafted("police", world.case("a.example", findings=(finding(quote="内部名额"),), contacts=(phone(),)))
    document = docx.Document(str(folder / "notice.docx"))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    expected = (Mm(37), Mm(35), Mm(28), Mm(26))
    assert all(m is not None and abs(m - e) < Mm(0.1) for m, e in zip(margins, expected, strict=True))
    assert (round(section.page_width or 0, -4), round(section.page_height or 0, -4)) == (
        round(Mm(210), -4),
        round(Mm(297), -4),
    )
    assert fonts_of(document, "依职责开展网络巡查") == {("仿宋_GB2312", 16.0)}
    assert fonts_of(document, "一、线索基本情况") == {("黑体", 16.0)}
    assert fonts_of(document, "线索的函") == {("方正小标宋简体", 22.0)}
    flag = section.first_page_header.paragraphs[0]
    assert flag.text == world.watchlist.sender.name
    assert "thickThinSmallGap" in flag._p.xml
    assert "thinThickSmallGap" in section.first_page_footer.paragraphs[0]._p.xml
    assert "PAGE" in section.footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml
    assert "PAGE" not in section.first_page_footer._element.xml
    text = text_of(document)
    assert re.search(r"草稿\t东网函〔20\d\d〕  号", text)
    assert re.search(r"^20\d\d年[1-9]\d?月[1-9]\d?日$", text, re.M)
    assert "附件：1. 涉案网站登记表" in text
    assert not document.inline_shapes, "no seal, emblem or signature"


def test_contacts_are_masked_but_for_the_annex_of_official_use(world: World, drafted: Drafted) -> None:
    found = finding(quote=f"加微信 daiban_8888 或电话①⑨0-0000-4321 {PHONE}")
    people = (phone(), Contact("wechat", "daiban_8888", "daiban_8888", "微信 daiban_8888", 0, 3))
    folder = drafted("police", world.case("a.example", findings=(found,), contacts=people))
    body = text_of(docx.Document(str(folder / "notice.docx")))
    for secret in (PHONE, "daiban_8888", "19000004321", "①⑨0-0000-4321"):
        assert secret not in body
        assert secret.encode() not in (folder / "manifest.json").read_bytes()
        assert secret not in (folder / "drafter-notes.md").read_text()
    assert "190****4321" in body
    official = text_of(docx.Document(str(folder / "annex-official-use.docx")))
    assert PHONE in official
    assert "daiban_8888" in official
    book = openpyxl.load_workbook(folder / "annex-register.xlsx")
    assert PHONE not in str([[c.value for c in row] for sheet in book for row in sheet])


def test_the_owner_of_a_hijacked_site_gets_no_contacts_and_no_request_to_close(world: World, drafted: Drafted) -> None:
    case = world.case("school.example", Verdict.HIJACKED, findings=(finding(),), contacts=(phone(),), sale=70)
    folder = drafted("owner", case)
    assert not (folder / "annex-official-use.docx").exists()
    text = text_of(docx.Document(str(folder / "notice.docx")))
    assert "关闭" not in text
    assert "疑似" in text


def test_the_screenshot_stands_beside_the_genuine_page(world: World, drafted: Drafted) -> None:
    world.case("cx.mem.gov.cn", organ="mem", url="https://cx.mem.gov.cn/", screenshot=picture("navy"))
    folder = drafted("cyberspace", world.case("a.example", screenshot=picture("red")))
    document = docx.Document(str(folder / "notice.docx"))
    pair = next(t for t in document.tables if "对照：" in t.rows[0].cells[-1].text)
    assert all("graphic" in cell._tc.xml for cell in pair.rows[0].cells)
    assert "cx.mem.gov.cn" in pair.rows[0].cells[1].text


@pytest.mark.parametrize("data", [b"", b"rubbish", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%PDF-1.4"])
def test_what_is_no_picture_makes_none(data: bytes) -> None:
    assert thumbnail(data) == b""


def test_a_tall_screenshot_is_cut_and_encoded_again() -> None:
    assert thumbnail(picture("red")).startswith(b"\xff\xd8")


HOSTILE = (
    '=HYPERLINK("http://evil.example","x")\x00\x0b<script>alert(1)</script>{{ sender }}{% raw %}\u202e]]>&amp;\ud800'
)


@pytest.mark.usefixtures("with_pdf")
def test_hostile_strings_are_inert_everywhere(world: World, drafted: Drafted) -> None:
    contact = Contact("qq", "=1+1" + HOSTILE, "", HOSTILE, 0, 3)
    operator = "=op"
    case = world.case(
        "a.example",
        title="=cmd|' /C calc'!A0",
        findings=(finding(quote="x" + "{{ 7*7 }}", detail=HOSTILE.encode("utf-8", "replace").decode()),),
        contacts=(Contact(contact.kind, contact.value.encode("utf-8", "replace").decode(), "", "q", 0, 1),),
        registration={"registrar": "=registrar\x00", "host_country": "cn"},
        operator=operator,
        url="http://a.example/?q=%0a=1+1<script>",
    )
    folder = drafted("police", case)
    text = text_of(docx.Document(str(folder / "notice.docx")))
    assert "{{ 7*7 }}" in text
    assert "49" not in text.split("{{ 7*7 }}")[0][-20:]
    book = openpyxl.load_workbook(folder / "annex-register.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert any(str(cell.value).startswith("=") for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}
    assert json.loads((folder / "manifest.json").read_text())["pdf"] == "made"


@pytest.mark.usefixtures("with_pdf")
def test_the_pdf_holds_the_same_text(world: World, drafted: Drafted) -> None:
    import pdfplumber

    folder = drafted("cyberspace", world.case("a.example"))
    with pdfplumber.open(BytesIO((folder / "notice.pdf").read_bytes())) as pdf:
        first, second = (pdf.pages[n].extract_text() or "" for n in (0, 1))
        assert [round(x) for x in (pdf.pages[0].width, pdf.pages[0].height)] == [595, 842]
    assert "草稿" in first
    assert "— 1 —" not in first
    assert "— 2 —" in second


def test_a_hanzi_that_no_font_has_leaves_the_pdf_out_and_is_named(
    world: World, drafted: Drafted, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = drafted("cyberspace", world.case("a.example", title="查询\U000323af平台"))
    assert not (folder / "notice.pdf").exists()
    assert (folder / "notice.docx").exists()
    reason = json.loads((folder / "manifest.json").read_text())["pdf"]
    assert "PDF 未生成" in reason
    assert "U+323AF" in reason
    assert reason in capsys.readouterr().err
    assert reason in (folder / "drafter-notes.md").read_text()
