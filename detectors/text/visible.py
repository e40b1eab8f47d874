"""What a reader sees of a page, and apart from it what the markup hides from them.

The visible text has one line a block. Offsets in findings refer to it. Scripts, styles and templates are no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from detectors.text.hiding import Hiding, hides

_BLOCK_NAMES = """
address article aside blockquote body br button caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4
h5 h6 header hr label legend li main marquee nav ol option p pre section select table tbody td tfoot th thead title
tr ul
"""
# Readings above the characters of a ruby (HTML, 4.5.10): not part of the words, unless they hold words themselves.
_ABOVE = ("rt", "rp")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT_NAMES = "script style template head svg math object embed iframe canvas audio video"
_SILENT = frozenset(_SILENT_NAMES.split())
_SPACES = re.compile(r"[ \t\r\f\v\n]+")
_PSEUDO = re.compile(r":(?:before|after)\s*\{[^{}]*content\s*:\s*(['\"])(.*?)\1", re.S)
_FRAMES = re.compile(
    r"</?(?:frameset|frame|noframes)\b[^<>]*>|<noframes\b.*?</noframes>|</(?:html|body)\s*>", re.I | re.S
)
_TAG = re.compile(r"<[^<>]*>")
_CODE = re.compile(r"<(script|style|title)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
# What only visitors without scripts see, search spiders above all.
_UNSCRIPTED = "仅不运行脚本时可见"
# Longer pages are cut: a reader does not read two million characters, and a hostile page must not cost a night.
LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text that the markup keeps from the reader, and by which means."""

    text: str
    how: str


@dataclass(frozen=True, slots=True)
class Visible:
    """``text`` as read; ``hidden`` apart; ``tree`` for those that look at structure (None for plain text)."""

    text: str
    hidden: tuple[Hidden, ...] = ()
    tree: html.HtmlElement | None = None
    styles: str = ""
    scripts: tuple[str, ...] = field(default=())


def read_text(text: str) -> Visible:
    """Return plain text as it is: nothing is hidden in it."""
    return Visible(text[:LONGEST])


def read_html(source: str) -> Visible:
    """Return what a page shows. Never raises on broken markup; an empty page has no text and no tree."""
    tree = parse(source)
    if tree is None:
        return Visible("")
    styles = "\n".join(element.text or "" for element in tree.iter("style"))
    scripts = tuple(element.text for element in tree.iter("script") if element.text)
    walk = _Walk(Hiding(styles))
    walk.over(tree)
    shown = "".join(walk.shown)
    pseudo = "\n".join(_css_text(match[2]) for match in _PSEUDO.finditer(styles))
    text = re.sub(r" *\n[ \n]*", "\n", shown + ("\n" + pseudo if pseudo.strip() else "")).strip()
    parts = tuple(walk.parts())
    if not text and not parts:
        # Deeper than the parser goes (libxml2 stops at 2048 levels): better read without structure than not at all.
        text = " ".join(_TAG.sub(" ", _CODE.sub(" ", source[:LONGEST])).split())
    return Visible(text, parts, tree, styles, scripts)


def parse(source: str) -> html.HtmlElement | None:
    """Parse markup leniently (libxml2's HTML parser); None if nothing is left of it."""
    text = source[:LONGEST].replace("\x00", "")
    if "<frameset" in text[:20_000].lower():
        # The parser drops what follows a frameset: the frames' own pages, which the capture holds after it.
        text = _FRAMES.sub(" ", text)
    clean = text.encode("utf-8", "replace")
    if not clean.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        tree: html.HtmlElement = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, ValueError, AssertionError):
        return None
    return tree


def _css_text(value: str) -> str:
    return re.sub(r"\\([0-9a-fA-F]{2,6})\s?", lambda m: chr(int(m[1], 16) % 0x110000), value)


class _Walk:
    """One pass over the tree without recursion; keeps where a hidden part began."""

    def __init__(self, hiding: Hiding) -> None:
        self.shown: list[str] = []
        self._hiding = hiding
        self._hidden: list[tuple[list[str], str]] = []
        self._depth_of: list[etree._Element] = []
        self._silent = 0

    def over(self, tree: etree._Element) -> None:
        for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
            if event == "comment":
                self._put(element.tail)
            elif event == "start":
                self._enter(element)
            else:
                self._leave(element)

    def parts(self) -> Iterator[Hidden]:
        for pieces, how in self._hidden:
            text = re.sub(r" *\n[ \n]*", "\n", "".join(pieces)).strip()
            if text:
                yield Hidden(text, how)

    def _enter(self, element: etree._Element) -> None:
        tag = element.tag
        if _is_silent(element):
            self._silent += 1
            return
        if not self._depth_of and (how := _UNSCRIPTED if tag == "noscript" else hides(element, self._hiding)):
            self._depth_of.append(element)
            self._hidden.append(([], how))
        if tag in _BLOCKS:
            self._put("\n", raw=True)
        if tag == "input" and element.get("type", "text").lower() in ("submit", "button"):
            self._put(element.get("value"))
        self._put(element.text, raw=tag == "pre")

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if _is_silent(element):
            self._silent -= 1
        elif tag in _BLOCKS:
            self._put("\n", raw=True)
        if self._depth_of and self._depth_of[-1] is element:
            self._depth_of.pop()
        self._put(element.tail)

    def _put(self, text: str | None, *, raw: bool = False) -> None:
        if not text or self._silent:
            return
        piece = text if raw else _SPACES.sub(" ", text)
        (self._hidden[-1][0] if self._depth_of else self.shown).append(piece)


def _is_silent(element: etree._Element) -> bool:
    tag = element.tag
    return tag in _SILENT or (tag in _ABOVE and not _HAN.search("".join(str(t) for t in element.itertext())))
