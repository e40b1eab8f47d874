"""A word of the look-up or of a service beside the name: memcx, cx-mem, mail-mofagovpk, mem-gov-chaxun."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import MOSTLY_JOINED, Pattern
from detectors.names.subjects import Subject


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield word and name in both orders, with and without the government's mark."""
    words, government = stock.words(chinese=subject.chinese), subject.government
    ends = suffixes.registrable(government, subject.code)
    tails = stock.tails(government.word, government.country)
    core = stock.core(subject)
    if subject.chinese:
        yield Pattern("with-a-word", (core, MOSTLY_JOINED, words, ends), 2)
        yield Pattern("with-a-word", (words, MOSTLY_JOINED, core, ends), 3)
    else:
        yield Pattern("with-a-word", (core, stock.GLUE, words, ends), 9)
        yield Pattern("with-a-word", (words, stock.GLUE, core, ends), 9)
    yield Pattern("with-a-word", (words, stock.GLUE, core, tails, ends), 5)
    yield Pattern("with-a-word", (core, tails, stock.GLUE, words, ends), 6)
