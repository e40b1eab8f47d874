"""Characters that read alike, folded onto the letter that people see.

The homographs are those of Unicode TS 39 that resemble a to z and that registries sell (Cyrillic, Greek, Armenian,
IPA); accents fall away by decomposition. Digits and letter pairs are folded only as another reading of a label,
since honest names are full of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from detectors.names.tr39 import letters

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
# What is neither ASCII nor Han after that is looked up among all confusables of the standard.
_RARE = re.compile(r"[^\x00-\x7f\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_DIGITS_L = str.maketrans("01345789", "oleastbg")
_DIGITS_I = str.maketrans("01345789", "oieastbg")
# One digit or two before a letter, or a nought at the end, may stand for letters; more are a number to everybody.
_FOR_LETTERS = re.compile(r"(?<![0-9])(?:[0-9]{1,2}(?=[a-z])|0{1,2}(?![0-9a-z]))")
# "govern" is a word of its own, not "gov" and a disguised letter.
_PAIR = re.compile("(?<!gove)rn|vv")
# What the first filter folds together: all readings of a name coincide in it.
BLUR = ("01345789i", "oleastbgl")


def latin(text: str) -> str:
    """Return the text with homographs and accents folded to ASCII letters; Han and the rest stay."""
    if text.isascii():
        return text.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    plain = bare.translate(_HOMOGLYPHS)
    return plain.translate(letters()) if _RARE.search(plain) else plain


def readings(name: str) -> tuple[str, ...]:
    """Return what an ASCII name may be read as besides itself: digits as letters, rn as m, vv as w (sorted)."""
    if not reads_otherwise(name):
        return ()
    found = set()
    for table in (None, _DIGITS_L, _DIGITS_I):
        text = _with_letters(name, table) if table else name
        found.add(text)
        found.add(_PAIR.sub(lambda match: "m" if match[0] == "rn" else "w", text))
    found.discard(name)
    return tuple(sorted(found))


def reads_otherwise(name: str) -> bool:
    """True if a name has digits or pairs of letters that may be read as other letters."""
    return bool(_FOR_LETTERS.search(name) or _PAIR.search(name))


def _with_letters(name: str, table: Mapping[int, int]) -> str:
    return _FOR_LETTERS.sub(lambda match: match[0].translate(table), name)
