"""Markup to a tree, and the two kinds of question asked of it, with types."""

from __future__ import annotations

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring


def tree_of(html: str) -> HtmlElement | None:
    """Parse markup as browsers roughly do; None for what lxml cannot take (nothing but white space, say)."""
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (ValueError, etree.LxmlError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


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
