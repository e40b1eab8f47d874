"""Tables of disguised characters: what NFKC leaves untouched, what is invisible, what stands between hanzi."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

# Emoji and signs that sellers write for a digit or a letter and that neither NFKC nor unicodedata.digit resolves.
_BY_HAND = {
    "🄋": "0",
    "➕": "加",
    "☎": "电话",
    "📞": "电话",
    "📱": "手机",
    "🐧": "qq",
    "🛰": "卫星",
    "證": "证",
    "証": "证",
}
# Signs that stand between hanzi to break words; sentence punctuation is not among them.
SEPARATORS = frozenset(" \t\u00a0\u3000.·•・-–—_*/|+~^=\\#`'‘’°※★☆●○■□▲△◆◇▪◦→←»«¦⁄ˇˉ¨〃﹏﹍…丶灬丨 ")
_KEYCAPS = {"\u20e3", "\ufe0f"}


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """Return the text in simplified characters, one for one (a phrase that would change its length stays)."""
    converter = _simplifier()
    whole: str = converter.convert(text)
    if len(whole) == len(text):
        return whole
    return "".join(_one(converter, char) for char in text)


def _one(converter: opencc.OpenCC, char: str) -> str:
    result: str = converter.convert(char)
    return result if len(result) == 1 else char


def is_hanzi(char: str) -> bool:
    """True for CJK ideographs (Unicode blocks of Unified Ideographs, extension A and the compatibility block)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or "\uf900" <= char <= "\ufaff"


@cache
def plain(char: str) -> str:
    """Return what one character stands for: "" for the invisible, a digit for ❶, lower case for letters."""
    if char in _BY_HAND:
        return _BY_HAND[char]
    if char in _KEYCAPS or "\U000e0100" <= char <= "\U000e01ef":
        return ""
    code = ord(char)
    for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6):  # squared, negative circled, negative squared, regional letters
        if start <= code < start + 26:
            return chr(ord("a") + code - start)
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "No":
        digit = unicodedata.digit(char, None)
        if digit is not None:
            return str(digit)
    return unicodedata.normalize("NFKC", char).lower() or char


def is_separator(char: str) -> bool:
    """True for what may be dropped between two hanzi: listed signs and every emoji or symbol (category So)."""
    return char in SEPARATORS or unicodedata.category(char) in ("So", "Sk", "Co")


# Escapes that survive in plain text: character references, JavaScript and percent escapes of UTF-8.
ESCAPES = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,10});|\\u[0-9a-fA-F]{4}|(?:%[0-9a-fA-F]{2}){3,}")
