"""Hosts and addresses within any text, written so that no mail or chat program makes links of them.

A name counts as a host if it ends as names of the net end: in an ending of the public suffix list, in one that is kept
for examples and tests (RFC 6761) or for Tor (RFC 7686); an IPv4 address is one too. So version numbers, dates, amounts
and names of files stay as they are. Rather a word too many: ``ASP.NET`` is what those programs make a link of as well.

Every change puts something in the place of one character, so that parts of a text can be changed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from zhenwei.address import ascii_host, suffix
from zhenwei.errors import BadInput

RESERVED = frozenset(("example", "test", "invalid", "localhost", "local", "onion"))
# Labels with dots between them; what has been taken is never given back, so the time grows with the text only.
_NAME = re.compile(r"(?<![\w-])[\w-]++(?:\.[\w-]++)++")
_SCHEME = re.compile(r"h(?=ttps?://)", re.IGNORECASE)
_LATIN = re.compile(r"[a-z0-9_-]+", re.IGNORECASE)
_QUAD = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)", re.ASCII)
# An ending in other letters with words after it: 考试.中国的网站.
_LONGEST_ENDING = 8
_ITEM = re.compile(r"\d{1,2}", re.ASCII)


def harmless(text: str) -> str:
    """Return a text with each host as ``example[.]com`` and each address as ``hxxp://example[.]com``."""
    return harmless_parts((text,))[0]


def harmless_parts(parts: Sequence[str]) -> list[str]:
    """Return the parts of a text, read as one: a host may begin in one and end in the next."""
    whole = "".join(parts)
    if "." not in whole and "://" not in whole:
        return list(parts)
    changes = sorted(_changes(whole))
    found, start, at = [], 0, 0
    for part in parts:
        end, pieces = start + len(part), []
        while at < len(changes) and changes[at][0] < end:
            place, new = changes[at]
            pieces += [whole[start:place], new]
            start, at = place + 1, at + 1
        found.append("".join([*pieces, whole[start:end]]))
        start = end
    return found


def _changes(text: str) -> Iterator[tuple[int, str]]:
    """Yield which characters are to be replaced, and by what."""
    for scheme in _SCHEME.finditer(text):
        yield from ((scheme.end() + n, "x") for n in range(2))
    for name in _NAME.finditer(text):
        last = _end_of_host(name[0])
        yield from ((name.start() + n, "[.]") for n, char in enumerate(name[0][:last]) if char == ".")


def _end_of_host(name: str) -> int:
    """Return up to where the dots of a dotted name belong to a host; 0 if it is none."""
    if _QUAD.fullmatch(name):
        return len(name)
    end = len(name)
    while (dot := name.rfind(".", 0, end)) > 0:
        # 1.网站 begins a line of a list.
        if _is_ending(name[dot + 1 : end], item=bool(_ITEM.fullmatch(name, 0, dot))):
            return end
        end = dot
    return 0


def _is_ending(label: str, *, item: bool) -> bool:
    """True if a label, or what it begins with, is an ending of the net; in Chinese, none behind an item's number."""
    latin = _LATIN.match(label)
    if latin:
        return _ends(latin[0].lower())
    return not item and any(_ends(label[:length]) for length in range(2, min(len(label), _LONGEST_ENDING) + 1))


@lru_cache(maxsize=8192)
def _ends(label: str) -> bool:
    if label in RESERVED:
        return True
    try:
        # Below some endings (``*.ck``) names are registered two labels down.
        return bool(suffix(ascii_host(f"a.b.{label}")))
    except BadInput:
        return False
