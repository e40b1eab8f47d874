"""Where a page names itself: title, headings, logos, and the signature in its foot."""

from __future__ import annotations

from lxml import etree

_HEADINGS = frozenset(("h1", "h2", "h3", "header", "caption", "legend"))
_ELSEWHERE = frozenset(("div", "span", "p", "a", "strong", "b", "font", "td"))
_LARGE = ("logo", "title", "brand", "site", "header", "banner", "head", "top", "name", "navbar", "nav-bar")
_FOOT = ("foot", "copyright", "bottom", "banquan")
_MOST = 60
_SHORT = 800


def headings_of(tree: etree._Element | None, title: str) -> list[tuple[str, str]]:
    """Return (where, text), where is title, heading or host, in document order; at most 60.

    Links to other hosts are left out: a list of friendly links names organs without claiming to be one.
    """
    found = [("title", title)] if title else []
    if tree is None:
        return found
    for element in tree.iter("img", *_HEADINGS, *_ELSEWHERE):
        where = _where(element)
        if not where or _leads_away(element):
            continue
        words = " ".join(_words(element).split())[:90]
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
    mark = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    if mark == " " or len(element) > 6:
        return ""
    if any(word in mark for word in _FOOT):
        return "host"
    return "heading" if any(word in mark for word in _LARGE) else ""


def _words(element: etree._Element) -> str:
    return str(element.get("alt") or "") if element.tag == "img" else "".join(str(t) for t in element.itertext())


def _leads_away(element: etree._Element) -> bool:
    """True for a link, or what stands within one, that carries an absolute address."""
    for one in (element, element.getparent()):
        if one is not None and one.tag == "a" and str(one.get("href") or "").startswith(("http:", "https:", "//")):
            return True
    return False
