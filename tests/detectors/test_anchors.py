"""No match is ever lost for want of an anchor: held on every pattern of the lexicon and on shapes of patterns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.text.anchors import Guard, anchors
from zhenwei.watchlist import load_watchlist

PATTERNS = [re.compile(p) for group in load_watchlist().lexicon.values() for p in group.patterns]


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


@given(st.data())
def test_every_match_of_every_pattern_holds_an_anchor(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    text = data.draw(st.from_regex(pattern))
    match = pattern.search(text)
    strings = anchors(pattern)
    assert match is None or not strings or any(string in match[0] for string in strings)
    assert match is None or pattern in Guard(PATTERNS).possible(text)


def test_a_text_without_anchors_needs_no_pattern() -> None:
    assert Guard(PATTERNS).possible("面包和牛奶") == frozenset()


def test_most_patterns_can_be_left_out_by_what_they_need() -> None:
    assert sum(bool(anchors(pattern)) for pattern in PATTERNS) > 0.9 * len(PATTERNS)
