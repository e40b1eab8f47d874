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


# Upper case and full-width forms are one character for one: done at once for a whole text.
SAME_LENGTH = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
SAME_LENGTH |= {0xFF01 + n: chr(0x21 + n).lower() for n in range(94)} | {0x3000: " "}

# Ideographs (Unified, extension A, compatibility) without the three strokes that serve as dividers: 丨 丶 灬.
_HANZI = "\u3400-\u4dbf\u4e00-\u4e27\u4e29-\u4e35\u4e37-\u706b\u706d-\u9fff\uf900-\ufaff"
# Signs that stand between hanzi to break words: blanks, dashes, dots, marks, arrows, dingbats, emoji, private use.
# Sentence punctuation is not among them; a longer run is a rule or a table line, not a disguise.
_SIGNS = (
    r" \t\u00a0.\u00b7\u2022\u2027\u30fb\-\u2013\u2014_*/|+~^=\\#`'\u2018\u2019"
    "\u00b0\u203b\u00a6\u00a8\u2026\u3003\u02c7\u02c9\u4e28\u4e36\u706c\u2044\ufe4f\ufe4d\u00ab\u00bb\u2190-\u2bff\ue000-\uf8ff\U0001f000-\U0001fbff"
)
GAPS = re.compile(f"(?<=[{_HANZI}])[{_SIGNS}]{{1,3}}(?=[{_HANZI}])")

# Escapes that survive in plain text: character references, JavaScript and percent escapes of UTF-8.
ESCAPES = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,10});|\\u[0-9a-fA-F]{4}|(?:%[0-9a-fA-F]{2}){3,}")
# Everything that is more than itself: escapes, and characters outside ASCII, ideographs and Chinese punctuation.
SPECIAL = re.compile(rf"{ESCAPES.pattern}|[^\x00-\x7f\u4e00-\u9fff\u3001-\u3011\u2014\u2018-\u201d\u2026\u00b7]|[證証]")
# A name or number written letter by letter, as sellers write their contacts: five single characters or more.
SPACED = re.compile(r"(?<![a-z0-9_])[a-z_](?: [a-z0-9_]){4,}(?![a-z0-9_])")
