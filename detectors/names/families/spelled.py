"""Han names of the organ in Latin letters: pinyin, initials, half and half, the other reading of a character."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import MOSTLY_JOINED, Part, Pattern, Row, part
from detectors.names.readings import RANKS, spellings
from detectors.names.subjects import Subject

KINDS = ("pinyin", "initials", "mixed", "polyphone")
_SHORTEST = {"pinyin": 5, "initials": 4, "mixed": 5, "polyphone": 4}
_LONGEST = 40


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield spelled names alone, with the government's mark, and beside a word."""
    government = subject.government
    ends = suffixes.registrable(government, subject.code)
    tails = stock.tails(government.word, government.country)
    words = stock.words(chinese=True)
    for kind in KINDS:
        names = spelled(subject, kind)
        if names.levels:
            # A foreign organ has a Chinese name only in the news.
            abroad = 0 if subject.chinese else 12
            yield Pattern(kind, (names, ends), 4 + abroad)
            yield Pattern(kind, (names, tails, ends), 5 + abroad)
            yield Pattern(kind, (names, MOSTLY_JOINED, words, ends), 6 + abroad)
            yield Pattern(kind, (words, MOSTLY_JOINED, names, ends), 7 + abroad)


def spelled(subject: Subject, kind: str) -> Part:
    """Return the names of a subject typed in one way; later aliases cost more."""
    return _by_kind(subject)[kind]


@lru_cache(maxsize=512)
def _by_kind(subject: Subject) -> dict[str, Part]:
    rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    said = [(name, min(at, 4)) for at, name in enumerate(subject.han[:12])]
    for name, dear in (*said, *((bare, 2) for bare in _without_rank(subject))):
        for found in spellings(name):
            if _SHORTEST[found.kind] <= len(found.text) <= _LONGEST:
                rows[found.kind].append((found.text, found.cost + dear))
    return {kind: part(rows[kind]) for kind in KINDS}


def _without_rank(subject: Subject) -> tuple[str, ...]:
    """Return what is left of the shortest names when nobody says the rank: 应急管理, 应急."""
    bare = (name[:-1] for name in subject.han if name[-1] in RANKS and 4 < len(name) < 7)
    return tuple(dict.fromkeys(bare))[:3]
