"""The DOCX in LibreOffice has the pages of the PDF: as many, the same lines, at the same places.

LibreOffice is a stand-in for the office's word processor. What it sets is compared by the line; heights of characters
differ by its fonts, so places are compared by the left edge and by the distance from line to line.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from takedown.content import Letter, Style
from takedown.docx_letter import letter_docx
from takedown.pdf import letter_pdf
from takedown.render import Block, Mark
from tests.takedown.layout_world import DIGEST, Row, Seen, annexes, blocks, letter, read

pytestmark = [pytest.mark.office, pytest.mark.slow]
MIXED = (
    "经核查，2026年5月20日09:00至2026年11月21日02:30（北京时间），该网站（hxxp://www[.]cx-mem-gov[.]example/query/"
    f"index.php?id=20260522）解析地址为198.18.0.7，京ICP备12345678号-1，共4份，清单汇总校验值为{DIGEST}。"
    "根据《中华人民共和国刑法》第二百八十条、第二百八十七条之一、《中华人民共和国网络安全法》第四十八条等规定，涉嫌违法。"
)


def long_letter(style: Style) -> Letter:
    mixed = (*blocks(5), *(Block(Mark.TEXT, MIXED) for _ in range(6)))
    return letter(style, blocks=mixed, annexes=annexes(), copies=("东江市应急管理局",), signer="王某", urgency="特急")


LETTERS = {
    "letter": long_letter(Style.LETTER),
    "ordinary": long_letter(Style.ORDINARY),
    "short": letter(copies=("东江市应急管理局",)),
    "closer": letter(blocks=blocks(0)),
}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[Seen], list[Seen]]]:
    """Convert all letters in one go: LibreOffice takes longer to start than to convert."""
    folder = tmp_path_factory.mktemp("office")
    for name, made in LETTERS.items():
        (folder / f"{name}.docx").write_bytes(letter_docx(made))
    home = (folder / "home").as_uri()
    command = ["soffice", f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    files = [str(folder / f"{name}.docx") for name in LETTERS]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)
    return {
        name: (read(letter_pdf(made)[0]), read(Path(folder, f"{name}.pdf").read_bytes()))
        for name, made in LETTERS.items()
    }


def lines(page: Seen) -> list[str]:
    """The text of a page's lines outside tables, but for the page number."""
    return [row.text.replace(" ", "") for row in page.rows if row.size >= 12 and row.bottom < 263]


def cells(page: Seen) -> str:
    """The characters of its tables: within a cell a long address may break a character earlier or later."""
    return "".join(sorted("".join(row.text.replace(" ", "") for row in page.rows if row.size < 12)))


@pytest.mark.parametrize("name", LETTERS)
def test_same_pages(name: str, converted: dict[str, tuple[list[Seen], list[Seen]]]) -> None:
    ours, theirs = converted[name]
    assert len(ours) == len(theirs)
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True), start=1):
        assert lines(mine)[:1] == lines(other)[:1], number
        assert sorted(lines(mine)) == sorted(lines(other)), number
        assert cells(mine) == cells(other), number
        assert places(mine.rows) == pytest.approx(places(other.rows), abs=1.0), number
        assert pitches(mine) == pytest.approx(pitches(other), abs=0.3), number


def places(rows: Sequence[Row]) -> list[float]:
    """Left edges (mm) of the lines of 三号, from above."""
    return [row.left for row in rows if row.size == 16]


def pitches(page: Seen) -> list[float]:
    """Distances (mm) from line to line of 三号."""
    tops = [row.bottom for row in page.rows if row.size == 16]
    return [b - a for a, b in pairwise(tops)]


@pytest.mark.parametrize("name", ["letter", "short"])
def test_same_red_lines(name: str, converted: dict[str, tuple[list[Seen], list[Seen]]]) -> None:
    """Drawn as borders by LibreOffice: at the same heights as ours."""
    ours, theirs = converted[name]
    first = theirs[0]
    assert [round(bar.top) for bar in ours[0].bars[:1]] == [49]
    assert first.row("东江市互联网信息办公室").text
    body = first.row("草稿").bottom - ours[0].row("草稿").bottom
    assert abs(body) < 1.5, "the text begins where ours does (fonts differ in height)"
