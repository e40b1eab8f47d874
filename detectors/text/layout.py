"""Words hidden by how they are set: backwards, downwards, or parted by punctuation that no sentence would have.

What is joined here was no word before, so it is joined only if a word of certificate selling comes of it that does not
stand in one of the parts: lists, tables and menus of short words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.text.characters import HANZI
from detectors.text.columns import downwards, pairs
from detectors.text.edits import Change, changed
from detectors.text.vocabulary import ONES, PAIRS, SHORT

# RIGHT-TO-LEFT OVERRIDE shows all that follows backwards, to the end of the line or POP DIRECTIONAL FORMATTING
# (Unicode Annex 9). Each folded character stands for the whole run, so that places keep rising.
_OVERRIDE = re.compile("\u202e([^\u202a-\u202e\n]{1,400})\u202c?")

_COMMA = r",，。、；：！？;:!?()\[\]{}<>\"“”「」『』【】《》〈〉〔〕\u3041-\u30fa"
_LEFT, _RIGHT = r"(\[{<【「『《〈", r")\]}>】」』》〉"
# Single hanzi parted by punctuation, none of them one that has a hanzi for a neighbour; or one hanzi in brackets.
_PARTED = re.compile(
    f"[{_COMMA}](?:(?<=[{ONES}].)(?<![{HANZI}]{{2}}.)[{_COMMA} ]{{0,2}}[{HANZI}](?![{HANZI}])"
    f"(?:[{_COMMA} ]{{1,3}}[{HANZI}](?![{HANZI}]))*|(?<=[{_LEFT}])(?P<boxed>[{ONES}])(?=[{_RIGHT}]))"
)
_BRACKETS = "([{<【「『《〈〔)]}>】」』》〉〕"
# Single hanzi parted by always the same letter or digit, or two.
_FILLED = re.compile(
    f"[a-z0-9〇](?<=[{ONES}].)(?<![{HANZI}]{{2}}.)[a-z0-9〇]?[{HANZI}](?![{HANZI}])"
    f"(?:[a-z0-9〇]{{1,2}}[{HANZI}](?![{HANZI}]))+"
)
_FILLERS = re.compile("[a-z0-9〇]+")
_SIGNS = re.compile(f"[{_COMMA} ]+")
_HAN = re.compile(f"[{HANZI}]")


def reversed_runs(text: str) -> list[Change]:
    """Return the runs that an override shows backwards, turned round."""
    if "\u202e" not in text:
        return []
    return changed(_OVERRIDE, text, lambda match: match[1][::-1])


def rejoined(text: str) -> list[Change]:
    """Return words that stand downwards or parted by punctuation, written as words."""
    found = [*downwards(text), *_parted(text), *_filled(text)]
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
        if match["boxed"]:
            yield from _boxed(text, match)
            continue
        word = _SIGNS.sub("", text[start:end])
        if pairs(word) if len(word) > 2 else word in SHORT:
            yield from _without_signs(text, start, end)


def _without_signs(text: str, start: int, end: int) -> Iterator[Change]:
    """Yield the changes that take the signs of the first gap out of all gaps: what else stands there parts phrases."""
    used = ""
    for gap in _SIGNS.finditer(text, start, end):
        used = used or (_BRACKETS if gap[0] in _BRACKETS else gap[0])
        rest = [sign for sign in gap[0] if sign not in used]
        yield Change(*gap.span(), rest[-1] if rest else "")


def _filled(text: str) -> Iterator[Change]:
    for match in _FILLED.finditer(text):
        start, end = match.start() - 1, match.end()
        gaps = list(_FILLERS.finditer(text, start, end))
        if len({gap[0] for gap in gaps}) == 1 and pairs(_FILLERS.sub("", text[start:end])):
            yield from (Change(*gap.span(), "") for gap in gaps)


def _boxed(text: str, match: re.Match[str]) -> Iterator[Change]:
    start, end = match.start(), match.end() + 1
    beside = (text[start - 1 : start] + match["boxed"], match["boxed"] + text[end : end + 1])
    found = [pair for pair in beside if len(pair) > 1 and _HAN.match(pair[0]) and _HAN.match(pair[1])]
    if found and all(pair in PAIRS for pair in found):
        yield Change(start, end, match["boxed"])
