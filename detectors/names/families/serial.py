"""One of a batch: a likely name with a number, a year or a letter or two behind it (mem-gov2026, gov-mem-ab)."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import JOINED, MOSTLY_JOINED, Pattern
from detectors.names.subjects import Subject


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield numbered copies; those who are shut down come back under the next number."""
    government = subject.government
    ends = suffixes.registrable(government, subject.code)
    tails = stock.tails(government.word, government.country)
    core, numbers = stock.core(subject), stock.numbers()
    heads = stock.heads(government.word, government.country)
    yield Pattern("serial", (core, tails, JOINED, numbers, ends), 10)
    yield Pattern("serial", (core, tails, JOINED, numbers, suffixes.throw_away()), 8)
    yield Pattern("serial", (heads, core, JOINED, numbers, suffixes.throw_away()), 6)
    yield Pattern("serial", (core, numbers, tails, ends), 14)
    if subject.chinese:
        yield Pattern("serial", (core, stock.words(chinese=True), MOSTLY_JOINED, numbers, ends), 16)
