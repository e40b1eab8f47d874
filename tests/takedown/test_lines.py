"""Where a line may end: 避头尾, Latin words and numbers whole, addresses and digests broken so that lines stay full."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown import layout
from takedown.paper.glyphs import faces
from takedown.paper.lines import break_lines
from takedown.paper.story import Para, Run
from tests.takedown.layout_world import DIGEST

GRID = 28


def lines(text: str, width: float = layout.BODY_WIDTH, size: float = 16) -> list[str]:
    found = break_lines(Para("text", (Run(text, size=size),)), width, faces())
    return ["".join(one.character for one in line.inked) for line in found]


@pytest.mark.parametrize("closing", "，。、；：？！）》”’】〕")
def test_no_closing_mark_begins_a_line(closing: str) -> None:
    text = "测" * 28 + closing + "试" * 5
    assert [len(line) for line in lines(text)] == [27, 7], "the character before it goes along; nothing hangs outside"


@pytest.mark.parametrize("opening", "（《“‘【〔")
def test_no_opening_mark_ends_a_line(opening: str) -> None:
    assert lines("测" * 27 + opening + "试" * 5)[0] == "测" * 27


@pytest.mark.parametrize("pair", ["——", "……"])
def test_dashes_and_dots_stay_together(pair: str) -> None:
    for before in range(24, 30):
        found = lines("测" * before + pair + "试" * 9)
        assert sum(pair in line for line in found) == 1


@pytest.mark.parametrize("word", ["2026", "12345678", "SHA256", "198.18.0.7", "190****4321", "09:00"])
def test_words_and_numbers_are_not_broken(word: str) -> None:
    for before in range(20, 29):
        assert any(word in line for line in lines("测" * before + word + "试" * 9))


@pytest.mark.parametrize("word", [DIGEST, "hxxp://www[.]example/query/index.php?id=20260522&type=tezhongzuoye"])
def test_long_words_fill_the_line(word: str) -> None:
    found = break_lines(Para("text", (Run("清单汇总校验值为" + word + "。"),)), layout.BODY_WIDTH, faces())
    assert found[0].room - found[0].width < 16
    assert lines("值为" + word)[0].startswith("值为" + word[:20]), "no line is left with 值为 alone"


def test_a_digest_in_a_narrow_cell_loses_nothing() -> None:
    assert "".join(lines(DIGEST, 60, 7.5)) == DIGEST
    assert all(line.width <= 60.1 for line in break_lines(Para("c", (Run(DIGEST, size=7.5),)), 60, faces()))


TEXT = st.text(st.sampled_from("测试网站的，。、；：（）《》“”—…abcdef0123456789-/.:[] "), min_size=1, max_size=120)


@given(TEXT, st.integers(60, 442))
def test_nothing_is_lost_and_nothing_hangs_out(text: str, width: int) -> None:
    found = break_lines(Para("text", (Run(text),)), width, faces())
    joined = "".join(one.character for line in found for one in line.inked)
    assert joined.replace(" ", "") == text.replace(" ", "")
    for line in found:
        assert line.width <= width + 0.1 or len(line.inked) == 1


@given(TEXT)
def test_the_rules_hold_wherever_they_can(text: str) -> None:
    found = lines(text)
    for before, after in pairwise(found):
        if any(mark in text for mark in ("((", "，，")) or not before or not after:
            continue
        breakable = any(a not in layout.NOT_LAST for a in before)
        if after[0] in "，。、；：）》”" and len(before) > 1 and breakable:
            assert all(c in layout.NOT_FIRST + layout.NOT_LAST or c.isascii() for c in before[1:]), (before, after)


def test_a_line_of_28_characters_is_full() -> None:
    assert [len(line) for line in lines("测" * 57)] == [GRID, GRID, 1]


def test_latin_stands_off_from_chinese() -> None:
    """As word processors do it: a fifth of the size between a hanzi and a digit, none beside punctuation."""
    plain = break_lines(Para("t", (Run("年5月", size=10),)), 400, faces())[0].width
    marked = break_lines(Para("t", (Run("（5）", size=10),)), 400, faces())[0].width
    assert plain - marked == pytest.approx(2 * layout.SET_OFF * 10)
