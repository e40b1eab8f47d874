"""A free label on a hosting platform or under a dynamic name: cx-mem-gov-cn.github.io, mail-mfagovcn.hopto.org."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import spelled, stock
from detectors.names.parts import JOINED, Pattern, part
from detectors.names.subjects import Subject


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield the flattened host, with a word or a number, on every platform."""
    government, ends = subject.government, suffixes.hosting()
    core, tails = stock.core(subject), stock.tails(government.word, government.country)
    words = stock.words(chinese=subject.chinese)
    glue = part([("-", 0), ("", 4)])
    yield Pattern("platform", (core, tails, ends), 4)
    yield Pattern("platform", (words, glue, core, tails, ends), 6)
    yield Pattern("platform", (core, tails, glue, words, ends), 9)
    yield Pattern("platform", (core, tails, glue, stock.numbers(), ends), 8)
    yield Pattern("platform", (stock.long_ones(stock.own(subject), 5), ends), 6)
    yield Pattern("platform", (core, JOINED, words, ends), 8 if subject.chinese else 12)
    names = spelled.spelled(subject, "pinyin")
    if names.levels:
        yield Pattern("platform", (names, ends), 9)
    named = part((name, at) for at, name in enumerate(government.names[:2]))
    yield Pattern("platform", (words, glue, named, tails, ends), 12)
