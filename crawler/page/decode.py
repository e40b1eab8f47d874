"""Bytes to text, for pages that say one charset and are written in another."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The labels that Chinese pages use, to the superset that browsers decode with (WHATWG encoding standard).
_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030",
    "utf8": "utf-8", "utf-8": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-16": "utf-16-le", "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "windows-1252": "cp1252",
}  # fmt: skip
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,30})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([a-zA-Z0-9_.-]{2,30})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,30})", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# Characters that make up nearly all of plain Chinese text; GBK read as Big5 (or the reverse) lands outside.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经查询证应急管理部特操业全考核信息网站首页电话"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the charset it was read in, and the one that the header or the page claimed (may differ)."""

    text: str
    charset: str
    claimed: str


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode a page. A claim that does not fit the bytes loses against one that does (UTF-8 first, then GB 18030)."""
    claims = _claims(body, content_type)
    claimed = claims[0] if claims else ""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return Decoded(body[len(mark) :].decode(charset, "replace"), charset, claimed or charset)
    if (text := _strict(body, "utf-8")) is not None:
        return Decoded(text, "utf-8", claimed)
    candidates = list(dict.fromkeys([*claims, "gb18030", "big5hkscs"]))
    fitting = [(c, t) for c in candidates if c != "cp1252" and (t := _strict(body, c)) is not None]
    if fitting:
        charset, text = max(fitting, key=lambda pair: _plausible(pair[1]))
        return Decoded(text, charset, claimed)
    charset = min(candidates or ["utf-8"], key=lambda c: body.decode(c, "replace").count("\ufffd"))
    return Decoded(body.decode(charset, "replace"), charset, claimed)


def _claims(body: bytes, content_type: str) -> list[str]:
    head = body[:4096]
    found = [m[1] for m in [_HEADER.search(content_type)] if m]
    found += [m[1].decode("ascii") for m in (_XML.search(head), _META.search(head)) if m]
    return [_ALIASES[name.lower()] for name in found if name.lower() in _ALIASES]


def _strict(body: bytes, charset: str) -> str | None:
    # A body cut off at the size limit may end inside a character.
    for end in range(4):
        try:
            return body[: len(body) - end].decode(charset)
        except UnicodeDecodeError as error:
            if error.start < len(body) - 4:
                return None
    return None


def _plausible(text: str) -> int:
    return sum(character in _COMMON for character in text[:20_000])
