"""Where a page sends its visitor on: Location, meta refresh, and the simple forms of a script's location."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from w3lib.html import get_meta_refresh

from crawler.page.tree import texts, tree_of

MAX_REFRESH = 30.0  # seconds; a page that reloads itself after minutes is a page, not a step
_SCRIPT = re.compile(
    r"(?<![\w$.])(?:(?:window|self|top|parent|document)\s*\.\s*)*location(?:\s*\.\s*href)?\s*"
    r"(?:=\s*|\.\s*(?:replace|assign)\s*\(\s*)([\"'])([^\"'<>\s]{1,2000})\1",
)
# A redirecting script is short and stands in a nearly empty page; in a long page `location` is set by buttons.
_SHORT = 4_000


def next_step(url: str, html: str) -> tuple[str, str] | None:
    """Return (kind, address) of the step that the markup asks for; kinds as in ``Hop.kind``. None: it stays here."""
    seconds, target = get_meta_refresh(html, url, ignore_tags=("noscript", "script"))
    if target and seconds is not None and seconds <= MAX_REFRESH and _differs(url, target):
        return "meta", target
    if len(html) <= _SHORT and (match := _SCRIPT.search(_scripts(html))):
        target = urljoin(url, match[2].strip())
        if _differs(url, target):
            return "script", target
    return None


def location(url: str, value: str) -> str:
    """Return the absolute address of a Location header (RFC 9110, 10.2.2)."""
    try:
        return urljoin(url, value.strip())
    except ValueError:
        return value.strip()  # "http://[": no address at all, which the door says


def _scripts(html: str) -> str:
    tree = tree_of(html)
    if tree is None:
        return ""
    shown = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
    body_text = " ".join(texts(tree, shown))
    if len(body_text.strip()) > 300:
        return ""
    # Functions run at a click or later; only what runs while loading is a redirect.
    run = [*texts(tree, "//script[not(@src)]/text()"), *texts(tree, "//body/@onload")]
    return "\n".join(t for t in run if "function" not in t or "setTimeout" in t or "onload" in t)


def _differs(url: str, target: str) -> bool:
    if urlsplit(target).scheme not in ("http", "https"):
        return False
    return target.split("#")[0] != url.split("#")[0]
