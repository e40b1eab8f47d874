"""The ordinary format (GB/T 9704-2012, chapter 7) for 报告 and 请示, read back from the PDF, within 1 mm."""

from __future__ import annotations

import pytest

from takedown import layout
from takedown.content import Style
from takedown.paper.glyphs import faces
from tests.takedown.layout_world import SENDER, Seen, annexes, blocks, letter, pages
from tests.takedown.test_letter_page import RED, near


@pytest.fixture(scope="module")
def report() -> list[Seen]:
    made = letter(
        Style.ORDINARY,
        document="报告",
        signer="王某",
        urgency="加急",
        blocks=blocks(10, to="南岭省互联网信息办公室："),
        annexes=annexes(),
        copies=("东江市应急管理局",),
    )
    return pages(made)


def test_flag_number_signer_and_rule(report: list[Seen]) -> None:
    first = report[0]
    flag = first.row(f"{SENDER}文件")
    assert near(flag.top, 37 + 35, 0.3), "35 mm below the type area's upper edge"
    assert flag.color == RED
    number, signer = first.row("东网函〔2026〕"), first.row("签发人：王某")
    assert near(number.top - flag.bottom, 2 * 10.23 + 3.2, 1.5), "two lines below"
    assert near(number.top, signer.top, 0.1)
    assert near(number.left, 28 + 156 / 28, 0.3)
    assert near(184 - signer.right, 156 / 28, 0.3)
    # Where neither an official 仿宋 nor a 楷体 is installed one font stands in for both.
    apart = {faces().glyph(role, "王").face.source.name for role in (layout.FANG, layout.KAI)}
    assert len(signer.fonts) == len(apart), "签发人 in 仿宋, the name in 楷体"
    (rule,) = [bar for bar in first.bars if bar.color == RED]
    assert near(rule.top - number.bottom, 4, 0.3)
    assert near(rule.right - rule.left, 156, 0.4)
    assert near(rule.left, 28, 0.3)
    title = first.row(f"{SENDER}关于")
    assert near(title.top - rule.bottom, 2 * 10.23 + 2.5, 1.5)


def test_marks_stand_at_the_upper_left_of_the_type_area(report: list[Seen]) -> None:
    draft, urgency = report[0].row("草稿"), report[0].row("加急")
    assert near(draft.left, 28, 0.3)
    assert near(urgency.top - draft.top, 10.23, 0.1)
    assert 37 <= draft.top < 37 + 4


def test_a_downward_document_has_its_number_in_the_middle() -> None:
    number = pages(letter(Style.ORDINARY, given="东网〔2026〕3号"))[0].row("东网〔2026〕3号")
    assert near((number.left + number.right) / 2, 106, 0.5)


def test_page_1_is_numbered(report: list[Seen]) -> None:
    assert [page.row("—").text for page in report] == [f"— {n} —" for n in range(1, len(report) + 1)]


def test_imprint_with_issuer_date_and_lines(report: list[Seen]) -> None:
    last = report[-1]
    copies, issued, dated = last.row("抄送："), last.row(SENDER), last.row("2026年11月2日印发")
    assert {copies.size, issued.size, dated.size} == {14}
    character = 14 * 25.4 / 72
    assert near(issued.left, 28 + character, 0.3)
    assert near(184 - dated.right, character, 0.3)
    assert near(issued.top, dated.top, 0.1)
    bars = sorted((bar for bar in last.bars if bar.top > copies.top - 3), key=lambda bar: bar.top)
    assert [round(bar.bottom - bar.top, 2) for bar in bars] == [0.35, 0.25, 0.35]
    assert all(near(bar.right - bar.left, 156, 0.4) for bar in bars)
    assert near((bars[2].top + bars[2].bottom) / 2, 262, 0.3), "the last line is the type area's lower edge"
    assert bars[0].top < copies.top < bars[1].top < issued.top < bars[2].top


def test_an_approved_document_bears_no_draft_mark() -> None:
    made = letter(Style.ORDINARY, draft=False, given="东网〔2026〕3号")
    assert not [row for page in pages(made) for row in page.rows if "草稿" in row.text]
