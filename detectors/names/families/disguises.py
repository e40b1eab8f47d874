"""Names that look the same at a glance, in plain ASCII: digits for letters, rn for m; and what a flipped bit makes."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import Pattern, part
from detectors.names.subjects import Subject
from detectors.names.typos import bit_flips, disguised


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield disguised names with the government's mark, and the mark disguised behind the plain name."""
    government = subject.government
    ends = suffixes.registrable(government, subject.code)
    tails = stock.tails(government.word, government.country)
    core = stock.core(subject)
    for family, change, cost in (("digits", disguised, 8), ("bit-flip", bit_flips, 14)):
        changed = part(*(((t, c + dear) for t, c in change(word)) for word, dear in core.rows()))
        marks = part(
            *(((t, c + dear) for t, c in change(tail) if t[:1] == tail[:1] or tail[:1] != "-") for tail, dear in tails.rows())
        )
        yield Pattern(family, (changed, tails, ends), cost)
        yield Pattern(family, (core, marks, ends), cost)
        yield Pattern(family, (part((t, c) for t, c in changed.rows() if len(t) > 4), ends), cost + 2)
