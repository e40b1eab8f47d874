"""Colours as style sheets write them, to tell text that has the colour of what it stands on."""

from __future__ import annotations

import re

Rgb = tuple[int, int, int]
# How far two colours may differ in each of red, green and blue and still look the same, of 255.
_SAME = 8
_NAMES: dict[str, Rgb] = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "green": (0, 128, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
}
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_FUNCTION = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:\s*[,/]\s*([\d.]{1,5}%?))?\s*\)")
_WORD = re.compile(r"[a-z]{3,12}")


def colour_of(value: str) -> Rgb | None:
    """Return the first colour of a lower-case value as (red, green, blue); None if it holds none that is known."""
    if match := _HEX.search(value):
        return _of_hex(match[1])
    if match := _FUNCTION.search(value):
        return min(int(match[1]), 255), min(int(match[2]), 255), min(int(match[3]), 255)
    return next((_NAMES[word] for word in _WORD.findall(value[:60]) if word in _NAMES), None)


def is_clear(value: str) -> bool:
    """True for a lower-case colour that lets everything through: transparent, or with an alpha of next to nothing."""
    if value.startswith("transparent"):
        return True
    if match := _FUNCTION.search(value):
        alpha = match[4] or "1"
        return _number(alpha) <= (5 if alpha.endswith("%") else 0.05)
    match = _HEX.search(value)
    return match is not None and (len(match[1]), match[1][len(match[1]) * 3 // 4 :]) in ((4, "0"), (8, "00"))


def look_alike(one: Rgb | None, other: Rgb | None) -> bool:
    """True if a reader cannot tell the colours apart; unknown colours are never alike."""
    return one is not None and other is not None and all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def _number(text: str) -> float:
    match = re.match(r"\d*\.?\d*", text)
    digits = match[0].strip(".") if match else ""
    return float(match[0]) if match and digits else 0.0


def _of_hex(digits: str) -> Rgb | None:
    if len(digits) in (3, 4):
        digits = "".join(2 * c for c in digits)
    if len(digits) not in (6, 8):
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
