"""One pass over a parsed page that parts what is shown from what is hidden.

The tree is written out as XML by the parser's own library, which leaves "<" and ">" to tags alone, and cut at both:
texts and tags take turns. Where nothing but plain tags stand the text is put together at once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import cast

from lxml import etree

from detectors.text.hiding import NO_SIZE
from detectors.text.scripted import closes_hidden, hidden_ids, opens_hidden, writes_hidden
from detectors.text.stylesheet import Sheet, found_by
from detectors.text.tags import (
    BREAK,
    MARK,
    OPENS_HIDDEN,
    OPENS_RAW,
    OPENS_SILENT,
    PLAIN,
    SPEAKS,
    Act,
    Judge,
    page_ground,
)

_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPACES = re.compile(r"[ \t\r\f\v\n]+")
_MOST_MARKED = 2000


def tidy(text: str) -> str:
    """Return a text without empty lines and without blanks at the ends of lines."""
    return "\n".join([line for spaced in text.split("\n") if (line := spaced.strip(" "))]).strip()


def read_apart(tree: etree._Element, sheet: Sheet, scripts: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    """Return the visible text and the hidden parts as (text, how). Linear in the size of the tree."""
    marked = _mark(tree, sheet)
    try:
        markup = _markup_of(tree)
        if markup.count("<") != markup.count(">"):
            _rename_odd(tree)
            markup = _markup_of(tree)
    finally:
        for element in marked:
            del element.attrib[MARK]
    writes = writes_hidden(scripts)
    walk = _Walk(Judge(sheet, hidden_ids(scripts), page_ground(markup)), writes)
    walk.over(markup)
    parts = ((_plain(tidy("".join(pieces))), how) for pieces, how in walk.hidden)
    return _plain(tidy("".join(walk.shown))), [part for part in parts if part[0]]


def _plain(text: str) -> str:
    return html.unescape(text) if "&" in text else text


def _markup_of(tree: etree._Element) -> str:
    return etree.tostring(tree, encoding="utf-8", with_tail=False).decode()


def _rename_odd(tree: etree._Element) -> None:
    """Give a plain name to elements with a "<" in theirs, and drop attributes with one in theirs.

    HTML allows it (13.2.5.8 and 13.2.5.33: ``<p<>`` begins an element "p<", which browsers show as any unknown one),
    XML does not escape it, so after such a name tags would be read as text and the text as tags. A ">" ends a name,
    so more "<" than ">" is how it shows.
    """
    for element in tree.iter(etree.Element):
        if "<" in element.tag:
            element.tag = "span"
        for name in [name for name in element.attrib if "<" in str(name)]:
            del element.attrib[name]


def _mark(tree: etree._Element, sheet: Sheet) -> list[etree._Element]:
    """Mark what selectors with descendants hide; the marks are taken away again once the tree is written out."""
    marked: list[etree._Element] = []
    for element in tree.iter() if sheet.deep else ():
        element.attrib.pop(MARK, "")  # nobody but us may mark
    for selector, how in sheet.deep:
        for element in found_by(tree, selector, _MOST_MARKED - len(marked)):
            if MARK not in element.attrib:
                element.set(MARK, how)
                marked.append(element)
    return marked


class _Walk:
    """Goes over the tags once; keeps where a hidden part began."""

    def __init__(self, judge: Judge, writes: bool) -> None:
        self.shown: list[str] = []
        self.hidden: list[tuple[list[str], str]] = []
        self._judge = judge
        self._writes = writes
        self._known: dict[str, Act] = {}
        self._tags: list[str] = []
        self._texts: list[str] = []
        # The tag that is read next.
        self._at = 0

    def over(self, markup: str) -> None:
        """Read a markup in which "<" and ">" only begin and end tags."""
        pieces = markup.replace(">", "<").split("<")
        self._tags, self._texts = pieces[1::2], pieces[2::2]
        sign_of = {tag: self._learn(tag) for tag in set(self._tags)}
        signs = [sign_of[tag] for tag in self._tags]
        sink = self.shown
        for place, sign in enumerate(signs):
            if sign is None and place >= self._at:
                self._take(sink, signs, place)
                sink = self._at_special(place, sink)
        self._take(sink, signs, len(self._tags))

    def _take(self, sink: list[str], signs: list[str | None], end: int) -> None:
        """Put what stands between here and a tag; the tags on the way open nothing."""
        both: list[str | None] = [""] * (2 * (end - self._at))
        both[::2] = signs[self._at : end]
        both[1::2] = [_spaced(t) if "\n" in t or "  " in t or "\t" in t else t for t in self._texts[self._at : end]]
        sink += cast("list[str]", both)
        self._at = end

    def _at_special(self, place: int, sink: list[str]) -> list[str]:
        """Deal with a tag that does more than to end a line; return where text goes after it."""
        kind, said = self._known[self._tags[place]]
        text = self._texts[place]
        self._at = place + 1
        if kind == BREAK:
            sink.append("\n")
        elif kind == OPENS_RAW:
            script, text = text, self._after_raw()
            sink = self._written(script, sink) if self._writes else sink
        elif kind == OPENS_HIDDEN:
            self.hidden.append(([], said))
            text = self._until_closed(self.hidden[-1][0], text, shown=sink if said == NO_SIZE else None)
        elif kind:
            text = self._special(kind, said, text, sink)
        if text:
            sink.append(text if said == "pre" else _spaced(text))
        return sink

    def _special(self, kind: int, said: str, text: str, sink: list[str]) -> str:
        """Deal with what is neither shown as it stands nor hidden; return the text after it."""
        if kind == SPEAKS:
            sink.append(said)
            return text
        if kind == OPENS_SILENT:
            return self._until_closed(None, "")
        above: list[str] = []
        tail = self._until_closed(above, text)
        if _HAN.search("".join(above)):
            sink += above
        return tail

    def _until_closed(self, sink: list[str] | None, text: str, shown: list[str] | None = None) -> str:
        """Read to the end of the element that has just begun; return what stands after it.

        ``sink`` takes the text (None: nobody does); ``shown`` takes that of elements which show again.
        """
        if sink is not None and text:
            sink.append(_spaced(text))
        depth, tags, texts = 1, self._tags, self._texts
        while self._at < len(tags):
            tag, text = tags[self._at], texts[self._at]
            self._at += 1
            if tag[0] == "/":
                depth -= 1
                if not depth:
                    return text
            elif tag[-1] != "/":
                depth += 1
                if sink is not None and (inner := self._inner(tag, text, shown)) is not None:
                    depth, text = depth - 1, inner
            if sink is not None:
                self._put(sink, tag, text)
        return ""

    def _put(self, sink: list[str], tag: str, text: str) -> None:
        kind, said = self._known[tag]
        if kind == SPEAKS:
            sink.append(said)
        elif kind == BREAK:
            sink.append("\n")
        if text:
            sink.append(_spaced(text))

    def _inner(self, tag: str, text: str, shown: list[str] | None) -> str | None:
        """Read over an element within a hidden one that goes elsewhere; return what stands after it, else None."""
        if self._known[tag][0] in (OPENS_RAW, OPENS_SILENT):
            return self._until_closed(None, "")
        if shown is not None and self._judge.shows_again(tag):
            shown.append("\n")
            return self._until_closed(shown, text)
        return None

    def _written(self, script: str, sink: list[str]) -> list[str]:
        """Return where text goes after a script that may write the begin or the end of a hidden block."""
        if sink is self.shown and opens_hidden(_plain(script)):
            self.hidden.append(([], "由脚本隐藏"))
            return self.hidden[-1][0]
        return self.shown if closes_hidden(_plain(script)) else sink

    def _learn(self, tag: str) -> str | None:
        """Judge a tag; return what stands for it, nothing or the end of a line, and None if there is more to it."""
        kind, said = self._known[tag] = self._judge.act(tag)
        return None if said else _SIGNS.get(kind)

    def _after_raw(self) -> str:
        """Skip to the end of a script or style (its own "<" is an entity); return what stands after it."""
        self._at += 1
        return self._texts[self._at - 1] if self._at <= len(self._texts) else ""


_SIGNS = {PLAIN: "", BREAK: "\n"}


def _spaced(text: str) -> str:
    if "\n" not in text and "  " not in text and "\t" not in text:
        return text
    return _SPACES.sub(" ", text) if text.strip(" \t\r\f\v\n") else " "
