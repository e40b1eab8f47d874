"""Letters that look alike (Unicode TR 39), and which of them a registry takes.

The classes come from ``confusables.txt`` as the package confusable-homoglyphs ships it; what a registry takes is the
table below, with its sources in ``docs/decisions/expand-data.md``. What is not known to be taken is held to be refused.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import idna
from confusable_homoglyphs.utils import load

from detectors.names.words import listed
from zhenwei.address import ascii_host

# Verisign's rules for com, net, cc, tv, name: one script a label; Chinese may hold ASCII letters besides.
_ONE_SCRIPT = frozenset({"com", "net", "cc", "tv", "name"})
# CNNIC's: at least one Han character, ASCII letters, digits and hyphens besides, at most 20 characters.
_CNNIC = frozenset({"cn", "xn--fiqs8s", "xn--fiqz9s", "xn--55qx5d", "xn--io0a7i"})
# PIR's: Han, digits and hyphens.
_HAN_ALONE = frozenset({"org"})
# Registries that take the CNNIC and TWNIC tables (RFC 4713): Han with ASCII.
_HAN_WITH_ASCII = frozenset(
    ascii_host(name)
    for name in listed(
        "top vip xyz wang ltd 网址 网站 中文网 在线 集团 信息 商城 手机 我爱你 企业 世界 移动 网店 广东 佛山"
    )
)
_COMMON = frozenset("0123456789-")
_LONGEST_CNNIC = 20


def skeleton(text: str) -> str:
    """Return a text in which characters that look alike are the same: two texts are confusable if these are equal.

    TR 39, section 4, over lower-case text (host names have no other): decomposed, ignorables dropped, every character
    replaced by its class. The result is for comparing only.
    """
    plain = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFD", "".join(_prototypes().get(c, c) for c in plain if not _ignorable(c)))


@cache
def lookalikes(letter: str, script: str) -> tuple[str, ...]:
    """Return single characters of a script (LATIN, CYRILLIC ...) that look like an ASCII letter and may stand in names.

    Those of TR 39 first, then the letter with one accent, which differs in a mark that is easily missed.
    """
    found = _alike().get(skeleton(letter), []) + _accented().get(letter, [])
    return tuple(c for c in dict.fromkeys(found) if _script(c) == script and _valid(c))


@cache
def letters() -> dict[int, str]:
    """Return the ASCII letter that each single character beyond ASCII looks like, for ``str.translate``."""
    found = {ord(c): own for own in "abcdefghijklmnopqrstuvwxyz" for c in _alike().get(skeleton(own), [])}
    return {code: own for code, own in found.items() if code > 127}


def registrable_in(suffix: str, label: str) -> bool:
    """True if the registry of a suffix (ASCII) would take a label (Unicode)."""
    if label.isascii():
        return True
    scripts = {_script(c) for c in label if c not in _COMMON}
    if suffix in _CNNIC:
        return scripts in ({"CJK"}, {"CJK", "LATIN"}) and _ascii_but_han(label) and _tidy(label)
    if suffix in _HAN_WITH_ASCII:
        return scripts in ({"CJK"}, {"CJK", "LATIN"}) and _ascii_but_han(label)
    if suffix in _HAN_ALONE:
        return scripts == {"CJK"}
    if suffix in _ONE_SCRIPT:
        return len(scripts) == 1 or (scripts == {"CJK", "LATIN"} and _ascii_but_han(label))
    return False


def _tidy(label: str) -> bool:
    return len(label) <= _LONGEST_CNNIC and "--" not in label


def _ascii_but_han(label: str) -> bool:
    return all(c.isascii() or _script(c) == "CJK" for c in label)


@cache
def _script(c: str) -> str:
    """Return the script by the first word of the character's name, CJK for Han."""
    return unicodedata.name(c, "").split(" ")[0]


@cache
def _alike() -> dict[str, list[str]]:
    """Return the single characters beyond ASCII of each class, by code point."""
    found: dict[str, list[str]] = {}
    for c, to in sorted(_prototypes().items()):
        if c > "\x7f":
            found.setdefault(to, []).append(c)
    return found


@cache
def _accented() -> dict[str, list[str]]:
    """Return the letters with one mark, by the letter below it: Latin-1 first, then Latin Extended."""
    found: dict[str, list[str]] = {}
    for c in map(chr, (*range(0xE0, 0x250), *range(0x1E00, 0x1F00))):
        parts = unicodedata.normalize("NFD", c)
        if len(parts) == 2 and unicodedata.combining(parts[1]):
            found.setdefault(parts[0], []).append(c)
    return found


@cache
def _valid(c: str) -> bool:
    """True if IDNA 2008 takes the character in a label."""
    try:
        idna.encode(f"a{c}a")
    except idna.IDNAError:
        return False
    return True


def _small(text: str) -> str:
    """Return an entry without direction marks; nothing if it holds a capital, which no host name does.

    The capital O stays, as o: it is what TR 39 takes the digit zero for.
    """
    text = text.strip("\u200e").replace("O", "o")
    return text if text == text.lower() else ""


def _ignorable(c: str) -> bool:
    return unicodedata.category(c) == "Cf" or c == "\u00ad"


@cache
def _prototypes() -> dict[str, str]:
    """Return for each character the least of its class: ASCII before others, then by code point.

    The package lists pairs both ways; a class is what hangs together by single characters. A character that looks like
    several (m like rn) gets the sequence.
    """
    parent: dict[str, str] = {}

    def root(c: str) -> str:
        while parent.setdefault(c, c) != c:
            c = parent[c]
        return c

    sequences: dict[str, str] = {}
    for character, rows in load("confusables.json").items():
        one = _small(character)
        for other in (_small(row["c"]) for row in rows):
            if not one or not other:
                continue
            if len(one) == len(other) == 1:
                low, high = sorted((root(one), root(other)))
                parent[high] = low
            elif len(one) == 1 < len(other) and (one not in sequences or one.isascii()):
                sequences.setdefault(one, other)
    found = {c: root(c) for c in parent}
    for c, sequence in sequences.items():
        if len(sequence) == 2 and sequence.isascii() and sequence.isalpha() and (c.isascii() or c not in found):
            found[c] = sequence
    return {c: found.get(to, to) for c, to in found.items() if found.get(to, to) != c}
