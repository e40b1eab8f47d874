"""SVG pictures, read as the markup that they are: words are taken, pictures inside handed on; nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zhenwei.types import Picture

MOST_BYTES = 1_000_000
_WORDS = ("text", "title", "desc", "p", "div", "span")


def is_drawing(picture: Picture) -> bool:
    """True if the bytes are SVG, whatever their declared type (SVG 2, section 5.1)."""
    head = picture.data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<svg") or (head.startswith((b"<?xml", b"<!--", b"<!doctype svg")) and b"<svg" in head)


def drawing_words(data: bytes) -> tuple[str, ...]:
    """Return the lines of text in a drawing, at most 200; none if it cannot be read."""
    root = _root(data)
    if root is None:
        return ()
    lines = []
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname in _WORDS:
            parent = element.getparent()
            if parent is not None and isinstance(parent.tag, str) and etree.QName(parent).localname in _WORDS:
                continue
            lines.append(" ".join("".join(str(t) for t in element.itertext()).split()))
    return tuple(line for line in lines if line)[:200]


def drawing_sources(data: bytes) -> Iterator[str]:
    """Yield the addresses of the pictures inside a drawing."""
    root = _root(data)
    if root is None:
        return
    for element in root.iter():
        if isinstance(element.tag, str) and etree.QName(element).localname == "image":
            yield str(element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or "")


def _root(data: bytes) -> etree._Element | None:
    if len(data) > MOST_BYTES:
        return None
    # No entities, no network, no document type: a billion laughs stay unlaughed.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
