"""What a page is about and whom it belongs to, told from the places that name a site, not from what stands in it."""

from __future__ import annotations

import re

from detectors.page.document import Document

_CUT = re.compile(r"[-_|—–·•>»\s]+")
_GROUPS = ("goods_work", "goods_other", "skip_exam", "forging", "pay_later", "fast_issue", "verifiable", "contact_word")
_PAPERS = ("goods_work", "forging", "skip_exam", "fast_issue", "kit")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def main_heading(doc: Document) -> str:
    """Return the first h1, or the first h2 of a page without one, or ""."""
    if doc.visible.tree is None:
        return ""
    for tag in ("h1", "h2"):
        element = doc.visible.tree.find(f".//{tag}")
        if element is not None:
            return " ".join("".join(str(t) for t in element.itertext()).split())
    return ""


def about_papers(doc: Document) -> bool:
    """True if the page itself is about certificates: its main heading says so, or without one its title and text."""
    heading = main_heading(doc)
    if heading:
        return doc.speaks_of(heading, _PAPERS)
    text = doc.reading.folded.text
    return doc.speaks_of(doc.title, _PAPERS) and len(doc.reading.of("goods_work")) * 60 > len(text)


def names_of(doc: Document) -> tuple[str, ...]:
    """Return the names by which a page calls its site: main heading and parts of the title, without certificates."""
    parts = [main_heading(doc), *_CUT.split(doc.title)]
    return tuple(
        dict.fromkeys(
            part
            for part in (p.strip() for p in parts)
            if len(_HAN.findall(part)) >= 4 and not doc.speaks_of(part, _PAPERS)
        )
    )


def own_lines(doc: Document) -> list[str]:
    """Return the visible lines that speak neither of certificates nor of an offer, folded."""
    reading = doc.reading
    text = reading.folded.text
    marked = sorted({h.start for g in _GROUPS for h in reading.of(g)})
    found, at = [], 0
    for line in text.split("\n"):
        end = at + len(line)
        if not any(at <= place <= end for place in marked) and len(line) >= 2:
            found.append(line)
        at = end + 1
    return found
