"""Slips of the keyboard, of the pinyin input method and of the phone's keys, in the name or in the government's mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import Part, Pattern, Row, part
from detectors.names.readings import syllables
from detectors.names.subjects import Subject
from detectors.names.typos import keyboard_slips, phone_slips, pinyin_slips


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield names with one slip, with the government's mark or long enough to be known without it."""
    government = subject.government
    ends = suffixes.registrable(government, subject.code)
    tails = stock.tails(government.word, government.country)
    core = stock.core(subject)
    for family, wrong, cost in (("slip", keyboard_slips, 8), ("phone-key", phone_slips, 14)):
        slipped = part(*(((t, c + dear) for t, c in wrong(word)) for word, dear in core.rows()))
        long = part((t, c) for t, c in slipped.rows() if len(t) > 5)
        yield Pattern(family, (slipped, tails, ends), cost)
        yield Pattern(family, (long, ends), cost + 2)
        yield Pattern(family, (core, _changed(tails, wrong), ends), cost)
    heard = part(*(((t, c + min(at, 8)) for t, c in pinyin_slips(syllables(n))) for at, n in enumerate(subject.han[:8])))
    if heard.levels:
        yield Pattern("pinyin-slip", (heard, ends), 9)
        yield Pattern("pinyin-slip", (heard, tails, ends), 10)
        yield Pattern("pinyin-slip", (heard, stock.words(chinese=True), ends), 13)


def _changed(tails: Part, wrong: Callable[[str], list[Row]]) -> Part:
    """Return the government's tails with a slip in them: -gvo, goov-cn."""
    rows: list[Row] = []
    for tail, dear in tails.rows():
        hyphen = "-" if tail[0] == "-" else ""
        rows += [(hyphen + text, cost + dear) for text, cost in wrong(tail.strip("-")) if len(tail) > 3]
    return part(rows)
