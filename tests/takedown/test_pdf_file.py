"""The PDF as a file: hostile text is inert, tables go on over pages, pictures keep their proportions, speed."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pypdfium2
import pytest

from takedown.content import Annex, Figure, Pair, Table, Text
from takedown.pdf import annex_pdf, letter_pdf
from takedown.render import Block, Mark
from tests.takedown.layout_world import DIGEST, annexes, blocks, letter, pages, picture

PAYLOADS = (
    ") Tj ET /JS (app.alert(1)) BT (",
    "<< /S /JavaScript /JS (x) >> endobj 9 0 obj",
    "endstream endobj trailer << /Root 1 0 R >>",
    '#import "x": * [*bold*] $x$ @ref <label> \\ / // /* ',
    "<script>alert(1)</script><img src=file:///etc/passwd>",
    "{{ 7*7 }}{% raw %}",
    "\\input{/etc/passwd} %comment",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_printed_as_it_is(payload: str) -> None:
    made = letter(
        blocks=(*blocks(1), Block(Mark.TEXT, f"页面标题为“{payload}”。")),
        annexes=(Annex("登记表", (Table((), (("标题", payload),), (34, 122)), Pair(Figure(payload), Figure("无")))),),
        copies=(payload,),
    )
    data, problem = letter_pdf(made)
    assert not problem
    with pdfplumber.open(BytesIO(data)) as pdf:
        text = "".join(char["text"] for page in pdf.pages for char in page.chars)
        assert not pdf.annots
    assert text.replace(" ", "").count(payload.replace(" ", "")) >= 2
    for word in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"/AA", b"/OpenAction"):
        assert word not in data


def test_a_hostile_title_stays_in_its_string() -> None:
    title = Block(Mark.TITLE, "关于) /JS (x) \\ 的函")
    data, _ = letter_pdf(letter(blocks=(title, *blocks(1)[1:])))
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_dict()["Title"] == "关于) /JS (x) \\ 的函"


def test_control_and_reordering_characters_do_not_stop_a_pdf() -> None:
    data, problem = letter_pdf(letter(blocks=(*blocks(1), Block(Mark.TEXT, "a\x00b\u202ec\ud800d\ufeffe测"))))
    assert data.startswith(b"%PDF-")
    assert not problem


def test_a_long_table_repeats_its_header() -> None:
    made = pages(letter(annexes=annexes(60)))
    tables = [page for page in made if any(row.text == DIGEST for row in page.rows)]
    assert len(tables) >= 3
    for page in tables:
        assert any(row.text.startswith("序号") for row in page.rows)
        assert max(row.bottom for row in page.rows if row.size < 12) <= 37 + 225.2
    digests = [row.text for page in made for row in page.rows if row.text == DIGEST]
    assert len(digests) == 60, "each on one line of its cell"


def test_a_row_taller_than_a_page_goes_on() -> None:
    data, problem = annex_pdf(Annex("长", (Table((), (("标题", "测" * 4000),), (34, 122)),)), "附件", date(2026, 1, 1))
    assert not problem
    with pdfplumber.open(BytesIO(data)) as pdf:
        assert sum(page.extract_text().count("测") for page in pdf.pages) == 4000
        assert all(char["bottom"] < 297 * 72 / 25.4 for page in pdf.pages for char in page.chars)


ROWS = (("收到文号", "　"), ("签名", "　　年　　月　　日"), ("件数", "4"))


def test_rows_to_be_filled_in_by_hand_are_high() -> None:
    slip = Annex(
        "移交回执", (Table((), (("收到文号", "　"), ("签名", "　　年　　月　　日"), ("件数", "4")), (60, 96)),)
    )
    page = pages(letter(annexes=(slip,)))[-1]
    edges = sorted({round(bar.top, 1) for bar in page.bars if bar.right - bar.left > 50})
    heights = [b - a for a, b in pairwise(edges)]
    assert [height > 9 for height in heights] == [True, True, False]  # mm


@pytest.mark.parametrize("size", [(600, 700), (700, 300), (300, 3000), (20, 20)])
def test_pictures_keep_their_proportions(size: tuple[int, int]) -> None:
    jpeg = picture(*size)
    made = pages(letter(annexes=(Annex("截图", (Text("甲"), Pair(Figure("左", jpeg), Figure("右", jpeg)))),)))
    images = [image for page in made for image in page.images]
    assert len(images) == 2
    for image in images:
        wide, high = image["x1"] - image["x0"], image["bottom"] - image["top"]
        assert high / wide == pytest.approx(size[1] / size[0], rel=0.01)
        assert image["top"] > 100
        assert image["bottom"] < 262 * 72 / 25.4 + 3
    assert images[0]["x1"] < images[1]["x0"]


def test_a_picture_is_stored_once() -> None:
    jpeg = picture(900, 900)
    twice, _ = letter_pdf(letter(annexes=(Annex("截图", (Pair(Figure("左", jpeg), Figure("右", jpeg)),)),)))
    assert twice.count(b"/DCTDecode") == 1


def test_every_page_can_be_drawn_and_is_not_empty() -> None:
    data, _ = letter_pdf(letter(annexes=annexes(), copies=("甲",)))
    document = pypdfium2.PdfDocument(data)
    for page in document:
        drawn = page.render(scale=0.5).to_pil().convert("L")
        assert drawn.getextrema()[0] < 128


def test_what_is_copied_is_what_is_printed() -> None:
    data, _ = letter_pdf(letter())
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    for words in ("东江市互联网信息办公室", "草稿", "东网函〔2026〕", "一、线索基本情况"):
        assert words in text
