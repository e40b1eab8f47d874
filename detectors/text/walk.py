"""One pass over a parsed page that parts what is shown from what is hidden.

The tree is written out as XML by the parser's own library, which leaves "<" and ">" to tags alone, and cut at "<".
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

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
    return "\n".join(line for line in (line.strip(" ") for line in text.split("\n")) if line).strip()


def read_apart(tree: etree._Element, sheet: Sheet, scripts: Sequence[str]) -> tuple[str, list[tuple[str, str]]]:
    """Return the visible text and the hidden parts as (text, how). Linear in the size of the tree."""
    marked = _mark(tree, sheet)
    try:
        markup = etree.tostring(tree, encoding="unicode", with_tail=False)
    finally:
        for element in marked:
            del element.attrib[MARK]
    walk = _Walk(Judge(sheet, hidden_ids(scripts), page_ground(markup)), writes_hidden(scripts))
    walk.over(markup.split("<")[1:])
    parts = ((_plain(tidy("".join(pieces))), how) for pieces, how in walk.hidden)
    return _plain(tidy("".join(walk.shown))), [part for part in parts if part[0]]


def _plain(text: str) -> str:
    return html.unescape(text) if "&" in text else text


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

    def over(self, pieces: Iterable[str]) -> None:
        """Read the pieces of a markup that was cut at "<"."""
        known, rest, sink = self._known, iter(pieces), self.shown
        for piece in rest:
            tag, _, text = piece.partition(">")
            kind, said = known.get(tag) or self._learn(tag)
            if kind == BREAK:
                sink.append("\n")
            elif kind == OPENS_RAW:
                script, text = text, _after_raw(rest)
                sink = self._written(script, sink) if self._writes else sink
            elif kind == OPENS_HIDDEN:
                self.hidden.append(([], said))
                text = self._until_closed(rest, self.hidden[-1][0], text, shown=sink if said == NO_SIZE else None)
            elif kind:
                text = self._special(kind, said, text, rest, sink)
            if text:
                sink.append(text if said == "pre" else _spaced(text))

    def _special(self, kind: int, said: str, text: str, rest: Iterator[str], sink: list[str]) -> str:
        """Deal with what is neither shown as it stands nor hidden; return the text after it."""
        if kind == SPEAKS:
            sink.append(said)
            return text
        if kind == OPENS_SILENT:
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
        if kind == SPEAKS:
            sink.append(said)
        elif kind == BREAK:
            sink.append("\n")
        if text:
            sink.append(_spaced(text))

    def _inner(self, tag: str, text: str, rest: Iterator[str], shown: list[str] | None) -> str | None:
        """Read over an element within a hidden one that goes elsewhere; return what stands after it, else None."""
        if (self._known.get(tag) or self._learn(tag))[0] in (OPENS_RAW, OPENS_SILENT):
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
