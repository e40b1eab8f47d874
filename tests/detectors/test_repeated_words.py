"""A page that repeats the trade's words without end: what is looked at grows with the places, not with the words."""

from __future__ import annotations

import pytest

from detectors.text.edits import Change, Edited, Origins
from detectors.text.lexicon import APART, MANY, OFTEN, Lexicon
from detectors.text.offers import read
from detectors.text.sentences import clause_start


@pytest.mark.parametrize("word", ["办证", "电工证免考包过加微信abc12345。", "办证。\n", "低压电工证 "])
def test_words_repeated_are_kept_here_and_there(lexicon: Lexicon, word: str) -> None:
    text = word * (160_000 // len(word))
    reading = read(text, lexicon)
    each: dict[tuple[str, str], int] = {}
    for hit in reading.hits:
        each[hit.group, hit.word] = each.get((hit.group, hit.word), 0) + 1
    assert max(each.values()) <= OFTEN + len(text) // APART + 1
    assert len(reading.papers) <= MANY + len(text) // APART + 1
    # No stretch of the text is without them.
    starts = sorted({hit.start for hit in reading.hits})
    assert max(b - a for a, b in zip(starts, [*starts[1:], len(reading.folded.text)], strict=True)) <= APART + 2 * len(
        word
    )


def test_an_ordinary_text_keeps_every_word(lexicon: Lexicon) -> None:
    text = "特种作业操作证由考核发证机关颁发。" * 300
    assert len({hit.start for hit in read(text, lexicon).hits if hit.word == "特种作业操作证"}) == 300


def test_an_offer_behind_the_repetition_is_found(lexicon: Lexicon) -> None:
    reading = read("办证" * 40_000 + "。电工证免考包过，加微信 abc12345", lexicon)
    assert reading.offered["skip_exam"]
    assert reading.contacts


def test_the_way_back_is_the_same_in_one_step_and_in_two() -> None:
    edited = Edited("0123456789abcdef")
    edited.apply([Change(2, 4, ""), Change(6, 8, "XYZ"), Change(12, 13, "c")])
    origins = Origins(edited.pieces, len(edited.text))
    length = len(edited.text)
    assert origins.starts() == tuple(map(origins.start, range(length)))
    for start in range(length):
        for end in range(start + 1, length + 1):
            slow = origins.start(start), max(origins.end(start), origins.end(end - 1))
            assert origins.span(start, end) == slow


@pytest.mark.parametrize(
    ("text", "place", "start"), [("甲，乙丙", 4, 2), ("甲乙", 2, 0), ("甲" * 99, 80, 20), ("：，", 2, 2)]
)
def test_where_a_clause_begins(text: str, place: int, start: int) -> None:
    assert clause_start(text, place) == start
