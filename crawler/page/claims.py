"""Which charset an answer claims: its header, its XML declaration, its meta element. Pure.

Labels as in the WHATWG encoding standard (webencodings); the meta element as browsers find it: not in comments,
scripts or the text of other elements. Browsers look at the first 1024 bytes and again while building the page, so
what stands later in the head counts too.
"""

from __future__ import annotations

import re

import webencodings

_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,30})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([a-zA-Z0-9_.-]{2,30})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{2,30})", re.IGNORECASE)
# What hides a meta element; never closed, it hides the rest.
_HIDING = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|title|textarea|noscript)\b.*?(?:</\1\b|\Z)", re.DOTALL | re.IGNORECASE
)
_LOOKED_AT = 4096

# Names that Python knows under another one, or that browsers no longer decode but old pages and mails still use.
_PYTHON = {
    "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "windows-1252": "cp1252", "utf-8": "utf-8",
}  # fmt: skip
_BEYOND = {
    "hz-gb-2312": "hz", "hz": "hz", "iso-2022-cn": "iso-2022-cn", "iso-2022-cn-ext": "iso-2022-cn", "euc-tw": "euc-tw",
    "x-euc-tw": "euc-tw", "cns11643": "euc-tw", "euc-cn": "gb18030", "cp936": "gb18030", "ms936": "gb18030",
    "windows-936": "gb18030", "gb_18030-2000": "gb18030", "gb18030-2000": "gb18030", "gb18030-2022": "gb18030",
    "cp950": "big5", "ms950": "big5", "big5_hkscs": "big5", "utf-32": "utf-32", "utf-32le": "utf-32-le",
    "utf-32be": "utf-32-be",
}  # fmt: skip


def charset_of(label: str) -> str:
    """Return our name of a label (Python's where there is a codec), or "" for one that nobody knows."""
    low = label.strip().lower()
    if low in _BEYOND:
        return _BEYOND[low]
    found = webencodings.lookup(low)
    if found is None or found.name in ("x-user-defined", "replacement"):
        return ""
    return _PYTHON.get(found.name) or str(found.codec_info.name)


def claims_of(body: bytes, content_type: str) -> list[str]:
    """Return the charsets claimed, the strongest claim first: header, XML declaration, meta element."""
    found = []
    if content_type and (header := _HEADER.search(content_type)):
        found.append(header[1])
    head = body[:_LOOKED_AT]
    if xml := _XML.match(head):
        found.append(xml[1].decode("ascii"))
    if meta := _meta(head):
        found.append(meta)
    return [name for label in found if (name := charset_of(label))]


def _meta(head: bytes) -> str:
    first = _META.search(head)
    if first is None:
        return ""
    before = head[: first.start()].lower()
    if b"<!--" in before or b"<script" in before or b"<style" in before or b"<t" in before or b"<noscript" in before:
        first = _META.search(_HIDING.sub(b" ", head))
    return "" if first is None else first[1].decode("ascii")
