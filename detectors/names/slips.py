"""Misspelled words that a reader takes for the right one, as the screen looks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from detectors.finder import Finder
from detectors.names.typos import disguised, keyboard_slips, one_slip

if TYPE_CHECKING:
    from detectors.names.vocabulary import Word

# From here on every single slip still reads as the word; a shorter one only with the slips that people really use.
LONG = 11
_SHORTEST = 6
# Up to which cost (typos.py) a slip is likely: the key beside, but not one put in.
_LIKELY = 3
# Letters taken for each other when read or when heard, beside those that lie side by side on the keys.
_TAKEN_FOR = {"v": "wuy", "w": "v", "u": "v", "o": "au", "a": "o", "e": "a", "i": "y", "y": "i", "c": "k", "k": "c"}
# A misspelled word speaks a little less clearly than the word.
SLIPPED = 0.85


def slips(word: str) -> set[str]:
    """Return the spellings that count as slips of a word shorter than LONG; they are words of the vocabulary."""
    swapped = {word[:i] + other + word[i + 1 :] for i in range(len(word)) for other in _TAKEN_FOR.get(word[i], "")}
    likely = {text for text, cost in (*keyboard_slips(word), *disguised(word)) if cost <= _LIKELY}
    return {text for text in likely | swapped if len(text) >= _SHORTEST}


def halves(word: str) -> tuple[str, str]:
    """Return the two halves of a long word: a slip of one letter leaves one of them whole."""
    middle = len(word) // 2
    return word[:middle], word[middle:]


class LongSlips:
    """Finds long words with one letter too many, too few, changed or swapped, without listing all such spellings."""

    def __init__(self, words: Iterable[Word]) -> None:
        table: dict[str, list[Word]] = {}
        for word in words:
            for half in halves(word.text):
                table.setdefault(half, []).append(word)
        self._halves = Finder(table)
        self._spellings = cache(lambda text: frozenset(one_slip(text)))

    def find(self, text: str) -> Iterator[tuple[int, int, Word]]:
        """Yield (start, end, word) of each misspelled long word; ``slip_of`` of the word names the right spelling."""
        near = {word.text: word for _, _, words in self._halves.find(text) for word in words}
        for word in near.values():
            spellings, size = self._spellings(word.text), len(word.text)
            for length in (size - 1, size, size + 1):
                for start in range(len(text) - length + 1):
                    piece = text[start : start + length]
                    if piece in spellings:
                        yield (
                            start,
                            start + length,
                            replace(word, text=piece, points=word.points * SLIPPED, slip_of=word.text),
                        )
