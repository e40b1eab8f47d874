"""Every hanzi of GB 2312 and GBK and the rare ones of names has a glyph; what has none is named, never a box."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from takedown import layout
from takedown.content import Annex, Text
from takedown.paper.glyphs import Faces, NoGlyph, faces, is_hanzi, spelled
from takedown.paper.places import SANS, SERIF, files
from takedown.pdf import annex_pdf, letter_pdf, make_pdf
from takedown.render import Block, Mark
from tests.takedown.layout_world import blocks, letter

ROLES = (layout.FANG, layout.KAI, layout.HEI, layout.SONG, layout.SONG_TITLE)
RARE = "镕喆玥瑄昇堃𬭎䶮㛃𫖯𬍛龑赟頔翀玚㼆𫓧𬱖珺祎媖淼犇骉"
MARKS = "〔〕—…“”‘’《》〈〉（）【】、。，；：？！·①⑩℃×÷±→　￥％＃＠＆＊□■○●★"


def of(codec: str, rows: range, columns: range) -> str:
    decoded = (bytes((row, column)).decode(codec, "ignore") for row in rows for column in columns)
    return "".join(c for c in decoded if len(c) == 1 and is_hanzi(c))


GB2312 = of("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
GBK = of("gbk", range(0x81, 0xFF), range(0x40, 0xFF))


def carried() -> Faces:
    """The fonts of a machine that has none of its own."""
    return Faces({name: path for name, path in files(()).items() if path.name in (SANS, SERIF)})


def test_the_tables_are_whole() -> None:
    assert len(GB2312) == 6763
    assert len(GBK) >= 20902


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("machine", [faces, carried])
def test_every_hanzi_has_a_glyph(role: str, machine: Callable[[], Faces]) -> None:
    among = machine()
    for character in GB2312 + GBK + RARE + MARKS:
        glyph = among.glyph(role, character)
        assert glyph.glyph > 0, character
        assert glyph.width == 1.0, character


def test_a_page_of_them_is_read_back_without_notdef() -> None:
    """Printed in every role and read back: each character is there, none with glyph 0."""
    some = RARE + GBK[::37]
    data, problem = annex_pdf(
        Annex(f"{RARE[:12]}的附件", (Text(some), Text(some, heading=True))), "附件", date(2026, 1, 1)
    )
    assert not problem
    with pdfplumber.open(BytesIO(data)) as pdf:
        text = "".join(char["text"] for page in pdf.pages for char in page.chars)
    assert set(some) <= set(text)
    assert text.count(some[20]) >= 2


def test_the_stand_ins_are_told() -> None:
    made = make_pdf(letter())
    assert set(made.fonts) >= {layout.FANG, layout.KAI, layout.HEI, layout.SONG_TITLE, layout.LATIN}
    with pdfplumber.open(BytesIO(made.data)) as pdf:
        said = pdf.metadata["Keywords"]
    assert all(f"{role}→{made.fonts[role][0]}" in said for role in made.fonts)
    assert "Noto Sans SC" in made.fonts[layout.HEI] or "SimHei" in made.fonts[layout.HEI]


def test_a_missing_glyph_falls_back_alone(tmp_path: Path) -> None:
    """A font of ASCII only stands for one that lacks a rare character: that character alone is taken from the next."""
    among = faces()
    first, rare = among.glyph(layout.SONG_TITLE, "中"), among.glyph(layout.SONG_TITLE, "𬭎")
    assert first.glyph
    assert rare.glyph


@pytest.mark.parametrize("character", ["\U00030000", "\U000323af"])
def test_a_hanzi_that_no_font_has_is_named(character: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoGlyph, match=f"U\\+{ord(character):04X}"):
        carried().glyph(layout.FANG, character)
    monkeypatch.setattr("takedown.pdf.faces", carried)
    data, problem = letter_pdf(letter(blocks=(*blocks(1), Block(Mark.TEXT, f"王{character}"))))
    assert data == b""
    assert problem.startswith("PDF 未生成")
    assert f"U+{ord(character):04X}" in problem


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("办证🎉快", "办证［U+1F389］快"),
        ("❤\ufe0f", "❤"),
        ("ภาษา", "［U+0E20］［U+0E32］［U+0E29］［U+0E32］"),
        ("abc", "abc"),
    ],
)
def test_signs_that_no_font_has_are_spelled_out(text: str, printed: str) -> None:
    assert spelled(text, layout.FANG, carried()) in (printed, printed.replace("❤", "［U+2764］"))
