"""When a declaration block hides its element from readers: not displayed, off the screen, without size or colour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from detectors.text.colours import colour_of, is_clear, look_alike
from zhenwei.sentences import said

# Every way below needs one of these; most declaration blocks have none of them.
_SUSPECT = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|-\s*\d{3}|-\d+\s*(?:r?em|%|v[wh])|opacity[\s:(=]*[0.]|"
    r"alpha\(|clip(?:-path)?\s*:|transparent|scale[xy]?\(\s*\.?0|rgba?\(|#[0-9a-f]{3}0\b|#[0-9a-f]{6}00|"
    r"(?:font-size|(?<!line-)height|width)\s*:\s*[0-2]?(?:\.\d+)?(?![\d.])|line-height\s*:\s*0"
)
_SIZE = re.compile(r"(-?)\s*(\d*\.?\d*)\s*(px|pt|em|rem|vw|vh|%|)")
# How many pixels a unit is about; a hundred per cent is the width of a screen.
_PIXELS = {"px": 1.0, "": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "vw": 14.0, "vh": 8.0, "%": 12.0}
_MOVED = re.compile(r"translate(?:x|y|3d)?\(\s*(-[^,)]{1,12})|translate3d\([^,]{0,12},\s*(-[^,)]{1,12})")
_SHRUNK = re.compile(r"scale[xy]?\(\s*0?(?:\.0\d*)?\s*[,)]")
_CLIPPED = re.compile(
    r"rect\(\s*[01](?:px)?[ ,]+[01](?:px)?\s*[ ,]|inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0 0\s*,\s*0 0"
)
_FADED = re.compile(r"opacity\(\s*0(?:%|\.0\d*)?\s*\)|alpha\(\s*opacity\s*=\s*[0-5]\s*\)")
# Further out than any menu that waits beside the page or picture that is next in a row.
_FAR = 500.0
_FAR_MARGIN = 3000.0
_LONGEST = 4000
_LONGEST_KEPT = 300
_SIDES = ("height", "width", "max-height", "max-width")
NO_SIZE = said("字号为零")
AWAY = said("移出屏幕")
NO_AREA = said("零尺寸")
CLEAR = said("透明")
LIKE_ITS_GROUND = said("同色文字")


def way_of(style: str) -> str:
    """Return how a declaration block hides its element, or ""."""
    if len(style) <= _LONGEST_KEPT:
        return _kept_way_of(style)
    # Long blocks hold pictures within; whoever pads a block to be overlooked puts what works at either end.
    return _way_of(style if len(style) <= 2 * _LONGEST else f"{style[:_LONGEST]};{style[-_LONGEST:]}")


def _way_of(style: str) -> str:
    low = style.lower()
    if not _SUSPECT.search(low) and not ("background" in low and "color" in low):
        return ""
    said = declarations(low)
    return _gone(said) or _moved(said) or _flat(said) or _faded(said)


_kept_way_of = lru_cache(maxsize=2048)(_way_of)


def declarations(style: str) -> dict[str, str]:
    """Return property → value of a lower-case declaration block; of two for one property the later holds."""
    said: dict[str, str] = {}
    for part in style.split(";")[:200]:
        name, colon, value = part.partition(":")
        if colon:
            said[name.strip()] = value.strip().removesuffix("!important").strip()
    return said


def pixels(value: str | None) -> float | None:
    """Return about how many pixels a length is; None if it is none."""
    match = _SIZE.match(value) if value else None
    if match is None or not match[2].strip("."):
        return None
    return float(match[1] + match[2]) * _PIXELS[match[3]]


def _gone(said: Mapping[str, str]) -> str:
    if said.get("display") == "none":
        return "display:none"
    if said.get("visibility") in ("hidden", "collapse") and "animation-name" not in said:
        return "visibility:hidden"  # with an animation a script shows it as soon as the reader gets there
    return "display:none" if said.get("content-visibility") == "hidden" else ""


def _moved(said: Mapping[str, str]) -> str:
    width = pixels(said.get("width"))
    for name in ("left", "right", "top", "bottom", "text-indent", "margin-left", "margin-top"):
        far = pixels(said.get(name))
        if far is None or far >= 0:
            continue
        least = _FAR_MARGIN if name.startswith("margin") else 300.0 if name == "text-indent" else _FAR
        # A row of pictures is as wide as it is moved, and more: what is next in it is seen.
        if -far >= least and not (name == "left" and width is not None and width > -far):
            return AWAY
    match = _MOVED.search(said.get("transform", said.get("-webkit-transform", "")))
    far = pixels((match[1] or match[2]).strip()) if match else None
    if far is not None and -far >= 2 * _FAR and not (width is not None and width > -far):
        return AWAY
    return NO_AREA if _SHRUNK.search(said.get("transform", "")) else ""


def _flat(said: Mapping[str, str]) -> str:
    size = said.get("font-size", "")
    points = pixels(size)
    if points is not None and 0 <= points < 2 and not (size.endswith("%") and points > 1):
        return NO_SIZE
    cut = (said.get(name, "") for name in ("overflow", "overflow-y", "overflow-x"))
    if any(value.startswith(("hidden", "clip")) for value in cut) and any(_is_thin(said.get(n)) for n in _SIDES):
        return NO_AREA
    return NO_AREA if _CLIPPED.search(said.get("clip", said.get("clip-path", ""))) else ""


def _is_thin(value: str | None) -> bool:
    length = pixels(value)
    return value is not None and length is not None and 0 <= length <= 2 and not (length and value.endswith("%"))


def _faded(said: Mapping[str, str]) -> str:
    comes = any(name.startswith(("animation", "transition")) for name in said)
    opacity = said.get("opacity", "")
    if not comes and (_is_naught(opacity) or _FADED.search(said.get("filter", ""))):
        return CLEAR
    ground = said.get("background-color", said.get("background", ""))
    if "text" in said.get("background-clip", said.get("-webkit-background-clip", "")):
        return ""  # the letters are cut out of a coloured ground
    front = said.get("-webkit-text-fill-color", said.get("color", ""))
    if front and is_clear(front):
        return CLEAR
    painted = "url(" in said.get("background", "") or "gradient" in said.get("background", "")
    if front and ground and not painted and look_alike(colour_of(front), colour_of(ground)):
        return LIKE_ITS_GROUND
    return ""


def _is_naught(value: str) -> bool:
    try:
        return bool(value) and float(value.rstrip("%")) <= (5 if value.endswith("%") else 0.05)
    except ValueError:
        return False
