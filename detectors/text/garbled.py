"""Text that was decoded as what it is not: bytes of another kind called a page, Chinese read in a western charset."""

from __future__ import annotations

import re
from itertools import product

_SAMPLE = 20_000
# Beginnings of files that are no page, as they look when their bytes were read as text (any 8-bit charset or UTF-8).
_KINDS = (
    (re.compile(r"[\x89\ufffd\u2030]PNG\r?\n"), "PNG 图片"),
    (re.compile(r"GIF8[79]a"), "GIF 图片"),
    (re.compile(r"(?:\xff\xd8\xff|\ufffd\ufffd\ufffd\ufffd.{2}(?:JFIF|Exif))", re.S), "JPEG 图片"),
    (re.compile(r"RIFF.{4}WEBP", re.S), "WebP 图片"),
    (re.compile(r"%PDF-\d"), "PDF 文件"),
    (re.compile(r"PK\x03\x04"), "ZIP 或 Office 文件"),
    (re.compile(r"(?:\x1f\x8b|\x1f\ufffd)\x08"), "gzip 压缩数据"),
    (re.compile(r"\x7fELF|MZ[\x00\x90\ufffd]"), "可执行程序"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
# More than this share of control characters is in no text; a page may hold a stray one.
_MOST_CONTROL = 0.1
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Latin-1, and what Windows-1252 has in the place of its control characters.
_WESTERN = re.compile(
    r"[\x80-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_FEWEST = 8
_LEAST_HAN = 0.5


def binary_kind(text: str) -> str:
    """Return in Chinese what a text that is no text holds; "" for text."""
    for pattern, name in _KINDS:
        if pattern.match(text):
            return name
    sample = text[:_SAMPLE]
    if len(sample) >= _FEWEST and len(_CONTROL.findall(sample)) > _MOST_CONTROL * len(sample):
        return "二进制数据"
    return ""


def repaired(text: str) -> tuple[str, str] | None:
    """Return (text, charset) where Chinese bytes had been read as Latin-1 or Windows-1252; None for all other text.

    Only a text without Chinese, most of whose other characters are western, is tried, and only what then reads as
    Chinese throughout is taken.
    """
    sample = text[:_SAMPLE]
    western = len(_WESTERN.findall(sample))
    if sample.isascii() or western < _FEWEST or _HAN.search(sample):
        return None
    if western < 0.9 * sum(char > "\x7f" for char in sample):
        return None
    for wrong, right in product(("latin-1", "cp1252"), ("utf-8", "gb18030")):
        try:
            better = text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if _is_chinese(better[:_SAMPLE]):
            return better, right.upper()
    return None


def _is_chinese(text: str) -> bool:
    """True if most of what is beyond ASCII are characters of GB 2312: rare ones are what other bytes turn into."""
    beyond = sum(char > "\x7f" for char in text)
    return len("".join(_HAN.findall(text)).encode("gb2312", "ignore")) >= 2 * _LEAST_HAN * beyond
