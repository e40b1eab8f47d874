"""What each tag does to the text of a page. Most tags occur many times in one spelling, so each is judged once."""

from __future__ import annotations

import html
import re

from detectors.text.colours import Rgb, colour_of, look_alike
from detectors.text.hiding import LIKE_ITS_GROUND, NO_AREA, declarations, pixels, way_of
from detectors.text.stylesheet import Sheet
from zhenwei.sentences import said

_BLOCK_NAMES = """
address article aside blockquote body br button caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4
h5 h6 header hr label legend li main marquee nav ol option p pre section select table tbody td tfoot th thead title
tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_RAW = frozenset(("script", "style"))
_SILENT = frozenset(["template", "head", "svg", "math", "object", "embed", "iframe", "canvas", "audio", "video"])
# Readings above the characters of a ruby (HTML, 4.5.10): not part of the words, unless they hold words themselves.
_ABOVE = frozenset(("rt", "rp"))
# What only visitors without scripts or frames see, search spiders above all.
_UNSCRIPTED = {
    "noscript": said("仅不运行脚本时可见"),
    "noframes": said("仅旧浏览器可见"),
    "noembed": said("仅旧浏览器可见"),
}
_BY_ATTRIBUTE = said("hidden 属性")
_BY_SCRIPT = said("由脚本隐藏")
_ATTRIBUTE = re.compile(r'\s(style|hidden|id|class|type|value|color|bgcolor|width|height)="([^"]*)"')
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_BODY_TAG = re.compile(r"<body\b[^>]*>")
MARK = "data-planted-mark"
_MARKED = re.compile(rf'\s{MARK}="([^"]*)"')
_TELLING = ("style=", "hidden=", "color=")
_WHITE: Rgb = (255, 255, 255)
# What a tag does to the text: nothing; ends a line; opens what is left out, hidden, or read apart.
PLAIN, BREAK, OPENS_RAW, OPENS_SILENT, OPENS_HIDDEN, OPENS_ABOVE, SPEAKS = range(7)
Act = tuple[int, str]
_NOTHING: Act = (PLAIN, "")
_BROKEN: Act = (BREAK, "")
_KINDS = (
    dict.fromkeys(_BLOCKS, BREAK)
    | dict.fromkeys(_RAW, OPENS_RAW)
    | dict.fromkeys(_SILENT, OPENS_SILENT)
    | dict.fromkeys(_ABOVE, OPENS_ABOVE)
    | dict.fromkeys(_UNSCRIPTED, OPENS_HIDDEN)
)


class Judge:
    """What each tag does. ``ground``: the colour of the whole page where it has one, else None."""

    def __init__(self, sheet: Sheet, ids: frozenset[str], ground: Rgb | None) -> None:
        self._sheet = sheet
        self._ids = ids
        self._ground = ground
        self._telling = (
            *_TELLING,
            *(("class=", "id=") if sheet.rules else ("id=",) if ids else ()),
            *((MARK,) if sheet.deep else ()),
        )

    def act(self, tag: str) -> Act:
        """Return what a tag, as written between "<" and ">", does to the text."""
        if tag[0] == "/":
            return _BROKEN if tag[1:] in _BLOCKS else _NOTHING
        name, blank, _ = tag.partition(" ")
        empty = tag[-1] == "/"
        name = name.rstrip("/") if empty and not blank else name
        kind = _KINDS.get(name, PLAIN)
        if name == "input":
            said = dict(_ATTRIBUTE.findall(tag))
            spoken = said.get("type", "").lower() in ("submit", "button") and "hidden" not in said
            return (SPEAKS, said.get("value", "")) if spoken else _NOTHING
        if empty:
            return _BROKEN if kind == BREAK else _NOTHING
        if kind in (OPENS_RAW, OPENS_SILENT):
            return kind, ""
        how = _UNSCRIPTED.get(name, "") if kind == OPENS_HIDDEN else self._way(name, tag)
        if how:
            return OPENS_HIDDEN, how
        return kind, name if name == "pre" else ""

    def shows_again(self, tag: str) -> bool:
        """True if an element within letters of no size has letters of a size of its own."""
        match = _STYLE.search(tag) if "font-size" in tag else None
        size = pixels(declarations(match[1].lower()).get("font-size")) if match else None
        return size is not None and size >= 2

    def _way(self, name: str, tag: str) -> str:
        for sign in self._telling:
            if sign in tag:
                break
        else:
            if name != "marquee" and name not in self._sheet.rules:
                return ""
        said = dict(_ATTRIBUTE.findall(tag))
        if "hidden" in said:
            return _BY_ATTRIBUTE
        style = html.unescape(said.get("style", ""))
        if style and (how := way_of(style)):
            return how
        if self._sheet.deep and (match := _MARKED.search(tag)):
            return match[1]
        key = said.get("id", "")
        if key and key in self._ids:
            return _BY_SCRIPT
        if name == "marquee" and any((pixels(said.get(side)) or 9) <= 2 for side in ("width", "height")):
            return NO_AREA
        if self._sheet.rules and (how := self._sheet.way(name, key, set(said.get("class", "").split()))):
            shown = declarations(style.lower()).get("display") if style else None
            return "" if shown and how == "display:none" else how
        return self._same_colour(said, style)

    def _same_colour(self, said: dict[str, str], style: str) -> str:
        if self._ground is None or not ("color" in said or "color" in style):
            return ""
        front = declarations(style.lower()).get("color") if style else None
        return LIKE_ITS_GROUND if look_alike(colour_of((front or said.get("color", "")).lower()), self._ground) else ""


def page_ground(markup: str) -> Rgb | None:
    """Return the colour behind the whole page if nothing on it has another: no style sheets from elsewhere either."""
    if 'rel="stylesheet"' in markup or "@import" in markup:
        return None
    grounds = markup.count("background") + markup.count("bgcolor")
    if not grounds:
        return _WHITE
    match = _BODY_TAG.search(markup)
    said = dict(_ATTRIBUTE.findall(match[0])) if match and grounds == 1 else {}
    styled = declarations(said.get("style", "").lower())
    return colour_of((said.get("bgcolor") or styled.get("background-color") or styled.get("background", "")).lower())
