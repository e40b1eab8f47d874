"""What a page takes from elsewhere: assets and links of other hosts, marks of copying tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml import html

_MARKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("HTTrack", re.compile(r"Mirrored from\s+([\w.-]+\.[a-z]{2,}\S*)\s+by HTTrack", re.I)),
    ("浏览器另存", re.compile(r"saved from url=\(\d+\)\s*(\S+)", re.I)),
    ("SingleFile", re.compile(r"Page saved with SingleFile\s+url:\s*(\S+)", re.I)),
    ("浏览器另存", re.compile(r"<base[^>]+href=[\"']?(https?://[^\"'\s>]+)", re.I)),
    (
        "整站下载",
        re.compile(
            r"(?:WebCopier|Teleport Pro|WebZIP|Offline Explorer|仿站小工具|整站下载)[^>]{0,80}?(https?://[^\s\"'<>-]+)?",
            re.I,
        ),
    ),
    ("规范地址", re.compile(r"<link[^>]+rel=[\"']?canonical[\"']?[^>]+href=[\"']?(https?://[^\"'\s>]+)", re.I)),
    ("规范地址", re.compile(r"<meta[^>]+property=[\"']?og:url[\"']?[^>]+content=[\"']?(https?://[^\"'\s>]+)", re.I)),
)


def copying_marks(source: str) -> Iterator[tuple[str, str]]:
    """Yield (tool, host copied from or "") for each mark that a copying tool or a copied head leaves."""
    for tool, pattern in _MARKS:
        if match := pattern.search(source):
            yield tool, host_in(match[1] or "")


def host_in(address: str) -> str:
    """Return the lower-case host of an address or bare host path, or ""."""
    text = address.strip().strip("\"'")
    try:
        return (urlsplit(text if "://" in text else f"http://{text.lstrip('/')}").hostname or "").lower()
    except ValueError:
        return ""


def assets(tree: html.HtmlElement | None, base: str) -> Iterator[str]:
    """Yield the hosts that pictures, scripts, styles and frames are loaded from."""
    yield from _hosts(
        tree, base, (("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"))
    )


def links(tree: html.HtmlElement | None, base: str) -> Iterator[str]:
    """Yield the hosts that links and forms lead to."""
    yield from _hosts(tree, base, (("a", "href"), ("form", "action")))


def _hosts(tree: html.HtmlElement | None, base: str, places: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if tree is None:
        return
    for tag, key in places:
        for element in tree.iter(tag):
            value = element.get(key)
            if tag == "link" and str(element.get("rel", "")).lower() in ("canonical", "alternate"):
                continue
            if not value or value.startswith(("data:", "javascript:", "#", "mailto:")):
                continue
            try:
                host = urlsplit(urljoin(base, value)).hostname
            except ValueError:
                continue
            if host:
                yield host.lower()
