"""Words hidden by how they are set: backwards, downwards, or parted by punctuation that no sentence would have.

What is joined here was no word before, so it is joined only if a word of certificate selling comes of it that does not
stand in one of the parts: lists, tables and menus of short words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from detectors.text.characters import HANZI
from detectors.text.edits import Change, changed
from detectors.text.vocabulary import PAIRS

# RIGHT-TO-LEFT OVERRIDE shows all that follows backwards, to the end of the line or POP DIRECTIONAL FORMATTING
# (Unicode Annex 9). Each folded character stands for the whole run, so that places keep rising.
_OVERRIDE = re.compile("\u202e([^\u202a-\u202e\n]{1,400})\u202c?")

_COMMA = r",，。、；：！？;:!?()\[\]{}<>\"“”「」『』【】《》〈〉〔〕"
_ONES = "".join(sorted({char for pair in PAIRS for char in pair}))
# Single hanzi parted by punctuation: at least three, and none that has a hanzi for a neighbour.
_PARTED = re.compile(
    f"[{_COMMA}](?<=[{_ONES}].)(?<![{HANZI}]{{2}}.)[{_COMMA} ]{{0,2}}[{HANZI}]"
    f"(?:[{_COMMA} ]{{1,3}}[{HANZI}](?![{HANZI}]))+"
)
# One hanzi in brackets.
_BOXED = re.compile(f"[(\\[{{<【「『《〈]([{HANZI}])[)\\]}}>】」』》〉]")
# Lines of one or two characters, at least three of them.
_SHORT = f"[{HANZI}a-z0-9:：,，!！。]"
_LINES = re.compile(f"\n{_SHORT}{{1,2}}(?=\n)(?:\n{_SHORT}{{1,2}}(?=\n|$)){{2,60}}")
_TELLING = re.compile(f"[{_ONES}]|1\n?[3-9]")
_HAN = re.compile(f"[{HANZI}]")
_NUMBER = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def reversed_runs(text: str) -> list[Change]:
    """Return the runs that an override shows backwards, turned round."""
    if "\u202e" not in text:
        return []
    return changed(_OVERRIDE, text, lambda match: match[1][::-1])


def rejoined(text: str) -> list[Change]:
    """Return words that stand downwards or parted by punctuation, written as words."""
    found = [*_downwards(text), *_parted(text), *_boxed(text)]
    return found if len(found) < 2 else _apart(sorted(found))


def _apart(changes: list[Change]) -> list[Change]:
    kept: list[Change] = []
    for change in changes:
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def _parted(text: str) -> Iterator[Change]:
    for match in _PARTED.finditer(text):
        start, end = match.start() - 1, match.end()
        word = re.sub(f"[{_COMMA} ]", "", text[start:end])
        if _pairs(word):
            yield Change(start, end, word)


def _boxed(text: str) -> Iterator[Change]:
    for match in _BOXED.finditer(text):
        start, end = match.span()
        beside = (text[start - 1 : start] + match[1], match[1] + text[end : end + 1])
        pairs = [pair for pair in beside if len(pair) > 1 and _HAN.match(pair[0]) and _HAN.match(pair[1])]
        if pairs and all(pair in PAIRS for pair in pairs):
            yield Change(start, end, match[1])


def _downwards(text: str) -> Iterator[Change]:
    for match in _LINES.finditer("\n" + text):
        if not _TELLING.search(match[0]):
            continue
        lines = match[0][1:].split("\n")
        word = max((_along(lines), *_columns(lines)), key=lambda way: _gain(way, lines))
        if _gain(word, lines):
            yield Change(match.start(), match.end() - 1, word)


def _along(lines: list[str]) -> str:
    return "".join(lines)


def _columns(lines: list[str]) -> list[str]:
    """Return lines of two as two columns, read from the left and, as old books are, from the right."""
    if max(map(len, lines)) == 1:
        return []
    left, right = ("".join(column) for column in zip_longest(*lines, fillvalue=""))
    return [f"{left}\n{right}", f"{right}\n{left}"]


def _gain(word: str, lines: list[str]) -> int:
    """Return how many pairs of certificate selling and numbers come of reading lines as one, beyond those in a line."""
    return len(_pairs(word) - {line for line in lines if line in PAIRS}) + 2 * bool(_NUMBER.search(word))


def _pairs(word: str) -> set[str]:
    return {pair for pair in map("".join, pairwise(word)) if pair in PAIRS}
