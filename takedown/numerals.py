"""Article numbers as Chinese laws print them."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_FORM = re.compile(
    r"(\d{1,4})(之[一二三四五六七八九十])?(?:[(（](\d{1,2})[)）])?(?:[(（]([一二三四五六七八九十]{1,3})[)）])?"
)


def chinese(number: int) -> str:
    """Return 1 to 9999 in Chinese: 48 → 四十八, 280 → 二百八十, 105 → 一百零五."""
    text, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + unit
            gap = False
        else:
            gap = bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text


def article(number: str) -> str:
    """Return an article's number for print: ``48`` → 第四十八条, ``280(1)`` → 第二百八十条第一款.

    Also ``10（一）`` → 第十条第一项 (a cited item stands without its brackets) and ``287之一`` → 第二百八十七条之一.
    What is written out already, or in a form not known here, stays as it is.
    """
    match = _FORM.fullmatch(number.strip())
    if match is None:
        return number
    text = f"第{chinese(int(match[1]))}条{match[2] or ''}"
    if match[3]:
        text += f"第{chinese(int(match[3]))}款"
    if match[4]:
        text += f"第{match[4]}项"
    return text
