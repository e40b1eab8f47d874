"""Slips of one letter: left out, doubled, swapped, put in, or struck beside the right key."""

from __future__ import annotations

from collections.abc import Iterator

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {
    letter: "".join(row[max(0, i - 1) : i] + row[i + 1 : i + 2]) for row in _ROWS for i, letter in enumerate(row)
}
# What passes for a letter at a glance, in ASCII.
LOOKALIKE = {"m": ("rn", "nn", "n"), "g": ("q", "9"), "o": ("0",), "v": ("u", "y"), "e": ("3", "c"), "i": ("1", "l")}


def one_slip(word: str) -> set[str]:
    """Return every spelling one insertion, deletion, substitution or swap of neighbours away."""
    found = {word[:i] + word[i + 1 :] for i in range(len(word))}
    found |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    found |= {word[:i] + letter + word[i + 1 :] for i in range(len(word)) for letter in LETTERS}
    found |= {word[:i] + letter + word[i:] for i in range(len(word) + 1) for letter in LETTERS}
    found.discard(word)
    return found


def likely_slips(word: str) -> Iterator[str]:
    """Yield the slips that somebody registers: look-alike, omission, doubling, swap, neighbouring key."""
    seen = {word}
    for text in _raw_slips(word):
        if text not in seen and len(text) > 2:
            seen.add(text)
            yield text


def _raw_slips(word: str) -> Iterator[str]:
    places = range(len(word))
    yield from (word[:i] + c + word[i + 1 :] for i in places for c in LOOKALIKE.get(word[i], ()))
    yield from (word[:i] + word[i + 1 :] for i in places)
    yield from (word[:i] + word[i] + word[i:] for i in places)
    yield from (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places[:-1])
    yield from (word[:i] + c + word[i + 1 :] for i in places for c in NEIGHBOURS.get(word[i], ""))
