"""What a reader sees of a page, and apart from it what the markup hides from them.

The visible text has one line a block. Offsets in findings refer to it. Scripts, styles and templates are no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from detectors.text.stylesheet import sheet_of
from detectors.text.walk import read_apart, tidy
from zhenwei.bounded import bounded

_PSEUDO = re.compile(r":(?:before|after)\s*\{[^{}]*content\s*:\s*(['\"])(.*?)\1", re.S)
_FRAMES = re.compile(
    r"</?(?:frameset|frame|noframes)\b[^<>]*>|<noframes\b.*?(?:</noframes>|\Z)|</(?:html|body)\s*>", re.I | re.S
)
_TAG = re.compile(r"<[^<>]*>")
# The end of the page, and what may hold one that ends nothing; what is never closed goes to the end of the source.
_ENDS = re.compile(r"(<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\2|\Z))|</(?:html|body)\b[^<>]*>", re.S | re.I)
_END = re.compile(r"</[hH][tT][mM][lL]\b")
_END_ONLY = re.compile(r"\s*+(?:</(?:html|body)\s*+>\s*+)*+\Z", re.I)
_CODE = re.compile(r"<(script|style|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.S | re.I)
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
    tree: etree._Element | None = None
    styles: str = ""
    scripts: tuple[str, ...] = field(default=())


def read_text(text: str) -> Visible:
    """Return plain text as it is: nothing is hidden in it."""
    return Visible(text[:LONGEST])


def read_html(source: str) -> Visible:
    """Return what a page shows. Never raises on broken markup; an empty page has no text and no tree."""
    tree, too_deep = _parsed(source)
    if tree is None:
        return Visible("")
    styles = "\n".join(element.text or "" for element in tree.iter("style"))
    scripts = tuple(element.text for element in tree.iter("script") if element.text)
    text, apart = read_apart(tree, sheet_of(styles), scripts)
    if "content" in styles and (pseudo := "\n".join(_css_text(m[2]) for m in _PSEUDO.finditer(styles))).strip():
        text = tidy(f"{text}\n{pseudo}")
    if too_deep or not (text or apart):
        # Better read without structure than not at all.
        text = " ".join(_TAG.sub(" ", _CODE.sub(" ", source[:LONGEST])).split())
    parts = tuple(Hidden(said, how) for said, how in apart)
    return Visible(text, parts, tree, styles, scripts)


def parse(source: str) -> etree._Element | None:
    """Parse markup leniently (libxml2's HTML parser); None if nothing is left of it."""
    return _parsed(source)[0]


def _parsed(source: str) -> tuple[etree._Element | None, bool]:
    """Return the tree, and whether the parser gave up below its deepest level (2048) and lost what follows."""
    text = bounded(source[:LONGEST].replace("\x00", ""))
    if "<frameset" in text[:20_000].lower():
        # The parser drops what follows a frameset: the frames' own pages, which the capture holds after it.
        text = _FRAMES.sub(" ", text)
    clean = _unended(text).encode("utf-8", "replace")
    if not clean.strip():
        return None, False
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, remove_comments=True)
    try:
        tree: etree._Element | None = etree.fromstring(clean, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None, False
    last = parser.error_log.last_error
    return tree, last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _unended(source: str) -> str:
    """Return a source without the ends of its page if anything stands behind them: browsers show it, the parser drops
    text there."""
    end = _END.search(source)
    if end is None or _END_ONLY.match(source, end.start()):
        return source
    return _ENDS.sub(lambda match: match[1] or " ", source)


def _css_text(value: str) -> str:
    return re.sub(r"\\([0-9a-fA-F]{2,6})\s?", lambda m: chr(int(m[1], 16) % 0x110000), value)
