"""Where a result really leads: by its address, by what stands beside it, or by the answer of the redirect link."""

from __future__ import annotations

import base64
import binascii
import html as html_module
import json
import re
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.page.hops import next_step
from crawler.page.tree import elements

# Parameters in which engines carry the target openly (Bing's alink, older 360, Sogou on phones) or in base 64 (Bing).
_OPEN = ("url", "u", "src", "target", "to", "ru", "q", "link")
# "var url = ''; url += 'http'; url += '://...'; window.location.replace(url)": how Sogou spells an article's address.
_PIECE = re.compile(r"\b([A-Za-z_$][\w$]{0,30})\s*\+=\s*([\"'])((?:(?!\2)[^\\\n]){0,300})\2")
_SHOWN = re.compile(r"^(?:https?://)?((?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})(?::\d{2,5})?(/[^\s<>\"'…]*)?", re.IGNORECASE)
_LONGEST = 3000


def open_target(url: str) -> str:
    """Return the target that a redirect link carries in itself; empty if it does not."""
    values = dict(reversed(parse_qsl(urlsplit(url).query)))
    for name in _OPEN:
        value = values.get(name, "")
        if found := _web(value) or _web(unquote(value)) or _web(_unpacked(value)):
            return found
    return ""


def _unpacked(value: str) -> str:
    """Undo Bing's packing: URL-safe base 64 of the address, percent-encoded or not, after "a1" or nothing."""
    for text in (value.removeprefix("a1"), value) if len(value) >= 12 else ():
        try:
            found = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            continue
        if found.startswith("http"):
            return unquote(found) if found.lower().startswith(("http%3a", "https%3a")) else found
    return ""


def _web(text: str) -> str:
    text = text.strip()
    fits = text.startswith(("http://", "https://")) and len(text) <= _LONGEST and len(urlsplit_host(text)) > 3
    return text if fits else ""


def urlsplit_host(url: str) -> str:
    """Return the host of an address in lower case; empty if it has none or is malformed."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def told_target(element: HtmlElement, names: tuple[str, ...]) -> str:
    """Return the target that an element tells in one of its attributes, plainly or inside JSON (``data-log``)."""
    for name in names:
        value = (element.get(name) or "").strip()
        found = _web(_told_in_json(value) if value.startswith("{") else value)
        if found and not urlsplit_host(found).startswith("nourl."):  # Baidu's word for "no address of its own"
            return found
    return ""


def _told_in_json(value: str) -> str:
    for text in (value, value.replace("'", '"')):
        try:
            row = json.loads(text)
        except ValueError:
            continue
        found = row.get("mu") or row.get("url") if isinstance(row, dict) else ""
        return found if isinstance(found, str) else ""
    return ""


def told_within(entry: HtmlElement, attribute: str) -> str:
    """Return the first address that an attribute tells anywhere within an entry (``data-url`` of Sogou's footers)."""
    return next((w for e in elements(entry, f".//*[@{attribute}]") if (w := _web(e.get(attribute) or ""))), "")


def shown_target(shown: str) -> str:
    """Return the address that an advertisement shows its reader, so that its paid link need not be followed."""
    match = _SHOWN.match(shown.strip())
    if match is None or (match[2] or "").endswith("..."):
        return f"http://{match[1].lower()}/" if match else ""
    return f"http://{match[1].lower()}{match[2] or '/'}"


def target_of_link(url: str, status: int, location: str, html: str) -> str:
    """Return where an engine's redirect link leads, from its answer; empty if the answer does not say."""
    if 300 <= status < 400 and location:
        return urljoin(url, location)
    step = next_step(url, html)
    if step:
        return html_module.unescape(step[1])
    return _assembled(html)


def _assembled(html: str) -> str:
    """Put together an address that a short script spells in pieces."""
    if len(html) > 20_000:
        return ""
    pieces: dict[str, list[str]] = {}
    for name, _, text in _PIECE.findall(html):
        pieces.setdefault(name, []).append(text)
    whole = ("".join(parts).replace("@", "") for parts in pieces.values())
    return next((found for text in whole if (found := _web(html_module.unescape(text)))), "")
