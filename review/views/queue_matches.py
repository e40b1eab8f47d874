"""Why a case fits a search: its words marked in the title, and where they stand. The page's text is not read for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from zhenwei.store.search import Asked, words_of

LONGEST = 200  # characters of a title that are looked at


def marked_parts(title: str, words: Sequence[Asked]) -> tuple[tuple[str, bool], ...]:
    """Return a title in parts, each with whether it is one of the words."""
    cut = title[:LONGEST]
    if not words:
        return ((cut, False),) if cut else ()
    folded = "".join(_folded(char) for char in cut)
    wanted = {word for one in words for way in one for word, _begins in way}
    hits = [False] * len(cut)
    for word in wanted:
        for found in re.finditer(rf"(?={re.escape(word)})", folded):
            hits[found.start() : found.start() + len(word)] = [True] * len(word)
    parts: list[tuple[str, bool]] = []
    start = 0
    for place in range(1, len(cut) + 1):
        if place == len(cut) or hits[place] != hits[start]:
            parts.append((cut[start:place], hits[start]))
            start = place
    return tuple(parts)


def places_of(words: Sequence[Asked], title: str, address: str) -> tuple[str, ...]:
    """Return where the words of a case that fits them stand: ``title``, ``address``, else in the page's ``text``."""
    if not words:
        return ()
    places = {"title": _known(title), "address": _known(address)}
    held = {name: [one for one in words if _holds(known, one)] for name, known in places.items()}
    found = tuple(name for name, ones in held.items() if ones)
    elsewhere = any(one not in held["title"] and one not in held["address"] for one in words)
    return (*found, "text") if elsewhere else found


def _known(text: str) -> str:
    return f" {' '.join(words_of(text))} "


def _holds(known: str, one: Asked) -> bool:
    return any(all((f" {word}" if begins else f" {word} ") in known for word, begins in way) for way in one)


def _folded(char: str) -> str:
    """Return one character for one, so that places stay."""
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char
