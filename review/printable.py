"""Captured text as people may see it: nothing hidden, nothing reordered, nothing endless, always plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from ipaddress import ip_address

from review.harmless import harmless, harmless_parts

# Controls, marks of writing direction, zero-width characters, tags, private use: shown by their number, never obeyed.
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_PLAIN = re.compile(r"[\n\t\x20-\x7e\u4e00-\u9fff]*")
LONGEST = 300


def visible(text: str, longest: int = LONGEST, *, lines: bool = False) -> str:
    """Return text with every invisible character as ``‹U+202E›``, cut after ``longest`` code points with an ellipsis.

    Line breaks and tabs become spaces unless ``lines`` is set.
    """
    cut = text[:longest]
    if not lines:
        cut = " ".join(cut.split("\n")).replace("\t", " ").replace("\r", "")
    if not _PLAIN.fullmatch(cut):
        cut = "".join(_named(char) for char in cut)
    return cut[:longest] + ("…" if len(text) > longest or len(cut) > longest else "")


def inert(text: str, longest: int = LONGEST, *, lines: bool = False) -> str:
    """Return text made ``visible``, in which no host or address becomes a link wherever it is copied to."""
    return harmless(visible(text, longest, lines=lines))


def peer(text: str) -> str:
    """Return the address that a person works from as it is, for who looks for that machine; what is none, ``inert``."""
    try:
        known = ip_address(text)
    except ValueError:
        return inert(text, 60)
    # A zone (RFC 4007, 11) may be any text.
    return inert(text, 60) if "%" in text else str(known)


def inert_parts(parts: Iterable[tuple[str, bool]], longest: int = LONGEST) -> list[tuple[str, bool]]:
    """Return parts of one text, each with whether it is marked, made ``inert``; no mark moves."""
    shown = [(visible(text, longest), marked) for text, marked in parts]
    texts = harmless_parts([text for text, _ in shown])
    return [(text, marked) for text, (_, marked) in zip(texts, shown, strict=True) if text]


def _named(char: str) -> str:
    if char in "\n\t":
        return char
    if char == "\r":
        return ""
    # A heap of combining marks would paint over the lines around it.
    if unicodedata.category(char) in _HIDDEN or unicodedata.combining(char):
        return f"‹U+{ord(char):04X}›"
    return char
