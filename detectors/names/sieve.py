"""The first filter: of very many names only those that hold something telling are looked at one by one.

A block of lines is folded at once (case, digits read as letters, hyphens and dots dropped) and searched in one pass of
an Aho–Corasick automaton. Words of five letters and more pass as they are; a short one (mem, gov, yjt) must stand by
itself or beside other known words, which a regular expression asks of the few lines that hold one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from detectors.names.coded import Coded
from detectors.names.confusables import BLUR, readings
from detectors.names.government import bare_most, either, strong_forms, weak_forms
from detectors.names.governments import Governments
from detectors.names.slips import LONG, LongSlips, halves
from detectors.names.spare import is_official
from detectors.names.vocabulary import SHORT, TELLING, Word
from zhenwei.address import suffix

# Why a line is looked at: a short word that must stand by itself, a long one, half of one, or letters beyond ASCII.
_WEAK, _STRONG, _HALF, _CODED_ROW = 1, 2, 4, 8
_SEPARATORS = b"-_."
_JOINED = str.maketrans("", "", "-_.")
_TABLE = bytes.maketrans(*(text.encode() for text in BLUR))
# Other letters that are read as these: a word with an m is looked for with rn, too.
_PAIRS = ((b"m", b"rn"), (b"w", b"vv"))
_BEYOND = re.compile(rb"[\x80-\xff]+")


class Sieve:
    """Tells the lines of a block that may hold an imitation from all others. Misses nothing that the judge flags."""

    def __init__(
        self,
        vocabulary: Iterable[Word],
        slippery: Iterable[Word],
        han: Iterable[Word],
        hosts: Iterable[str],
        own: Governments,
    ) -> None:
        """``hosts``: names without separators that are looked for whole (retired ones)."""
        words = list(vocabulary)
        telling = [word for word in words if word.kind in TELLING]
        weak = {word.text for word in telling if len(word.text) <= SHORT}
        plain = {word.text for word in telling if len(word.text) > SHORT and not word.slip_of} | set(hosts)
        strong = _folded_set(plain)
        strong |= _without(_folded_set(word.text for word in telling if word.slip_of), strong)
        long = [word for word in slippery if len(word.text) >= LONG]
        half = _without(_folded_set(half for word in long for half in halves(word.text)), strong)
        light = _folded_set(weak | set(own.words)) - strong - half
        self._half_from, self._weak_from = len(strong), len(strong) + len(half)
        self._slips = LongSlips(long)
        patterns = [*sorted(strong), *sorted(half), *sorted(light)]
        self._automaton = BytesAhoCorasick(patterns, MatchKind.Standard, implementation=Implementation.DFA)
        self._stands = _standing(weak, words, weak_forms(own))
        self._counts = _standing(weak, words, strong_forms(own))
        self._bare_most = bare_most(own)
        self._coded = Coded(han, lambda name: self._holds(name) and not self.passes(name))

    def passes(self, name: str) -> bool:
        """True if nothing telling is in one plain ASCII name, so that it needs no judging."""
        return next(iter(self.kept(name.encode("ascii", "replace"))), None) is None

    def _holds(self, name: str) -> bool:
        folded = name.encode("ascii", "replace").translate(_TABLE, _SEPARATORS)
        return bool(self._automaton.find_matches_as_indexes(folded))

    def kept(self, block: bytes, least: float = 0.0) -> Iterator[bytes]:
        """Yield the lines of a block that must be judged to find all names of ``least`` points, in order."""
        low = block.lower()
        folded = low.translate(_TABLE, _SEPARATORS)
        wanted: dict[int, int] = {}
        row = at = 0
        for index, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if start > at:
                row += folded.count(b"\n", at, start)
                at = start
            elif start < at:  # a longer word that began earlier ends later
                row -= folded.count(b"\n", start, at)
                at = start
            kind = _STRONG if index < self._half_from else _HALF if index < self._weak_from else _WEAK
            wanted[row] = wanted.get(row, 0) | kind
        for row in _coded_rows(low):
            wanted[row] = _CODED_ROW
        if not wanted:
            return
        lines = block.split(b"\n")
        stands = self._counts if least > self._bare_most else self._stands
        for row in sorted(wanted):
            kind, line = wanted[row], lines[row]
            if kind == _CODED_ROW:
                keep = self._tells(line)
            elif kind & _STRONG:
                keep = True
            else:
                keep = (bool(kind & _WEAK) and _standing_in(stands, line)) or (
                    bool(kind & _HALF) and self._slips_in(line)
                )
            if keep:
                yield line

    def _slips_in(self, line: bytes) -> bool:
        text = line.decode("ascii", "replace").lower()
        return any(
            next(iter(self._slips.find(spelled.translate(_JOINED))), None) is not None
            for spelled in (text, *readings(text))
        )

    def _tells(self, line: bytes) -> bool:
        return self._coded.tells(line.decode("utf-8", "replace"))


def _standing_in(stands: re.Pattern[str], line: bytes) -> bool:
    text = line.decode("ascii", "replace").lower().strip()
    if not stands.search(text) and not any(stands.search(other) for other in readings(text)):
        return False
    # Most names that hold gov are offices' own. Asked as the judge asks: admin.cn is somebody's, gov.cn is not.
    host = text.rpartition("://")[2].partition("/")[0]
    return not is_official(suffix(host.rstrip(".")))


def _coded_rows(low: bytes) -> Iterator[int]:
    """Yield the rows with a punycode label or with letters beyond ASCII."""
    row = at = 0
    place = low.find(b"xn--")
    while place >= 0:
        row += low.count(b"\n", at, place)
        yield row
        at, place = place, low.find(b"xn--", place + 4)
    if low.isascii():
        return
    row = at = 0
    for match in _BEYOND.finditer(low):
        row += low.count(b"\n", at, match.start())
        at = match.start()
        yield row


def _folded_set(texts: Iterable[str]) -> set[bytes]:
    """Return the texts as the folded block spells them, also with the pairs that read as one letter."""
    found = {text.encode().translate(_TABLE, _SEPARATORS) for text in texts}
    for letter, pair in _PAIRS:
        found |= {text.replace(letter, pair) for text in found} | {
            text[:i] + pair + text[i + 1 :] for text in found for i in range(len(text)) if text[i : i + 1] == letter
        }
    return found - {b""}


def _without(texts: set[bytes], core: set[bytes]) -> set[bytes]:
    """Drop texts that hold one of the core anyway."""
    if not core:
        return texts
    automaton = BytesAhoCorasick(sorted(core), MatchKind.Standard)
    return {text for text in texts if not automaton.find_matches_as_indexes(text)}


def _standing(weak: Iterable[str], words: Sequence[Word], forms: Iterable[str]) -> re.Pattern[str]:
    """Return what a short telling word must look like to be worth judging."""
    beside = either(
        re.escape(word.text)
        for word in words
        if not word.slip_of and (word.kind not in TELLING or len(word.text) <= SHORT)
    )
    alone = rf"(^|[^a-z]|{beside})({either(map(re.escape, weak))})($|[^a-z]|{beside})"
    return re.compile("|".join((alone, *forms)))
