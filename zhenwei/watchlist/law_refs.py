"""How files name articles and parts: ``48``, ``287之一``, ``280(1)`` 第一款, ``9（二）`` 第二项, ``28(2)（一）``."""

from __future__ import annotations

import re

WHOLE = "整体"  # stands for a law whose article numbers nobody has seen yet
_DIGITS = "一二三四五六七八九"
_REF = re.compile(
    r"(?P<article>[1-9]\d{0,3}(?:之[一二三四五六七八九十]{1,3})?)"
    r"(?:[(（](?P<paragraph>\d{1,2})[)）])?(?:[(（](?P<item>[一二三四五六七八九十]{1,3})[)）])?"
)


def split(ref: str) -> tuple[str, str] | None:
    """Return (article, part) in the spelling that keys use, part empty for a whole article; None if it is neither."""
    if ref == WHOLE:
        return WHOLE, ""
    match = _REF.fullmatch(ref.strip())
    if match is None:
        return None
    paragraph, item = match["paragraph"], match["item"]
    return match["article"], (f"({int(paragraph)})" if paragraph else "") + (f"（{item}）" if item else "")


def order(ref: str) -> tuple[int, int, int, int]:
    """Return what references sort by: article, 之N, paragraph, item. What is no reference comes last."""
    match = _REF.fullmatch(ref.strip())
    if match is None:
        return (10_000, 0, 0, 0)
    number, _, suffix = match["article"].partition("之")
    return int(number), small(suffix), int(match["paragraph"] or 0), small(match["item"] or "")


def small(text: str) -> int:
    """Return 一 to 九十九 as a number, 0 for nothing."""
    tens, ten, ones = text.rpartition("十")
    one = _DIGITS.index(ones) + 1 if ones else 0
    return one + ((_DIGITS.index(tens) + 1 if tens else 1) * 10 if ten else 0)
