"""Slips and disguises of Latin words: the keyboard, the pinyin input method, the phone's keys, digits, flipped bits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detectors.names.parts import Row

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.3), ("zxcvbnm", 0.8))
# What passes for a letter at a glance, in ASCII.
LOOKALIKE = {
    "m": ("rn", "nn", "n"),
    "g": ("q", "9", "6"),
    "o": ("0",),
    "v": ("u", "y"),
    "e": ("3", "c"),
    "i": ("1", "l"),
    "l": ("1", "i"),
    "a": ("4",),
    "s": ("5",),
    "b": ("8", "6"),
    "t": ("7",),
    "z": ("2",),
    "w": ("vv",),
    "d": ("cl",),
    "n": ("m", "r"),
    "u": ("v",),
    "c": ("e",),
    "q": ("g", "9"),
    "j": ("i",),
}
# Sounds that many speakers of Chinese do not tell apart, as they stand in a syllable.
_INITIALS = (
    ("zh", "z"),
    ("ch", "c"),
    ("sh", "s"),
    ("l", "n"),
    ("h", "f"),
    ("r", "l"),
    ("l", "r"),
    ("n", "l"),
    ("f", "h"),
)
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"), ("an", "ang"), ("en", "eng"), ("in", "ing"))
_PHONE = ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz")


def _neighbours() -> dict[str, str]:
    found = {}
    for at, (row, shift) in enumerate(_ROWS):
        for place, letter in enumerate(row):
            near = list(row[max(0, place - 1) : place] + row[place + 1 : place + 2])
            for other, off in (_ROWS[i] for i in (at - 1, at + 1) if 0 <= i < len(_ROWS)):
                near += [c for i, c in enumerate(other) if abs(i + off - place - shift) < 0.9]
            found[letter] = "".join(near)
    return found


NEIGHBOURS = _neighbours()


def one_slip(word: str) -> set[str]:
    """Return every spelling one insertion, deletion, substitution or swap of neighbours away."""
    found = {word[:i] + word[i + 1 :] for i in range(len(word))}
    found |= {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    found |= {word[:i] + letter + word[i + 1 :] for i in range(len(word)) for letter in LETTERS}
    found |= {word[:i] + letter + word[i:] for i in range(len(word) + 1) for letter in LETTERS}
    found.discard(word)
    return found


def keyboard_slips(word: str) -> list[Row]:
    """Return slips at a keyboard with a cost each: left out, doubled, swapped, vowel for vowel, the key beside."""
    places = range(len(word))
    rows = [(word[:i] + word[i + 1 :], 0) for i in places]
    rows += [(word[:i] + word[i] + word[i:], 1) for i in places]
    rows += [(word[:i] + word[i + 1] + word[i] + word[i + 2 :], 1) for i in places[:-1]]
    rows += [(word[:i] + c + word[i + 1 :], 2) for i in places if word[i] in "aeiou" for c in "aeiou"]
    rows += [(word[:i] + c + word[i + 1 :], 3) for i in places for c in NEIGHBOURS.get(word[i], "")]
    rows += [(word[:i] + c + word[i:], 6) for i in places for c in NEIGHBOURS.get(word[i], "")]
    return _other(word, rows)


def phone_slips(word: str) -> list[Row]:
    """Return slips at a phone's nine keys (ITU-T E.161): another letter of the same key."""
    keys = {letter: key for key in _PHONE for letter in key}
    rows = ((word[:i] + c + word[i + 1 :], 0) for i, own in enumerate(word) for c in keys.get(own, ""))
    return _other(word, rows)


def pinyin_slips(syllables: Sequence[str]) -> list[Row]:
    """Return what a pinyin input method forgives and a domain does not: one sound of one syllable mistaken."""
    rows = []
    for at, own in enumerate(syllables):
        for changed in _mistaken(own):
            rows.append(("".join((*syllables[:at], changed, *syllables[at + 1 :])), 0))
    return _other("".join(syllables), rows)


def _mistaken(syllable: str) -> Iterator[str]:
    for right, wrong in _FINALS:
        if syllable.endswith(right):
            yield syllable[: -len(right)] + wrong
    for right, wrong in _INITIALS:
        if syllable.startswith(right):
            yield wrong + syllable[len(right) :]
        elif syllable.startswith(wrong) and len(right) > 1 and not syllable.startswith(right):
            yield right + syllable[len(wrong) :]


def disguised(word: str) -> list[Row]:
    """Return spellings that look the same at a glance: one place changed, then the same letter everywhere."""
    rows = [
        (word[:i] + c + word[i + 1 :], at) for i, own in enumerate(word) for at, c in enumerate(LOOKALIKE.get(own, ()))
    ]
    rows += [(word.replace(own, c), at + 1) for own, all_ in LOOKALIKE.items() for at, c in enumerate(all_)]
    return _other(word, rows)


def bit_flips(word: str) -> list[Row]:
    """Return what one wrong bit in memory makes of a letter, where that is a letter, digit or hyphen again."""
    rows = []
    for at, own in enumerate(word):
        for bit in range(7):
            c = chr(ord(own) ^ 1 << bit)
            if c in LETTERS or c in "0123456789-":
                rows.append((word[:at] + c + word[at + 1 :], 0))
    return _other(word, rows)


def _other(word: str, rows: Iterable[Row]) -> list[Row]:
    """Drop what is no slip or no label; of two ways to the same spelling the cheaper stays."""
    best: dict[str, int] = {}
    for text, cost in rows:
        if text != word and len(text) > 1 and text[0] != "-" != text[-1] and "--" not in text:
            best[text] = min(cost, best.get(text, cost))
    return list(best.items())
