"""Escapes that survive in plain text, as copied from mark-up, scripts and addresses, some written twice over."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote_to_bytes

from detectors.text.characters import plain
from detectors.text.edits import Change, changed

# Character references (also &amp;#30005; and without a semicolon), JavaScript (\u7535 \u{7535} %u7535 \xe7\x94\xb5),
# CSS (\7535, two or more), percent escapes of UTF-8 or GB 18030. Text is lower case by now.
_ESCAPES = re.compile(
    r"[&\\%](?:"
    r"(?P<entity>(?<=&)(?:amp;){0,3}(?:#\d{2,7}|#x[0-9a-f]{2,6}|nbsp|[a-z]{2,10}(?=;));?)"
    r"|(?P<unit>(?:(?<=\\)u\{[0-9a-f]{2,6}\}|u[0-9a-f]{4})(?:(?:\\u|%u)[0-9a-f]{4}|\\u\{[0-9a-f]{2,6}\})*)"
    r"|(?P<byte>(?<=\\)x[0-9a-f]{2}(?:\\x[0-9a-f]{2})*)"
    r"|(?P<css>(?<=\\)0{0,2}[4-9][0-9a-f]{3}(?![0-9a-f])\ ?(?:\\0{0,2}[4-9][0-9a-f]{3}(?![0-9a-f])\ ?)+)"
    r"|(?P<percent>(?<=%)(?:25){0,2}[0-9a-f]{2}(?:%(?:25){0,2}[0-9a-f]{2})+)"
    r")"
)
_CODE = re.compile(r"[0-9a-f]+")
_LAST = 0x10FFFF


def decoded(text: str) -> list[Change]:
    """Return what each escape of a lower-case text stands for; what stands for nothing stays."""
    if "&" not in text and "\\" not in text and "%" not in text:
        return []
    return changed(_ESCAPES, text, _meant)


def _meant(match: re.Match[str]) -> str | None:
    kind, said = match.lastgroup, match[0]
    read: str | None
    if kind == "entity":
        read = html.unescape(re.sub(r"^&(?:amp;)+(?=[#a-z])", "&", said))
        read = None if read == said else read
    elif kind == "unit":
        read = _units([int(code, 16) for code in _CODE.findall(said.replace("u", ""))])
    elif kind == "css":
        read = "".join(chr(int(code, 16)) for code in _CODE.findall(said))
    elif kind == "byte":
        read = _bytes(bytes.fromhex(said.replace("\\x", "")))
    else:
        read = _bytes(unquote_to_bytes(re.sub(r"%(?:25)+(?=[0-9a-f]{2})", "%", said)))
    return None if read is None else "".join(map(plain, read))


def _units(codes: list[int]) -> str | None:
    """Return what UTF-16 units or code points say; None for halves of pairs and for what is no character."""
    if any(code > _LAST for code in codes):
        return None
    raw = b"".join(chr(code).encode("utf-16-be", "surrogatepass") for code in codes)
    try:
        return raw.decode("utf-16-be")
    except UnicodeDecodeError:
        return None


def _bytes(raw: bytes) -> str | None:
    """Return bytes read as UTF-8, or as GB 18030 if that gives nothing but hanzi."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        pass
    try:
        read = raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return read if all("\u4e00" <= c <= "\u9fff" for c in read) else None
