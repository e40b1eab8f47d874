"""Where a page leads: redirects, links that offer a look-up, and the hosts that take what its forms collect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from detectors.operators.shared import Shared
from detectors.page.document import Document
from zhenwei.address import ascii_host, host_of
from zhenwei.errors import BadInput
from zhenwei.types import Page

_LOOKUP = re.compile(r"查询|查证|查验|核验|验证|验真|真伪|防伪|官网|扫码查")
_CALLS = re.compile(
    r"(?:\bfetch|\baxios(?:\.\w{2,8})?|\$\.(?:ajax|get|post|getJSON)|\brequest|sendBeacon|\bWebSocket|\burl|baseURL|apiUrl|"
    r"\.open)\s*[(:=]\s*\{?[^\"'<>{}]{0,60}?['\"]?(?:(?:GET|POST)['\"]\s*,\s*['\"])?((?:https?:|wss?:)?//[\w.-]{3,100}(?::\d{2,5})?)",
    re.I,
)
_WINDOW = re.compile(r"(?:window|parent|top)\.open\s*\([^)]{0,400}\)", re.I)
_MOST = 20


def redirects(page: Page, shared: Shared) -> Iterator[tuple[str, str]]:
    """Yield ("redirect", owner's name) for each other owner that the way from the address to the page led through."""
    own = shared.owner(_host(page.url))
    for url in (*(hop.url for hop in page.chain), page.final_url):
        host = _host(url)
        if host and shared.owner(host) != own and not shared.is_service(host):
            yield "redirect", shared.owner(host)


def lookups(document: Document, shared: Shared) -> Iterator[tuple[str, str]]:
    """Yield ("lookup", owner's name) for links to other owners whose words offer to look something up."""
    own = shared.owner(document.host)
    for text, name in document.links_out[:100]:
        host = _ascii(name)
        if host and _LOOKUP.search(text) and shared.owner(host) != own and not shared.is_service(host):
            yield "lookup", shared.owner(host)


def backends(document: Document, shared: Shared) -> Iterator[tuple[str, str]]:
    """Yield ("backend", host or host:port) for hosts of other owners that forms and scripts send to, at most 20."""
    own = shared.owner(document.host)
    found: dict[str, None] = {}
    for address in _endpoints(document):
        host = _host(address)
        if host and shared.owner(host) != own and not shared.is_service(host):
            # A rented machine without a name may serve several people on several ports.
            found.setdefault(_with_port(address, host) if _is_number(host) else shared.owner(host))
    yield from (("backend", value) for value in list(found)[:_MOST])


def _endpoints(document: Document) -> Iterator[str]:
    tree, base = document.visible.tree, document.page.final_url or document.page.url
    if tree is None:
        return
    for form in tree.iter("form"):
        action = str(form.get("action") or "")
        if "//" in action:
            try:
                yield urljoin(base, action)
            except ValueError:
                continue
    for script in (*document.visible.scripts[:40], *document.handlers):
        if "//" in script:
            for match in _CALLS.finditer(_WINDOW.sub("", script[:200_000])):
                yield re.sub(r"^(?:wss?:|https?:)?//", "http://", match[1], flags=re.I)


def _host(url: str) -> str:
    try:
        return host_of(url)
    except BadInput:
        return ""


def _ascii(name: str) -> str:
    try:
        return ascii_host(name)
    except BadInput:
        return ""


def _is_number(host: str) -> bool:
    return bool(re.fullmatch(r"[\d.]+|[0-9a-f:]*:[0-9a-f:.]*", host))


def _with_port(url: str, host: str) -> str:
    port = urlsplit(url).port
    return f"{host}:{port}" if port and port not in (80, 443) else host
