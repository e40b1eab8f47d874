"""Digits and letters in disguise → ASCII, one character for one, so that every place in the text stays where it was."""

from __future__ import annotations

import unicodedata

# What people read as a digit and Unicode does not call one. Chinese numerals count only inside long runs of digits.
_DIGITS = dict(zip("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789", strict=True))
_SIGNS = {"．": ".", "－": "-", "—": "-", "–": "-", "‐": "-", "‑": "-", "−": "-"}
# Drawn over or beside a digit, or not drawn at all: keycaps, variation selectors, zero-width characters.
_NOTHING = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff\u20e3"
UNSEEN = "\u200b"


def folded(text: str) -> str:
    """Return the text with disguised digits and letters as ASCII, of the same length; what is not drawn is UNSEEN."""
    return text if text.isascii() else text.translate(_TABLE)


class _Table(dict[int, str]):
    """What str.translate asks for each character, found out once."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _one(chr(code))
        return found


_TABLE = _Table()


def _one(character: str) -> str:
    if character.isascii():
        return character
    if character in _NOTHING:
        return UNSEEN
    known = _DIGITS.get(character) or _SIGNS.get(character)
    if known:
        return known
    digit = unicodedata.digit(character, None)  # circled, full-width, mathematical, other scripts
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() and plain.isprintable() else character
