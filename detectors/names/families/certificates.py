"""The certificate in place of the organ: tzzyczzcx.com, tezhongzuoye-chaxun.cn, 12350cx.top."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.families.han import CERTIFICATES
from detectors.names.parts import JOINED, MOSTLY_JOINED, Pattern, Row, part
from detectors.names.readings import spellings, syllables
from detectors.names.subjects import Subject
from detectors.names.typos import disguised, keyboard_slips, pinyin_slips

# Spellings in use that no reading gives, and what people search for besides the certificate.
_IN_USE: tuple[Row, ...] = (
    ("tezhongzuoye", 0),
    ("tzzyczz", 0),
    ("tzzy", 1),
    ("tezhongzuoyezheng", 1),
    ("tezhongzuoyecaozuozheng", 1),
    ("caozuozheng", 2),
    ("aqsc", 2),
    ("aqscks", 3),
    ("aqks", 4),
    ("anquanshengchan", 3),
    ("anquankaoshi", 4),
    ("tezhong", 4),
    ("tzcz", 6),
    ("tszy", 6),
    ("teshuzuoye", 6),
)
_GENERAL: tuple[Row, ...] = (
    ("12350", 1),
    ("yingji", 2),
    ("yjgl", 2),
    ("yingjiju", 2),
    ("yjglj", 4),
    ("anjian", 4),
    ("anjianju", 3),
    ("ajj", 5),
)


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield the certificates' names for the organ whose look-up they belong to."""
    if not subject.certificates:
        return
    government = subject.government
    ends = suffixes.registrable(government, subject.code)
    words, tails = stock.words(chinese=True), stock.tails(government.word, government.country)
    read: list[Row] = [
        (found.text, found.cost + min(3 + at, 8))
        for at, name in enumerate(CERTIFICATES)
        for found in spellings(name)
        if 4 < len(found.text) < 40 or (found.kind == "initials" and len(found.text) > 3)
    ]
    names, general = part(_IN_USE, read), part(_GENERAL)
    yield Pattern("certificate", (names, ends), 4)
    yield Pattern("certificate", (names, MOSTLY_JOINED, words, ends), 2)
    yield Pattern("certificate", (words, MOSTLY_JOINED, names, ends), 4)
    yield Pattern("certificate", (names, tails, ends), 6)
    yield Pattern("certificate", (stock.core(subject), JOINED, names, ends), 5)
    for change in (keyboard_slips, disguised):
        wrong = stock.altered(part(_IN_USE), change)
        yield Pattern("certificate-slip", (stock.long_ones(wrong, 6), ends), 10)
        yield Pattern("certificate-slip", (stock.long_ones(wrong, 4), MOSTLY_JOINED, words, ends), 10)
    heard = part(row for name in CERTIFICATES[:6] for row in pinyin_slips(syllables(name)))
    yield Pattern("certificate-slip", (heard, ends), 9)
    yield Pattern("certificate-slip", (heard, MOSTLY_JOINED, words, ends), 9)
    yield Pattern("certificate", (general, MOSTLY_JOINED, words, ends), 4)
    yield Pattern("certificate", (words, MOSTLY_JOINED, general, ends), 6)
    yield Pattern("certificate", (general, tails, ends), 7)
