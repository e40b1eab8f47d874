"""All words of a table found in one pass over a text (Aho–Corasick)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

T = TypeVar("T")


class Finder(Generic[T]):
    """Words with what they stand for. Empty words are refused by the automaton, an empty table finds nothing."""

    def __init__(self, table: Mapping[str, T], *, quick: bool = False) -> None:
        self._meanings = list(table.values())
        # The compact form: texts are short or few, and a table is built in milliseconds. The quick one takes twenty
        # megabytes for eight thousand words and half the time for a search.
        form = Implementation.DFA if quick else Implementation.ContiguousNFA
        self._automaton = AhoCorasick(list(table), MatchKind.Standard, implementation=form)

    def find(self, text: str, most: int = 0, often: int = 0, apart: int = 0) -> Iterator[tuple[int, int, T]]:
        """Yield (start, end, meaning) of every occurrence, overlapping ones too, in order of their ends.

        ``most``: if there are more in all, of a word that came ``often`` only one in ``apart`` characters.
        """
        meanings = self._meanings
        for index, start, end in self._matches(text, most, often, apart):
            yield start, end, meanings[index]

    def gather(self, text: str, most: int = 0, often: int = 0, apart: int = 0) -> Iterator[tuple[T, list[int]]]:
        """Yield (meaning, places where it begins, ascending) of every word that occurs; bounds as for ``find``."""
        places: dict[int, list[int]] = {}
        for index, start, _end in self._matches(text, most, often, apart):
            if index in places:
                places[index].append(start)
            else:
                places[index] = [start]
        for index, starts in places.items():
            yield self._meanings[index], starts

    def _matches(self, text: str, most: int, often: int, apart: int) -> Iterable[tuple[int, int, int]]:
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return found if not most or len(found) <= most else _thinned(found, often, apart)


def _thinned(found: Iterable[tuple[int, int, int]], often: int, apart: int) -> Iterator[tuple[int, int, int]]:
    seen: dict[int, int] = {}
    reached: dict[int, int] = {}
    for row in found:
        index, start, _ = row
        times = seen.get(index, 0)
        if times < often or start >= reached[index] + apart:
            seen[index], reached[index] = times + 1, start
            yield row
