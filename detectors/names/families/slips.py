"""Slips of the keyboard, of the pinyin input method and of the phone's keys, in the name or in gov and cn."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import Pattern, Row, part
from detectors.names.readings import syllables
from detectors.names.subjects import Subject
from detectors.names.typos import keyboard_slips, phone_slips, pinyin_slips

_LONGEST = 40


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield names with one slip, with the government's mark or long enough to be known without it."""
    government = subject.government
    ends = suffixes.registrable(government, subject.code)
    tails = stock.tails(government.word, government.country)
    core = stock.core(subject)
    for family, wrong, cost in (("slip", keyboard_slips, 8), ("phone-key", phone_slips, 11)):
        slipped = stock.altered(core, wrong)
        yield Pattern(family, (slipped, tails, ends), cost)
        yield Pattern(family, (stock.long_ones(slipped, 6), ends), cost + 2)
        yield Pattern(family, (core, stock.altered_marks(tails, wrong), ends), cost + 1)
    rows = [row for at, name in enumerate(subject.han[:8]) for row in _misheard(name, min(at, 8))]
    heard = part(rows)
    if heard.levels:
        yield Pattern("pinyin-slip", (heard, ends), 9)
        yield Pattern("pinyin-slip", (heard, tails, ends), 10)
        yield Pattern("pinyin-slip", (heard, stock.words(chinese=True), ends), 13)


def _misheard(name: str, dear: int) -> list[Row]:
    return [(text, cost + dear) for text, cost in pinyin_slips(syllables(name)) if len(text) < _LONGEST]
