"""Cutting a host name into known words: the reading that leaves the least unexplained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from detectors.finder import Finder
from detectors.names.slips import LONG, LongSlips
from detectors.names.vocabulary import SHORT, Kind, Word

# Short words beside an organ's name that are no chance: the country, certificates.
_FIT = frozenset({"cn", "zg", "zs"})
_LONG, _MIDDLING, _SYLLABLE = 7, 5, 2
_LEFT_OVER, _A_WORD, _ACROSS, _A_DIGIT, _A_SLIP = 1.0, 0.3, 0.15, 0.1, 1.05


@dataclass(frozen=True, slots=True)
class Token:
    """A word found in a name; ``start`` and ``end`` count letters of the name without its dots and hyphens."""

    word: Word
    start: int
    end: int


class Segmenter:
    """Finds the words of a vocabulary in a name."""

    def __init__(self, vocabulary: Mapping[str, Word], slippery: Iterable[Word] = ()) -> None:
        self._words = Finder(vocabulary)
        self._slips = LongSlips(word for word in slippery if len(word.text) >= LONG)

    def tokens(self, body: str) -> list[Token]:
        """Return the words of a name (labels joined by dots) that stand firmly in it, left to right.

        Long words count wherever they stand. Short ones count only where nothing unexplained touches them, so that
        ``mem`` is found in ``mem-cx`` and in ``memchaxun`` but not in ``member`` or ``memory``.
        """
        text, breaks = _joined(body)
        parse = self._cheapest(text, breaks)
        covered = _covered(text, parse)
        return [token for token in parse if _is_firm(token, text, breaks, covered, parse)]

    def _cheapest(self, text: str, breaks: frozenset[int]) -> list[Token]:
        ends: dict[int, list[Token]] = {}
        for start, end, word in chain(self._words.find(text), self._slips.find(text)):
            ends.setdefault(end, []).append(Token(word, start, end))
        cost = [0.0] * (len(text) + 1)
        step: list[Token | None] = [None] * (len(text) + 1)
        for at in range(1, len(text) + 1):
            cost[at] = cost[at - 1] + (_A_DIGIT if text[at - 1].isdigit() else _LEFT_OVER)
            for token in ends.get(at, ()):
                across = sum(token.start < point < at for point in breaks)
                if across and len(token.word.text) <= SHORT:
                    continue  # m-em is nobody's mem
                price = cost[token.start] + _A_WORD + _ACROSS * across + (_A_SLIP if token.word.slip_of else 0)
                if price < cost[at] - 1e-9:
                    cost[at], step[at] = price, token
        found: list[Token] = []
        at = len(text)
        while at > 0:
            token_here = step[at]
            if token_here is None:
                at -= 1
            else:
                found.append(token_here)
                at = token_here.start
        return found[::-1]


def _joined(body: str) -> tuple[str, frozenset[int]]:
    """Return the name without separators, and the offsets at which one stood."""
    breaks, letters = set(), 0
    for character in body:
        if character in ".-_":
            breaks.add(letters)
        else:
            letters += 1
    return "".join(c for c in body if c not in ".-_"), frozenset(breaks | {0, letters})


def _covered(text: str, parse: list[Token]) -> list[bool]:
    covered = [character.isdigit() for character in text]
    for token in parse:
        covered[token.start : token.end] = [True] * (token.end - token.start)
    return covered


def _is_firm(token: Token, text: str, breaks: frozenset[int], covered: list[bool], parse: list[Token]) -> bool:
    if len(token.word.text) >= _LONG and not token.word.slip_of and not token.word.loose:
        return True
    if token.word.kind is Kind.GOVERNMENT and len(token.word.text) > 3:
        return True
    start = max(point for point in breaks if point <= token.start)
    end = min(point for point in breaks if point >= token.end)
    if token.word.text.isdigit():
        around = text[max(0, token.start - 1) : token.start] + text[token.end : token.end + 1]
        return not any(c.isdigit() for c in around) or (token.start in breaks and token.end in breaks)
    if all(covered[start:end]):
        return token.word.kind is not Kind.ORGAN or len(token.word.text) > SHORT or _is_met(token, parse, start, end)
    # A middling word may carry something unexplained on one side only, and something that can be a word of its own:
    # one letter or two more continue the word to another (wangyi-n).
    if len(token.word.text) < _MIDDLING or token.word.slip_of or token.word.loose:
        return False
    rest = (token.start - start) + (end - token.end)
    return (token.start in breaks or token.end in breaks) and rest > _SYLLABLE


def _is_met(token: Token, parse: list[Token], start: int, end: int) -> bool:
    """True unless a short name is joined to words of two letters, which are there by chance (que-ry-cac-he)."""
    beside = [other.word for other in parse if start <= other.start < end and other is not token]
    return all(len(word.text) > 2 or word.kind is Kind.QUERY or word.text in _FIT for word in beside)
