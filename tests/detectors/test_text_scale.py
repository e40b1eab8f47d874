"""Hostile repetition costs no more than its length: sixteen times the text, about sixteen times the work."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.text.contacts import find_contacts
from detectors.text.edits import Change, Edited, Origins
from detectors.text.fold import fold

_PATTERNS = [
    "&#&#&#",
    "&amp;",
    "&amp;amp;#3000",
    "%%%%",
    "%e7%94",
    "%25",
    "\\u\\u",
    "\\u7535",
    "\\x",
    "\\7535",
    "a\u0336\u0336\u0336\u0336",
    "\u202e",
    "\u202e证工电",
    "\u200b\u2060",
    "((((((",
    "【（「『",
    "电，",
    "电，工",
    "（电）",
    "电x",
    "电1工x",
    "のノ",
    "电の工ノ",
    "电\n",
    "电工\n证\n",
    "办货保\n",
    "竖着看",
    "往下看电工证办货保",
    "a b ",
    "电-工-",
    "1 3 ",
    "一三",
    "13800",
    "1.3.",
    "0571-",
    "400",
    "微信号号号",
    "微信:",
    "qq微信",
    "q q ",
    "a@",
    "a@b.",
    "@@@@",
    "wxid_",
    "t.me/",
    "电工正操作政",
    "ｖｘ❤",
    "證電",
    "İ",
    "е",
]
_SMALL = 1_000
_TIMES = 16
# Quadratic work would take 256 times as long; the machine may be busy with other things.
_MOST = 100


def _cost(work: Callable[[str], object], text: str) -> float:
    gc.collect()
    spent = []
    for _ in range(3):
        began = time.process_time()
        work(text)
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def _read(text: str) -> None:
    find_contacts(fold(text))


@pytest.mark.parametrize("pattern", _PATTERNS, ids=ascii)
def test_work_grows_with_the_text_and_no_faster(pattern: str) -> None:
    fold(pattern)
    small = (pattern * _SMALL)[:_SMALL]
    large = small * _TIMES
    # A millisecond is added, so that what costs next to nothing is not measured against the clock's grain.
    assert _cost(_read, large) < _MOST * (_cost(_read, small) + 0.001)


@given(st.text(alphabet="电工 -\u200b&#;x7535ａ＠❶号.%\\u", max_size=60), st.integers(1, 40))
def test_a_repeated_line_folds_to_repeated_lines(piece: str, times: int) -> None:
    """Linear by counting, whatever stands in a line."""
    line = piece.replace("\\", "").replace("&", "").replace("%", "") + "这是普通的一行字。\n"
    once, often = fold(line), fold(line * times)
    assert len(often.text) == times * len(once.text)
    assert len(once.text) <= 18 * len(line)


@given(
    st.text(max_size=40),
    st.lists(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 4), st.text("ab", max_size=3)))),
)
def test_pieces_lead_back_as_two_numbers_a_character_would(text: str, steps: list[list[tuple[int, int, str]]]) -> None:
    edited = Edited(text)
    starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
    for step in steps:
        changes: list[Change] = []
        for start, length, new in sorted(step):
            end = min(start + 1 + length, len(edited.text))
            if start < end and (not changes or start >= changes[-1].end):
                changes.append(Change(start, end, new))
        edited.apply(changes)
        for start, end, new in reversed(changes):
            starts[start:end] = [starts[start]] * len(new)
            ends[start:end] = [ends[end - 1]] * len(new)
    origins = Origins(edited.pieces, len(edited.text))
    places = range(len(edited.text))
    assert [origins.start(place) for place in places] == starts
    assert [origins.end(place) for place in places] == ends
