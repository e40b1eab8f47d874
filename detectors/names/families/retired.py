"""Names that were genuine once: whoever takes one up inherits its visitors. And what can be made of them."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import JOINED, Pattern, part
from detectors.names.subjects import Subject


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield retired hosts as they were, and their labels as a genuine host's would be used."""
    government = subject.government
    # Those below a closed suffix are left out later, as all such names are.
    yield Pattern("retired", (part((name, 0) for name in subject.retired),))
    old = stock.old(subject)
    if old.levels:
        ends = suffixes.registrable(government, subject.code)
        flat = part((name.replace(".", "-"), 0) for name in subject.retired)
        tails = stock.tails(government.word, government.country)
        words = stock.words(chinese=subject.chinese)
        yield Pattern("retired", (old, ends), 5)
        yield Pattern("retired", (old, tails, ends), 6)
        yield Pattern("retired", (flat, ends), 6)
        yield Pattern("retired", (old, JOINED, words, ends), 8)
        yield Pattern("retired", (old, suffixes.hosting()), 12)
