"""Characters that read alike, folded onto the letter that people see.

The homographs are those of Unicode TS 39 that resemble a to z and that registries sell (Cyrillic, Greek, Armenian,
IPA); accents fall away by decomposition. Digits and letter pairs are folded only as another reading of a label,
since honest names are full of them.
"""

from __future__ import annotations

import unicodedata

_HOMOGLYPHS = str.maketrans(
    {
        letter: plain
        for plain, letters in {
            "a": "аɑα",
            "b": "ƅьв",
            "c": "сϲ",
            "d": "ԁɗ",
            "e": "еєҽ",
            "g": "ɡցɢ",
            "h": "һнհ",
            "i": "іıιɩ",
            "j": "јʝ",
            "k": "кκ",
            "l": "ӏⅼ",
            "m": "мⅿ",
            "n": "пոη",
            "o": "оοσօ",
            "p": "рρ",
            "q": "ԛզ",
            "r": "гʀ",
            "s": "ѕꜱ",
            "t": "тτ",
            "u": "υսʋ",
            "v": "νѵ",
            "w": "ԝω",
            "x": "хχ",
            "y": "уγʏ",
            "z": "ʐᴢ",
        }.items()
        for letter in letters
    }
)
_DIGITS_L = str.maketrans("0134578", "oleastb")
_DIGITS_I = str.maketrans("0134578", "oieastb")
_PAIRS = (("rn", "m"), ("vv", "w"))
_BLUR = str.maketrans("01345789iq", "oleastbglg", "-.")


def latin(text: str) -> str:
    """Return the text with homographs and accents folded to ASCII letters; Han and the rest stay."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return bare.translate(_HOMOGLYPHS)


def readings(name: str) -> tuple[str, ...]:
    """Return what an ASCII name may be read as besides itself: digits as letters, rn as m, vv as w. Sorted, no repeats."""
    found = set()
    for table in (None, _DIGITS_L, _DIGITS_I):
        text = name.translate(table) if table else name
        found.add(text)
        for pair, letter in _PAIRS:
            text = text.replace(pair, letter)
        found.add(text)
    found.discard(name)
    return tuple(sorted(found))


def blurred(text: str) -> str:
    """Return one coarse key under which all readings of a name coincide; for the first filter only."""
    key = text.translate(_BLUR)
    for pair, letter in _PAIRS:
        key = key.replace(pair, letter)
    return key
