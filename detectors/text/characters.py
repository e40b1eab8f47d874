"""Tables of disguised characters: what NFKC leaves untouched, what is invisible, what stands between hanzi.

Stated normalisations, made in every text: lower case; full-width signs as ASCII; Latin letters without accents;
circled, boxed, bracketed and foreign digits and letters as plain ones; hanzi in their simplified form; blanks as
blanks. All but the few that change a length are made for a whole text at once.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

import opencc

from detectors.text.edits import Change, changed

# Emoji and signs that sellers write for a word, a digit or a letter and that Unicode's own tables do not resolve.
_BY_HAND = {"🄋": "0", "🄌": "0", "⓿": "0"}
_BY_HAND |= dict.fromkeys("➕✚✛＋⊕⨁", "加") | {"＋": "+"}
_BY_HAND |= dict.fromkeys("☎☏✆🕿🕾📞", "电话") | dict.fromkeys("📱📲", "手机")
_BY_HAND |= dict.fromkeys("✉📧📩🖂", "邮箱")
_BY_HAND |= {"︰": ":", "🐧": "qq", "🛰": "卫星", "🆎": "ab", "🆑": "cl", "🆔": "id"}
# Letters that look Latin and are none (TR 39 knows many more; these are the ones that names of channels need).
_BY_HAND |= dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True))
_BY_HAND |= dict(zip("ѵνԝѡωхχԛесһаотіѕј", "vvwwwxxqechaotisj", strict=True))
_ALIKE = "ѵνԝѡωхχԛесһаотіѕј"
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800\u180e"
_LETTERS = (0x249C, 0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6)  # bracketed, squared, circled, regional: from a to z
_INVISIBLE = ("Cc", "Cf", "Mn", "Me")
_GREEK, _CYRILLIC = re.compile("[\u0370-\u03ff]"), re.compile("[\u0400-\u052f]")
_LOOKED_AT = 20_000

# Other forms of hanzi that opencc leaves (Japanese and old ones), as far as they stand in certificate words.
_VARIANTS = {"証": "证", "査": "查", "眞": "真", "銲": "焊", "岀": "出", "髙": "高", "髪": "发"}
# Full-width signs of ordinary Chinese, and blanks: on every page.
_WIDE = "，：；！？（）％～．／－\u3000\u00a0"
# With more traditional characters than this a text is converted as a whole.
_FEW = 30
_NARROW = ",:;!?()%~./-  "


@cache
def plain(char: str) -> str:
    """Return what one character stands for: "" for the invisible, a digit for ❶, lower case for letters."""
    if char in _BY_HAND:
        return _BY_HAND[char]
    if char in "\t\n\r\x0b\x0c":
        return char
    code = ord(char)
    for start in _LETTERS:
        if start <= code < start + 26:
            return chr(ord("a") + code - start)
    if 0x3220 <= code <= 0x3229 or 0x3021 <= code <= 0x3029:  # bracketed and Suzhou numerals
        return "一二三四五六七八九十"[(code & 0xF) - (code < 0x3100)]
    category = unicodedata.category(char)
    if category in _INVISIBLE or char in _FILLERS:
        return ""
    if category in ("No", "Nd") and not 0x3280 <= code <= 0x3289:  # circled numerals are hanzi
        value = unicodedata.numeric(char)
        if value.is_integer() and value < 100:
            return str(int(value))
    composed = unicodedata.normalize("NFKC", char).lower() or char
    if len(composed) > 1:
        composed = "".join(c for c in composed if unicodedata.category(c) != "Mn")
    bare = unicodedata.normalize("NFD", composed)
    return bare[0] if "a" <= bare[0] <= "z" and all(unicodedata.category(c) == "Mn" for c in bare[1:]) else composed


def even(text: str) -> str:
    """Return a text in lower case with ordinary full-width signs and blanks as ASCII; the length stays."""
    low = text.lower()
    if len(low) != len(text):  # İ becomes two characters
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for wide, narrow in zip(_WIDE, _NARROW, strict=True):
        low = low.replace(wide, narrow)
    return low


# Whatever is not plain by itself: controls, and what lies outside ASCII, ideographs and Chinese punctuation.
_BLOCK = "\u4e00-\u9fff"
_PLAIN = "\t\n\r\x20-\x7e\u4e00-\u9fff\u3001-\u3011\u2014\u2018-\u201d\u2026\u00b7"
_STRANGE = re.compile(f"[^{_PLAIN}]")


@cache
def _simple() -> str:
    """Return the ideographs that are in their simplified form, as the inside of a class."""
    return "".join(chr(code) for code in range(0x4E00, 0xA000) if chr(code) not in _traditional())


@cache
def _odd() -> re.Pattern[str]:
    """Return a class of all that is strange or traditional, so that one search finds both."""
    return re.compile("[^" + _PLAIN.replace(_BLOCK, "") + _simple() + "]")


@cache
def _even() -> re.Pattern[str]:
    return re.compile(f"[{_simple()}]*")


def is_plain(text: str) -> bool:
    """True for nothing but simplified hanzi: only its words may be disguised."""
    return _even().fullmatch(text) is not None


def usual(text: str) -> tuple[str, list[Change]]:
    """Return a text of the same length in usual characters (simplified, and plain where one stands for one), and what
    is left to change: the characters that vanish or become several."""
    found = {c: plain(c) for c in set(_odd().findall(text))}
    table = {ord(c): p for c, p in found.items() if len(p) == 1 and p != c and not _stays(c, text)}
    if len(table) > 60:
        text = text.translate(table)
    else:
        for code, common in table.items():
            text = text.replace(chr(code), common)
    old = _traditional() & (found.keys() | set(table.values()))
    if len(old) > _FEW:
        text = simplified(text)
    else:
        for char in old:
            text = text.replace(char, _one(char))
    if all(len(p) == 1 for p in found.values()):
        return text, []
    return text, changed(_STRANGE, text, lambda match: p if len(p := plain(match[0])) != 1 else None)


def _stays(char: str, text: str) -> bool:
    """True for a letter of a text in Greek or Cyrillic, which only looks Latin to those who read neither."""
    if char not in _ALIKE:
        return False
    script = _GREEK if char <= "\u03ff" else _CYRILLIC
    return sum(other not in _ALIKE for other in script.findall(text, 0, _LOOKED_AT)) > 1


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _traditional() -> frozenset[str]:
    """Return all ideographs that the simplifier changes when they stand alone, and the variants."""
    every = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    turned = _simplifier().convert("\n".join(every)).split("\n")
    return frozenset(a for a, b in zip(every, turned, strict=True) if a != b or a in _VARIANTS)


def simplified(text: str) -> str:
    """Return the text in simplified characters, one for one (a phrase that would change its length stays)."""
    for variant, common in _VARIANTS.items():
        text = text.replace(variant, common)
    whole: str = _simplifier().convert(text)  # by phrases, so that 乾坤 stays
    if len(whole) == len(text):
        return whole
    return "".join(_one(char) for char in text)


@cache
def _one(char: str) -> str:
    result: str = _VARIANTS.get(char) or _simplifier().convert(char)
    return result if len(result) == 1 else char


# Ideographs (Unified, extension A, compatibility) without the strokes and signs that serve as dividers.
DIVIDERS = "丨丶丿乀乚亅卍卐灬"
_BOUNDS = ("\u4dff", *DIVIDERS, "\ua000")
HANZI = "\u3400-\u4dbf\uf900-\ufaff" + "".join(
    f"{chr(ord(a) + 1)}-{chr(ord(b) - 1)}" for a, b in pairwise(_BOUNDS) if ord(b) - ord(a) > 1
)
# Signs that stand between hanzi to break words: blanks, dashes, dots, marks, arrows, dingbats, emoji, private use.
# Sentence punctuation is not among them; a longer run is a rule or a table line, not a disguise.
_SIGNS = (
    r" \t\u00a0.\u00b7\u2022\u2027\u30fb\-\u2013\u2014_*/|+~^=\\#`'\u2018\u2019$@&%\u3030\u301c\u3013\u3012\u3020"
    "\u00d7\u00f7\u00a2-\u00a6\u00a8\u00ac\u00af\u00b0\u00b4\u00b8\u02c6-\u02cb\u02d8-\u02dd\u1427\u16eb\u203b\u2026\u2044\u20a0-\u20bf\u3003"
    "\u309d\u309e\u30fc-\u30fe\ufe4f\ufe4d\u00ab\u00bb\u2190-\u2bff\ue000-\uf8ff\U0001f000-\U0001fbff" + DIVIDERS
)
# The first sign is looked for before what stands around it: a class at the front makes the search fast.
GAPS = re.compile(f"[{_SIGNS}](?<=[{HANZI}].)[{_SIGNS}]{{0,2}}(?=[{HANZI}])")
# A name or number written letter by letter, as sellers write their contacts: five single characters or more.
# The match begins at its first blank, one place after the first letter.
SPACED = re.compile(r"\ (?<=[a-z_]\ )(?<![a-z0-9_]..)[a-z0-9_](?:\ [a-z0-9_]){3,}(?![a-z0-9_])")
