"""Letters of other alphabets and accents that look like the name's (TR 39), where the registry takes such a label."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names.families import stock
from detectors.names.parts import Part, Pattern, Row, part
from detectors.names.subjects import Subject
from detectors.names.tr39 import lookalikes, registrable_in

_ENDS = (("com", 0), ("net", 2), ("cc", 4))
_ASCII_KEPT = "0123456789-"


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield one letter with a mark or of another shape, and whole words of another alphabet."""
    government = subject.government
    tails = stock.tails(government.word, government.country)
    marks = part((text, cost) for text, cost in tails.rows() if cost < 5)
    core = stock.core(subject)
    ends = part((f".{name}", cost) for name, cost in _ENDS if registrable_in(name, "é"))
    yield Pattern("confusable", (_one_letter(core), marks, ends), 10)
    yield Pattern("confusable", (core, _one_letter(marks), ends), 11)
    yield Pattern("confusable", (stock.long_ones(_one_letter(core), 5), ends), 12)
    for script in ("CYRILLIC", "GREEK"):
        whole = _whole(core, marks, script)
        if whole.levels:
            yield Pattern("confusable", (whole, ends), 10)


def _one_letter(words: Part) -> Part:
    rows: list[Row] = []
    for word, dear in words.rows():
        for at, letter in enumerate(word):
            if letter.isascii() and letter.isalpha():
                rows += [
                    (word[:at] + other + word[at + 1 :], dear + min(rank // 2, 12))
                    for rank, other in enumerate(lookalikes(letter, "LATIN"))
                ]
    return part(rows)


def _whole(core: Part, marks: Part, script: str) -> Part:
    """Return labels whose every letter has a double in one other script."""
    rows: list[Row] = []
    for word, dear in core.rows():
        for mark, more in (*marks.rows(), ("", 4)):
            text = word + mark
            doubles = [c if c in _ASCII_KEPT else (*lookalikes(c, script), "")[0] for c in text]
            if all(doubles) and any(c not in _ASCII_KEPT for c in text):
                rows.append(("".join(doubles), dear + more))
    return part(rows)
