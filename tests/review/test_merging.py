"""Two people's changes of one text: a table, and that no change is lost unless it was chosen away."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.letterform import lines_of
from review.merging import Part, Whose, merge, settled

A, B, C = "+ 一、网站冒用本机关名义。", "+ 二、该网站收取费用。", "+ 三、请依法处置。"
BASE = [A, B, C]
A2, A3, B2, B3, C2, NEW, OTHER = A + "甲", A + "乙", B + "甲", B + "乙", C + "乙", "+ 请函复。", "+ 附件两份。"

ALONE = [
    ("nothing", BASE, BASE, BASE),
    ("mine", BASE, [A, B2, C], [A, B2, C]),
    ("theirs", [A, B2, C], BASE, [A, B2, C]),
    ("neighbours", [A2, B, C], [A, B2, C], [A2, B2, C]),
    ("all rewritten, and one added", ["+ 甲。", "+ 乙。", "+ 丙。"], [*BASE, NEW], ["+ 甲。", "+ 乙。", "+ 丙。", NEW]),
    ("put in at two places", [NEW, *BASE], [A, B, C, OTHER], [NEW, A, B, C, OTHER]),
    ("put in and taken out", [NEW, *BASE], [A, C], [NEW, A, C]),
    ("put in beside what the other took out", [A, C], [A, B, NEW, C], [A, NEW, C]),
    ("both took out one", [A, C], [A, C], [A, C]),
    ("each took out one", [A, B], [B, C], [B]),
    ("moved by one, another changed", [A2, B, C], [A, C, B], [A2, C, B]),
    ("moved by one around what another changed", [A, C, B], [A, B3, C], [A, C, B3]),
    ("moved by both alike", [C, A, B], [C, A, B], [C, A, B]),
    ("the same change", [A, B2, C], [A, B2, C], [A, B2, C]),
    ("the same put in", [*BASE, NEW], [*BASE, NEW], [*BASE, NEW]),
    ("the same put in, one more", [*BASE, NEW], [*BASE, NEW, OTHER], [*BASE, NEW, OTHER]),
    ("the same put in after one more", [*BASE, NEW], [*BASE, OTHER, NEW], [*BASE, OTHER, NEW]),
    ("split in two", [A2, B, C], [A, "+ 二、该网站", "+ 收取费用。", C], [A2, "+ 二、该网站", "+ 收取费用。", C]),
    ("a mark alone", [A, B, "= 请依法处置。"], [A2, B, C], [A2, B, "= 请依法处置。"]),
    ("all gone", [], BASE, []),
]  # fmt: skip


@pytest.mark.parametrize(("theirs", "mine", "merged"), [row[1:] for row in ALONE], ids=[row[0] for row in ALONE])
def test_what_needs_no_choice(theirs: list[str], mine: list[str], merged: list[str]) -> None:
    assert settled(merge(BASE, theirs, mine), {}) == merged


ASKED = [
    ("both changed", [A, B2, C], [A, B3, C], (Part((B,), (B2,), (B3,)),)),
    ("changed and taken out", [A, B2, C], [A, C], (Part((B,), (B2,), ()),)),
    ("moved and changed", [A, C, B], [A, B, C2], (Part((C,), (), (C2,)),)),
    ("two additions at one place", [*BASE, NEW], [*BASE, OTHER], (Part((), (NEW,), (OTHER,)),)),
    ("neighbours, each by both", [A2, B2, C], [A3, B3, C], (Part((A,), (A2,), (A3,)), Part((B,), (B2,), (B3,)))),
]  # fmt: skip


@pytest.mark.parametrize(("theirs", "mine", "asked"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_what_is_asked(theirs: list[str], mine: list[str], asked: tuple[Part, ...]) -> None:
    parts = merge(BASE, theirs, mine)
    places = [number for number, part in enumerate(parts) if part.whose is Whose.BOTH]
    assert tuple(parts[number] for number in places) == asked
    assert settled(parts, {}) is None
    assert settled(parts, dict.fromkeys(places, "other")) is None
    assert settled(parts, dict.fromkeys(places[1:], Whose.MINE)) is None, "each wants its own choice"
    for choice, text in ((Whose.THEIRS, theirs), (Whose.MINE, mine)):
        chosen = settled(parts, dict.fromkeys(places, choice))
        assert chosen is not None
        assert not (Counter(text) - Counter(BASE)) - Counter(chosen)


def test_of_two_additions_both_may_stay() -> None:
    parts = merge(BASE, [*BASE, NEW], [*BASE, OTHER])
    assert settled(parts, {3: "both"}) == [*BASE, NEW, OTHER]
    assert settled(merge(BASE, [A, B2, C], [A, B3, C]), {1: "both"}) is None, "a paragraph is one or the other"


def test_an_empty_paragraph_is_none() -> None:
    base = lines_of("# 标题\n+ 甲。\n\n+ \n+ 乙。\n")
    assert base == ["# 标题", "+ 甲。", "+ 乙。"]
    assert settled(merge(base, lines_of("# 标题\n+ 甲。\n+ 乙。\n+\n"), base), {}) == base


lines = st.lists(st.text("甲乙丙丁", max_size=4).map(lambda text: f"+ {text}"), max_size=7)


@given(lines, lines, lines)
def test_no_change_is_lost_unless_chosen_away(base: list[str], theirs: list[str], mine: list[str]) -> None:
    parts = merge(base, theirs, mine)
    asked = {number: part for number, part in enumerate(parts) if part.choices}
    for choice in (Whose.THEIRS, Whose.MINE):
        text = settled(parts, dict.fromkeys(asked, choice))
        assert text is not None
        away = Counter(one for part in asked.values() for one in (part.mine if choice is Whose.THEIRS else part.theirs))
        for side in (theirs, mine):
            assert not Counter(side) - Counter(base) - away - Counter(text)


@given(lines, lines, lines)
def test_each_side_is_whole_in_the_parts(base: list[str], theirs: list[str], mine: list[str]) -> None:
    parts = merge(base, theirs, mine)
    assert [one for part in parts for one in part.base] == base
    assert [one for part in parts for one in part.theirs] == theirs
    assert [one for part in parts for one in part.mine] == mine


@given(lines, lines)
def test_equal_sides_and_an_idle_side_need_no_choice(base: list[str], text: list[str]) -> None:
    assert settled(merge(base, text, text), {}) == text
    assert settled(merge(base, base, text), {}) == text
    assert settled(merge(base, text, base), {}) == text
