"""Reading capture folders for the desk: only from paths that the database names, never outside the evidence folder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

SCREENSHOT = "screenshot.png"
WINDOW = "window.png"
MARKUP = "page.html"
MANIFEST = "manifest.json"
LONGEST_MARKUP = 2_000_000  # bytes of captured markup that are read for a page of ours
LONGEST_TEXT = 300_000  # code points of it in which quotations are looked for
LONGEST_MANIFEST = 5_000_000
LONGEST_HEAD, MOST_HEADS = 4000, 30  # code points of a title or a description, and how many of them
UNSEEN = ("script", "style", "noscript", "template", "head")


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A row of a manifest. ``size`` in bytes, digests in hexadecimal (SM3 may be empty)."""

    name: str
    size: int
    sha256: str
    sm3: str


def locate(root: Path, folder: str, name: str) -> Path | None:
    """Return the file of a capture, or None if there is none or it would lie outside the evidence folder.

    Links are followed first: a link planted in a folder leads nowhere.
    """
    if not folder:
        return None
    try:
        path = (root / folder / name).resolve(strict=True)
        return path if path.is_relative_to(root.resolve()) and path.is_file() else None
    except (OSError, ValueError):
        return None


def markup_of(root: Path, folder: str) -> str:
    """Return the captured markup as text, cut after LONGEST_MARKUP bytes; empty if there is none."""
    path = locate(root, folder, MARKUP)
    return _read(path, LONGEST_MARKUP).decode("utf-8", "replace") if path else ""


def text_of(markup: str) -> str:
    """Return what a reader of the markup sees, white space folded. Never raises: hostile markup is the normal case."""
    tree = _parsed(markup)
    if tree is None:
        return ""
    etree.strip_elements(tree, *UNSEEN, etree.Comment, with_tail=False)
    return " ".join(" ".join(str(part) for part in tree.itertext()).split())[:LONGEST_TEXT]


def head_of(markup: str) -> list[tuple[str, str]]:
    """Return what search engines show of a page: ("title", its title), then ("head", …) for description, keywords and
    the like, as far as the page has them."""
    tree = _parsed(markup)
    if tree is None:
        return []
    title = next(("".join(map(str, one.itertext())) for one in tree.iter("title")), "")
    said = (str(one.get("content") or "") for one in tree.iter("meta") if one.get("name"))
    rows = [("title", title), *(("head", text) for text in said)]
    tidied = [(where, " ".join(text[:LONGEST_HEAD].split())) for where, text in rows[:MOST_HEADS]]
    return [(where, text) for where, text in tidied if text]


def _parsed(markup: str) -> html.HtmlElement | None:
    if not markup.strip():
        return None
    # lxml refuses NUL and a declared encoding in text; neither means anything to a reader.
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\x00", ""))
    try:
        return html.document_fromstring(plain)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def evidence_files(root: Path, folder: str) -> list[EvidenceFile] | None:
    """Return the files that a capture's manifest lists, or None if it is missing or damaged."""
    path = locate(root, folder, MANIFEST)
    if path is None:
        return None
    try:
        listed = json.loads(_read(path, LONGEST_MANIFEST))["files"]
        return [
            EvidenceFile(str(name), int(row["bytes"]), str(row["sha256"]), str(row.get("sm3", "")))
            for name, row in sorted(listed.items())
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        return b""
