"""One pass over a parsed page that parts what is shown from what is hidden.

The tree is written out as XML by the parser's own library, which leaves "<" and ">" to tags alone, and cut at "<".
Most tags of a page occur many times in the same spelling, so each spelling is judged once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from detectors.text.colours import Rgb, colour_of, look_alike
from detectors.text.hiding import NO_SIZE, declarations, pixels, way_of
from detectors.text.scripted import closes_hidden, hidden_ids, opens_hidden, writes_hidden
from detectors.text.stylesheet import Sheet, found_by

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
_HAN = re.compile(r"[\u4e00-\u9fff]")
# What only visitors without scripts or frames see, search spiders above all.
_UNSCRIPTED = {"noscript": "仅不运行脚本时可见", "noframes": "仅旧浏览器可见", "noembed": "仅旧浏览器可见"}
_ATTRIBUTE = re.compile(r'\s(style|hidden|id|class|type|value|color|bgcolor|width|height)="([^"]*)"')
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_BODY_TAG = re.compile(r"<body\b[^>]*>")
_SPACES = re.compile(r"[ \t\r\f\v\n]+")
_MARK = "data-planted-mark"
_MARKED = re.compile(rf'\s{_MARK}="([^"]*)"')
_MOST_MARKED = 2000
_TELLING = ("style=", "hidden=", "color=", _MARK)
WHITE: Rgb = (255, 255, 255)
# What a tag does to the text: nothing; ends a line; opens what is left out, hidden, or read apart.
_PLAIN, _BREAK, _OPENS_RAW, _OPENS_SILENT, _OPENS_HIDDEN, _OPENS_ABOVE, _SPEAKS = range(7)
Act = tuple[int, str]
_NOTHING: Act = (_PLAIN, "")
_BROKEN: Act = (_BREAK, "")
_KINDS = (
    dict.fromkeys(_BLOCKS, _BREAK)
    | dict.fromkeys(_RAW, _OPENS_RAW)
    | dict.fromkeys(_SILENT, _OPENS_SILENT)
    | dict.fromkeys(_ABOVE, _OPENS_ABOVE)
    | dict.fromkeys(_UNSCRIPTED, _OPENS_HIDDEN)
)


def tidy(text: str) -> str:
    """Return a text without empty lines and without blanks at the ends of lines."""
    return "\n".join(line for line in (line.strip(" ") for line in text.split("\n")) if line).strip()


def read_apart(tree: etree._Element, sheet: Sheet, scripts: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    """Return the visible text and the hidden parts as (text, how). Linear in the size of the tree."""
    marked = _mark(tree, sheet)
    try:
        markup = etree.tostring(tree, encoding="unicode", with_tail=False)
    finally:
        for element in marked:
            del element.attrib[_MARK]
    walk = _Walk(_Judge(sheet, hidden_ids(scripts), _page_ground(markup)), writes_hidden(scripts))
    walk.over(markup.split("<")[1:])
    parts = ((_plain(tidy("".join(pieces))), how) for pieces, how in walk.hidden)
    return _plain(tidy("".join(walk.shown))), [part for part in parts if part[0]]


def _plain(text: str) -> str:
    return html.unescape(text) if "&" in text else text


def _mark(tree: etree._Element, sheet: Sheet) -> list[etree._Element]:
    """Mark what selectors with descendants hide; the marks are taken away again once the tree is written out."""
    marked: list[etree._Element] = []
    for selector, how in sheet.deep:
        for element in found_by(tree, selector, _MOST_MARKED - len(marked)):
            if _MARK not in element.attrib:
                element.set(_MARK, how)
                marked.append(element)
    return marked


class _Judge:
    """What each tag does. ``ground``: the colour of the whole page where it has one, else None."""

    def __init__(self, sheet: Sheet, ids: frozenset[str], ground: Rgb | None) -> None:
        self._sheet = sheet
        self._ids = ids
        self._ground = ground
        self._telling = (*_TELLING, *(("class=", "id=") if sheet.rules else ("id=",) if ids else ()))

    def act(self, tag: str) -> Act:
        """Return what a tag, as written between "<" and ">", does to the text."""
        if tag[0] == "/":
            return _BROKEN if tag[1:] in _BLOCKS else _NOTHING
        name, blank, _ = tag.partition(" ")
        empty = tag[-1] == "/"
        name = name.rstrip("/") if empty and not blank else name
        kind = _KINDS.get(name, _PLAIN)
        if name == "input":
            said = dict(_ATTRIBUTE.findall(tag))
            spoken = said.get("type", "").lower() in ("submit", "button") and "hidden" not in said
            return (_SPEAKS, said.get("value", "")) if spoken else _NOTHING
        if empty:
            return _BROKEN if kind == _BREAK else _NOTHING
        if kind in (_OPENS_RAW, _OPENS_SILENT):
            return kind, ""
        how = _UNSCRIPTED.get(name, "") if kind == _OPENS_HIDDEN else self._way(name, tag)
        if how:
            return _OPENS_HIDDEN, how
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
            return "hidden 属性"
        style = html.unescape(said.get("style", ""))
        if style and (how := way_of(style)):
            return how
        if _MARK in tag and (match := _MARKED.search(tag)):
            return match[1]
        key = said.get("id", "")
        if key and key in self._ids:
            return "由脚本隐藏"
        if name == "marquee" and any((pixels(said.get(side)) or 9) <= 2 for side in ("width", "height")):
            return "零尺寸"
        if self._sheet.rules and (how := self._sheet.way(name, key, set(said.get("class", "").split()))):
            shown = declarations(style.lower()).get("display") if style else None
            return "" if shown and how == "display:none" else how
        return self._same_colour(said, style)

    def _same_colour(self, said: dict[str, str], style: str) -> str:
        if self._ground is None or not ("color" in said or "color" in style):
            return ""
        front = declarations(style.lower()).get("color") if style else None
        return "同色文字" if look_alike(colour_of((front or said.get("color", "")).lower()), self._ground) else ""


def _page_ground(markup: str) -> Rgb | None:
    """Return the colour behind the whole page if nothing on it has another: no style sheets from elsewhere either."""
    if 'rel="stylesheet"' in markup or "@import" in markup:
        return None
    grounds = markup.count("background") + markup.count("bgcolor")
    if not grounds:
        return WHITE
    match = _BODY_TAG.search(markup)
    said = dict(_ATTRIBUTE.findall(match[0])) if match and grounds == 1 else {}
    styled = declarations(said.get("style", "").lower())
    return colour_of((said.get("bgcolor") or styled.get("background-color") or styled.get("background", "")).lower())


class _Walk:
    """Goes over the tags once; keeps where a hidden part began."""

    def __init__(self, judge: _Judge, writes: bool) -> None:
        self.shown: list[str] = []
        self.hidden: list[tuple[list[str], str]] = []
        self._judge = judge
        self._writes = writes
        self._known: dict[str, Act] = {}

    def over(self, pieces: Iterable[str]) -> None:
        """Read the pieces of a markup that was cut at "<"."""
        known, rest, sink = self._known, iter(pieces), self.shown
        for piece in rest:
            tag, _, text = piece.partition(">")
            kind, said = known.get(tag) or self._learn(tag)
            if kind == _BREAK:
                sink.append("\n")
            elif kind == _OPENS_RAW:
                script, text = text, _after_raw(rest)
                sink = self._written(script, sink) if self._writes else sink
            elif kind == _OPENS_HIDDEN:
                self.hidden.append(([], said))
                text = self._until_closed(rest, self.hidden[-1][0], text, shown=sink if said == NO_SIZE else None)
            elif kind:
                text = self._special(kind, said, text, rest, sink)
            if text:
                sink.append(text if said == "pre" else _spaced(text))

    def _special(self, kind: int, said: str, text: str, rest: Iterator[str], sink: list[str]) -> str:
        """Deal with what is neither shown as it stands nor hidden; return the text after it."""
        if kind == _SPEAKS:
            sink.append(said)
            return text
        if kind == _OPENS_SILENT:
            return self._until_closed(rest, None, "")
        above: list[str] = []
        tail = self._until_closed(rest, above, text)
        if _HAN.search("".join(above)):
            sink += above
        return tail

    def _until_closed(
        self, rest: Iterator[str], sink: list[str] | None, text: str, shown: list[str] | None = None
    ) -> str:
        """Read to the end of the element that has just begun; return what stands after it.

        ``sink`` takes the text (None: nobody does); ``shown`` takes that of elements which show again.
        """
        if sink is not None and text:
            sink.append(_spaced(text))
        depth = 1
        for piece in rest:
            tag, _, text = piece.partition(">")
            if tag[0] == "/":
                depth -= 1
                if not depth:
                    return text
            elif tag[-1] != "/":
                depth += 1
                if sink is not None and (inner := self._inner(tag, text, rest, shown)) is not None:
                    depth, text = depth - 1, inner
            if sink is not None:
                self._put(sink, tag, text)
        return ""

    def _put(self, sink: list[str], tag: str, text: str) -> None:
        kind, said = self._known.get(tag) or self._learn(tag)
        if kind == _SPEAKS:
            sink.append(said)
        elif kind == _BREAK:
            sink.append("\n")
        if text:
            sink.append(_spaced(text))

    def _inner(self, tag: str, text: str, rest: Iterator[str], shown: list[str] | None) -> str | None:
        """Read over an element within a hidden one that goes elsewhere; return what stands after it, else None."""
        if (self._known.get(tag) or self._learn(tag))[0] in (_OPENS_RAW, _OPENS_SILENT):
            return self._until_closed(rest, None, "")
        if shown is not None and self._judge.shows_again(tag):
            shown.append("\n")
            return self._until_closed(rest, shown, text)
        return None

    def _written(self, script: str, sink: list[str]) -> list[str]:
        """Return where text goes after a script that may write the begin or the end of a hidden block."""
        if sink is self.shown and opens_hidden(_plain(script)):
            self.hidden.append(([], "由脚本隐藏"))
            return self.hidden[-1][0]
        return self.shown if closes_hidden(_plain(script)) else sink

    def _learn(self, tag: str) -> Act:
        act = self._known[tag] = self._judge.act(tag)
        return act


def _after_raw(rest: Iterator[str]) -> str:
    """Skip to the end of a script or style (its own "<" is written as an entity); return what stands after it."""
    return next(rest, "").partition(">")[2]


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text) if "\n" in text or "  " in text or "\t" in text else text
