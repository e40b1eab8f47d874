"""No match is ever lost for want of an anchor: held on every pattern of the lexicon and on shapes of patterns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.text.anchors import Anchored, Guard, anchors, reach
from zhenwei.watchlist import load_watchlist

PATTERNS = [re.compile(p) for group in load_watchlist().lexicon.values() for p in group.patterns]
GUARD = Guard(PATTERNS)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("免考", {"免考"}),
        (
            "(?:天|日)内?(?:出证|下证)",
            {"天出证", "天下证", "日出证", "日下证", "天内出证", "天内下证", "日内出证", "日内下证"},
        ),
        (r"\d{1,3}天.{0,4}(?:拿到|到手)", {"拿到", "到手"}),
        ("(?<!没)有关系", {"有关系"}),
        ("(?:免考)?", set()),
        ("(?:免考)*包过", {"包过"}),
        ("(?:免考)+", {"免考"}),
        ("[^。]{1,4}", set()),
        ("(?:免考|[^。])", set()),
        ("(?i)vx", set()),
        ("(a)\\1", {"a"}),
    ],
)
def test_anchors_of_shapes(pattern: str, expected: set[str]) -> None:
    assert anchors(re.compile(pattern)) == expected


@settings(deadline=None)
@given(st.data())
def test_every_match_of_every_pattern_holds_an_anchor(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    text = data.draw(st.from_regex(pattern))
    match = pattern.search(text)
    strings = anchors(pattern)
    assert match is None or not strings or any(string in match[0] for string in strings)
    assert match is None or pattern in GUARD.possible(text)


def test_a_text_without_anchors_needs_no_pattern() -> None:
    assert GUARD.possible("面包和牛奶") == frozenset()


def test_most_patterns_can_be_left_out_by_what_they_need() -> None:
    assert sum(bool(anchors(pattern)) for pattern in PATTERNS) > 0.9 * len(PATTERNS)


_PIECES = st.sampled_from([*"天证不要。，1 一到\n", "培训", "考试", "当天", "电工", "，电工", "网上", "系统", "照片"])


@settings(deadline=None)
@given(st.data())
def test_a_guarded_search_finds_what_the_pattern_finds(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(PATTERNS) - 1))
    held = st.from_regex(PATTERNS[number])
    text = "".join(data.draw(st.lists(st.one_of(held, _PIECES, _PIECES, st.just("甲乙丙丁" * 15)), max_size=6)))
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    places = GUARD.places(text)
    found = list(GUARD.matches(number, text, places, first, last)) if GUARD.looked_for(number, places) else []
    assert [m.span() for m in found] == [m.span() for m in PATTERNS[number].finditer(text, first, last)]


@pytest.mark.parametrize(
    ("pattern", "far"), [("免考", 4), ("免.{0,4}考(?=[办代]证?)", 10), ("免(?!费(?!用))考", 6), ("免考+", None)]
)
def test_how_far_a_match_and_what_it_looks_at_may_go(pattern: str, far: int | None) -> None:
    assert reach(re.compile(pattern)) == far


@pytest.mark.parametrize(
    "text", ["", "无", "代办复审", "复审" * 9 + "包过复审，加急", "复" * 50 + "复审直接" + "审" * 50]
)
def test_a_pattern_by_itself_finds_the_same(text: str) -> None:
    pattern = "(?:代办|包过?)[^，]{0,4}复审|复审[^，]{0,4}直接"
    assert [m.span() for m in Anchored(pattern).finditer(text)] == [m.span() for m in re.finditer(pattern, text)]
