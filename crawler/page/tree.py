"""Markup to a tree, and the two kinds of question asked of it, with types."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from zhenwei.bounded import bounded

# Elements of a page beyond which the rest is not looked at: a tree of a million links takes half a gigabyte.
MAX_MARKS = 200_000
# Chromium nests no deeper: what stands deeper becomes a neighbour. libxml2 stops reading at 2048.
_DEEPEST = 512
_MARK = re.compile(r"<!--|<(/?)([a-z][a-z0-9:-]{0,40})", re.IGNORECASE)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_RAW = frozenset(("script", "style", "textarea", "title"))


def tree_of(html: str) -> HtmlElement | None:
    """Parse markup as browsers roughly do; None for what lxml cannot take (nothing but white space, say)."""
    source = bounded(html.replace("\0", "") if "\0" in html else html)
    if source.count("<") > MAX_MARKS:
        source = "<".join(source.split("<", MAX_MARKS + 1)[: MAX_MARKS + 1])
    tree, too_deep = _parsed(source)
    return _parsed(flat(source))[0] if too_deep else tree


def _parsed(source: str) -> tuple[HtmlElement | None, bool]:
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (ValueError, AssertionError, etree.LxmlError):
        return None, False
    last = parser.error_log.last_error
    too_deep = last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT
    return tree if isinstance(tree, HtmlElement) else None, too_deep


def flat(source: str) -> str:
    """Return markup that nests no deeper than browsers do: an element below the deepest level ends its neighbour."""
    out: list[str] = []
    done = position = 0
    open_names: list[str] = []
    while (mark := _MARK.search(source, position)) is not None:
        position = mark.end()
        if mark[2] is None:
            end = source.find("-->", position)
            position = end + 3 if end >= 0 else position
            if end < 0:
                break
            continue
        name = mark[2].lower()
        if mark[1]:
            if open_names and open_names[-1] == name:
                open_names.pop()
        elif name in _RAW:
            end = source.find("</", position)
            position = end if end >= 0 else position
        elif name not in _VOID:
            if len(open_names) >= _DEEPEST:
                out += (source[done : mark.start()], f"</{open_names.pop()}>")
                done = mark.start()
            open_names.append(name)
    return "".join((*out, source[done:]))


def plain_tree_of(html: str) -> etree._Element | None:
    """As ``tree_of``, without lxml.html's own kinds of element, which cost a call each: for one quick pass."""
    try:
        return etree.fromstring(html.encode("utf-8", "replace"), parser=etree.HTMLParser(encoding="utf-8"))
    except (ValueError, etree.LxmlError):
        return None


def texts(element: HtmlElement, path: str) -> list[str]:
    """Return the strings (text or attributes) that an XPath expression selects."""
    found = element.xpath(path)
    return [str(item) for item in found if isinstance(item, str)] if isinstance(found, list) else []


def elements(element: HtmlElement, path: str) -> list[HtmlElement]:
    """Return the elements that an XPath expression selects, in document order."""
    found = element.xpath(path)
    return [item for item in found if isinstance(item, HtmlElement)] if isinstance(found, list) else []


def title_of(element: HtmlElement) -> str:
    """Return the page's title on one line."""
    return " ".join(" ".join(texts(element, "//title//text()")).split())
