"""The letter format (GB/T 9704-2012, 10.1) read back from the PDF, within 1 mm (docs/layout.md)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from takedown import layout
from takedown.content import Annex, Text
from takedown.paper.glyphs import faces
from takedown.render import Block, Mark
from tests.takedown.layout_world import FULL, SENDER, Seen, annexes, blocks, letter, pages

RED = (1.0, 0.0, 0.0)


def near(value: float, wanted: float, by: float = 1.0) -> bool:
    return abs(value - wanted) <= by


@pytest.fixture(scope="module")
def long() -> list[Seen]:
    """A letter of several full pages with annexes and 抄送."""
    made = letter(blocks=blocks(16), annexes=annexes(), copies=("东江市应急管理局", "东江市公安局"), urgency="特急")
    return pages(replace(made, secrecy="秘密★1年"))


def test_the_issuers_name_and_the_red_lines(long: list[Seen]) -> None:
    first = long[0]
    flag = first.row(SENDER)
    assert near(flag.top, 30, 0.2), "上边缘距上页边 30 mm"
    assert flag.color == RED
    assert near((flag.left + flag.right) / 2, 28 + 156 / 2)
    bars = [bar for bar in first.bars if bar.color == RED]
    assert len(bars) == 4
    for bar in bars:
        assert near(bar.right - bar.left, 170, 0.3)
        assert near((bar.right + bar.left) / 2, 28 + 156 / 2, 0.3), "centred on the type area"
    upper, lower = bars[:2], bars[2:]
    assert near(upper[0].top, flag.bottom + 4, 0.2)
    thick, thin = (bar.bottom - bar.top for bar in upper)
    assert thick > 2 * thin, "上粗下细"
    assert upper[1].top > upper[0].bottom
    thin, thick = (bar.bottom - bar.top for bar in lower)
    assert thick > 2 * thin, "上细下粗"
    assert near(297 - lower[1].bottom, 20, 0.3)
    assert not [bar for page in long[1:] for bar in page.bars if bar.color == RED], "on page 1 alone"


def test_number_at_the_right_marks_at_the_left(long: list[Seen]) -> None:
    first = long[0]
    line = max(bar.bottom for bar in first.bars[:2])
    number = first.row("东网函〔2026〕")
    assert near(number.right, 184, 0.5)
    assert near(number.top - line, 7 / 8 * 16 * 25.4 / 72, 0.3), "7/8 of a 三号 character below the red line"
    marks = [first.row(text) for text in ("草稿", "秘密★1年", "特急")]
    assert all(near(mark.left, 28, 0.3) for mark in marks)
    assert near(marks[0].top, number.top, 0.1)
    assert all(near(b.top - a.top, 29 * 25.4 / 72, 0.1) for a, b in pairwise(marks))
    assert near(first.row(f"{SENDER}关于").top - marks[-1].bottom, 2 * 10.23 + 3.5, 3), "title two lines below"


def test_sizes_and_places_of_the_text(long: list[Seen]) -> None:
    first = long[0]
    title, to = first.row(f"{SENDER}关于"), first.row("东江市公安局：")
    assert (title.size, to.size) == (22, 16)
    assert near((title.left + title.right) / 2, 106)
    assert near(to.left, 28, 0.3)
    level1, level2, body = first.row("一、"), first.row("（一）"), first.row(FULL[:26])
    for row in (level1, level2, body):
        assert near(row.left, 28 + 2 * 156 / 28, 0.3)
    assert level1.fonts != body.fonts, "黑体, 仿宋"
    apart = faces().first(layout.KAI) != faces().first(layout.FANG)
    assert apart is (level2.fonts != body.fonts), "楷体, where this machine has a stand-in of its own"
    assert all("NotoSansSC" in name for name in level1.fonts), "a stand-in of 黑体"


def test_22_lines_of_28_characters_fill_a_page(long: list[Seen]) -> None:
    body = [row for row in long[1].rows if row.size == 16]
    assert len(body) == 22
    assert near(body[0].top, 37), "天头 37 mm"
    assert body[-1].bottom <= 37 + 225
    assert all(near(b.top - a.top, 225 / 22, 0.02) for a, b in pairwise(body)), "28.99 pt"
    full = next(row for row in body if len(row.text) == 28)
    assert near(full.left, 28, 0.3)
    assert near(full.right, 184, 0.5)
    assert near((full.chars[27]["x0"] - full.chars[0]["x0"]) / 27, 15.79, 0.03)
    assert all(row.left >= 27.7 and row.right <= 184.5 for page in long for row in page.rows[1:])


def test_page_numbers(long: list[Seen]) -> None:
    assert not [row for row in long[0].rows if row.text.startswith("—")], "none on page 1"
    for number, page in enumerate(long[1:], start=2):
        row = page.row("—")
        assert row.text == f"— {number} —"
        assert row.size == 14
        assert near(row.top, 37 + 225 + 7)
        side = row.right if number % 2 else row.left
        assert near(side, 184 - 14 * 25.4 / 72 if number % 2 else 28 + 14 * 25.4 / 72, 0.8), "one character in"


def test_annex_names_are_aligned_and_have_no_punctuation(long: list[Seen]) -> None:
    page = next(page for page in long if any(row.text.startswith("附件：") for row in page.rows))
    first = page.row("附件：1. 涉案网站登记表")
    assert near(first.left, 28 + 2 * 156 / 28, 0.3)
    names = [first, page.row("2. 证据清单"), page.row("3. 网站截图对照"), page.row("4. 联系方式明细")]
    starts = [next(c["x0"] for c in row.chars if c["text"] in "涉证网联") for row in names]
    assert max(starts) - min(starts) < 0.5
    assert all(row.text[-1] not in "。；，" for row in names)


def test_a_long_annex_name_goes_on_under_its_first_character() -> None:
    name = "东江市互联网信息办公室巡查发现的涉嫌仿冒机关网站情况登记表和有关说明"
    made = letter(annexes=(Annex(name, (Text("无"),)), Annex("短", (Text("无"),))))
    rows = [row for page in pages(made) for row in page.rows]
    at = next(n for n, row in enumerate(rows) if row.text.startswith("附件：1. "))
    start = next(c["x0"] for c in rows[at].chars if c["text"] == "东") / 72 * 25.4
    assert near(rows[at + 1].left, start, 0.3)


def test_issuer_and_date_with_room_for_a_seal(long: list[Seen]) -> None:
    page = next(page for page in long if any(row.text == "2026年11月2日" for row in page.rows))
    date = page.row("2026年11月2日")
    at = page.rows.index(date)
    issuer, note, before = page.rows[at - 1], page.rows[at + 1], page.rows[at - 2]
    assert issuer.text == SENDER
    assert near(184 - date.right, 4 * 156 / 28, 0.5), "右空四字"
    assert near((issuer.left + issuer.right) / 2, (date.left + date.right) / 2, 0.5)
    middle = (issuer.top + date.bottom) / 2 - 3  # 居印章中心偏下位置
    assert 0 < middle - 21 - before.bottom <= 10.23, "a seal of 42 mm begins within one line of the text"
    assert note.text.startswith("（联系人：")
    assert near(note.left, 28 + 2 * 156 / 28, 0.3)


def test_without_a_seal_the_issuer_stands_two_in() -> None:
    rows = [row for page in pages(letter(sealed=False)) for row in page.rows]
    date = next(n for n, row in enumerate(rows) if row.text == "2026年11月2日")
    issuer = rows[date - 1]
    assert near(184 - issuer.right, 2 * 156 / 28, 0.5)
    assert near(rows[date].left - issuer.left, 2 * 156 / 28, 0.5), "the date begins two characters to the right"


def test_an_annex_begins_a_page_with_label_and_title(long: list[Seen]) -> None:
    heads = [page for page in long if page.rows[0].text.startswith("附件") and "：" not in page.rows[0].text]
    assert [page.rows[0].text for page in heads] == ["附件1", "附件2", "附件3"], "the separate one is not there"
    for page in heads:
        label, title = page.rows[0], page.rows[1]
        assert near(label.left, 28, 0.3)
        assert near(label.top, 37)
        assert any("NotoSansSC" in name for name in label.fonts)
        assert title.size == 22
        assert near((title.left + title.right) / 2, 106)
        assert 2 * 10.2 - 1 < title.top - label.top < 2 * 10.2 + 3, "on the third line"


def test_copies_stand_at_the_foot_of_the_last_page(long: list[Seen]) -> None:
    row = long[-1].row("抄送：东江市应急管理局，东江市公安局。")
    assert row.size == 14
    assert near(row.left, 28 + 14 * 25.4 / 72, 0.3)
    assert 262 - row.bottom < 4
    assert not any("印发" in row.text for row in long[-1].rows), "10.1: neither issuer nor date"
    assert not [row for page in long[:-1] for row in page.rows if row.text.startswith("抄送")]


@pytest.mark.parametrize("count", range(1, 14))
def test_the_signature_never_stands_on_a_page_without_text(count: int) -> None:
    """A whole span of lengths: wherever the text ends, there is text (or its list of annexes) above the issuer."""
    made = letter(blocks=(*blocks(0), *(Block(Mark.TEXT, "情况说明如下。") for _ in range(count + 4))))
    for page in pages(made):
        texts = [row.text for row in page.rows if not row.text.startswith("—")]
        assert "此页无正文" not in "".join(texts)
        if SENDER in texts[1:]:
            assert texts.index(SENDER, 1) >= 1
            assert any("说明" in text for text in texts)
        pitches = {round(b.top - a.top, 1) for a, b in pairwise(r for r in page.rows if "说明" in r.text)}
        assert all(9.7 <= pitch <= 10.3 for pitch in pitches), "spacing is adjusted a little at most"
