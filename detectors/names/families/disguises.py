"""Names that look the same at a glance, in plain ASCII: digits for letters, rn for m; and what a flipped bit makes."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import Pattern
from detectors.names.subjects import Subject
from detectors.names.typos import bit_flips, disguised


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield disguised names with the government's mark, and the mark disguised behind the plain name."""
    government = subject.government
    ends = suffixes.registrable(government, subject.code)
    tails = stock.tails(government.word, government.country)
    core = stock.core(subject)
    for family, change, cost in (("digits", disguised, 8), ("bit-flip", bit_flips, 12)):
        changed = stock.altered(core, change)
        yield Pattern(family, (changed, tails, ends), cost)
        yield Pattern(family, (core, stock.altered_marks(tails, change), ends), cost)
        yield Pattern(family, (stock.long_ones(changed, 5), ends), cost + 2)
