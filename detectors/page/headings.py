"""Where a page names itself: title, headings, logos, and the signature in its foot."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

_HEADINGS = frozenset(("h1", "h2", "h3", "header", "caption", "legend"))
_ELSEWHERE = frozenset(("div", "span", "p", "a", "strong", "b", "font", "td"))
_LARGE = re.compile("logo|title|brand|site|banner|head|top|name|nav-?bar")
_FOOT = re.compile("foot|copyright|bottom|banquan")
_MOST = 60
_SHORT = 800


def headings_of(tree: etree._Element | None, title: str) -> list[tuple[str, str]]:
    """Return (where, text), where is title, heading or host, in document order; at most 60.

    Links to other hosts are left out: a list of friendly links names organs without claiming to be one.
    """
    found = [("title", title)] if title else []
    if tree is None:
        return found
    for element in tree.iter(*_ELSEWHERE, *_HEADINGS, "img"):
        where = _where(element)
        if not where or _leads_away(element):
            continue
        words = " ".join(_words(element).split())
        if 3 <= len(words) <= 80:
            found.append((where, words))
        if len(found) >= _MOST:
            break
    return found


def lone_lines(tree: etree._Element | None, text: str) -> list[tuple[str, str]]:
    """Return the first and last short lines of a short page: it has no other place to name itself.

    Lines that are links are left out, so that lists of links name nobody.
    """
    if len(text) > _SHORT:
        return []
    linked = {"".join(str(t) for t in a.itertext()).strip() for a in tree.iter("a")} if tree is not None else set()
    lines = [line.strip() for line in text.split("\n")]
    return [("heading", line) for line in (*lines[:6], *lines[-4:]) if 4 <= len(line) <= 40 and line not in linked]


def _where(element: etree._Element) -> str:
    if element.tag in _HEADINGS or (element.tag == "img" and element.get("alt")):
        return "heading"
    classes, key = element.get("class"), element.get("id")
    if not classes and not key:
        return ""
    mark = f"{classes or ''} {key or ''}"
    where = _named(mark) if len(mark) < _SHORT else _place(mark)
    return where if where and len(element) <= 6 else ""


def _place(mark: str) -> str:
    small = mark.lower()
    if _FOOT.search(small):
        return "host"
    return "heading" if _LARGE.search(small) else ""


# Pages give many elements the same class.
_named = lru_cache(maxsize=2048)(_place)


def _words(element: etree._Element) -> str:
    """Return the words of an element, of a long one no more than its beginning."""
    if element.tag == "img":
        return str(element.get("alt") or "")
    words, left = [], _SHORT
    for text in element.itertext():
        words.append(str(text))
        left -= len("".join(words[-1].split()))
        if left < 0:
            break
    return "".join(words)


def _leads_away(element: etree._Element) -> bool:
    """True for a link, or what stands within one, that carries an absolute address."""
    for one in (element, element.getparent()):
        if one is not None and one.tag == "a" and str(one.get("href") or "").startswith(("http:", "https:", "//")):
            return True
    return False
