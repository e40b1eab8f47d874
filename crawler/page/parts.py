"""What belongs to a page: pictures, favicon, frames. Addresses only; fetching them is crawler/look.py's."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from crawler.page.tree import elements, texts, title_of, tree_of
from zhenwei.types import Picture

MAX_PICTURES = 8
MAX_PICTURE_BYTES = 1_000_000
MAX_FRAMES = 3
_FRAME = 1_000_000  # characters of a frame: written out again, each may become five
_LOOKED_AT = 2_000  # a page of a million pictures is not a page of pictures
_WORTH = ("qr", "wx", "weixin", "wechat", "logo", "banner", "code", "zheng", "erweima", "kefu", "contact")


@dataclass(frozen=True, slots=True)
class Parts:
    """Absolute addresses in the order of their worth."""

    pictures: tuple[str, ...] = ()
    favicon: str = ""
    frames: tuple[str, ...] = ()
    title: str = ""
    # Pictures that stand in the markup itself (data: URLs, RFC 2397): a favourite place for a seller's QR code.
    inline: tuple[Picture, ...] = ()


def parts_of(url: str, html: str) -> Parts:
    """Read the parts of a page from its markup."""
    tree = tree_of(html)
    if tree is None:
        return Parts(favicon=urljoin(url, "/favicon.ico"))
    base = _base(url, tree)
    icons = texts(tree, "//link[contains(concat(' ', translate(@rel, 'ICON', 'icon'), ' '), ' icon ')]/@href")
    frames = texts(tree, "//frame/@src | //iframe[not(contains(@style, 'display:none'))]/@src")
    return Parts(
        pictures=_pictures(base, tree),
        favicon=next(iter(_web(base, icons)), urljoin(url, "/favicon.ico")),
        frames=tuple(u for u in _web(base, frames) if u.split("#")[0] != url.split("#")[0])[:MAX_FRAMES],
        title=title_of(tree)[:500],
        inline=_inline(texts(tree, "//img/@src")),
    )


def _inline(sources: list[str]) -> tuple[Picture, ...]:
    found: list[Picture] = []
    for source in sources[:_LOOKED_AT]:
        head, comma, data = source.partition(",")
        if not (head.startswith("data:image/") and comma) or len(data) > 2 * MAX_PICTURE_BYTES:
            continue
        try:
            raw = base64.b64decode(unquote_to_bytes(data)) if head.endswith(";base64") else unquote_to_bytes(data)
        except (binascii.Error, ValueError):
            continue
        if raw and len(raw) <= MAX_PICTURE_BYTES:
            found.append(Picture(f"data:inline-{len(found) + 1}", head[5:].split(";")[0], raw))
    return tuple(found[:MAX_PICTURES])


def _base(url: str, tree: HtmlElement) -> str:
    try:
        return urljoin(url, next(iter(texts(tree, "//base/@href")), ""))
    except ValueError:
        return url


def _pictures(base: str, tree: HtmlElement) -> tuple[str, ...]:
    found: list[tuple[int, str]] = []
    for image in elements(tree, "//img")[:_LOOKED_AT]:
        source = image.get("data-src") or image.get("data-original") or image.get("src") or ""
        hints = f"{source} {image.get('alt', '')} {image.get('class', '')} {image.get('id', '')}".lower()
        found.append((-sum(word in hints for word in _WORTH), source))
    ordered = [source for _, source in sorted(found, key=lambda pair: pair[0])]
    return tuple(_web(base, ordered))[:MAX_PICTURES]


def _web(base: str, values: list[str]) -> list[str]:
    absolute: list[str] = []
    for value in values[:_LOOKED_AT]:
        try:
            target = urljoin(base, value.strip())
            if value.strip() and urlsplit(target).scheme in ("http", "https"):
                absolute.append(target)
        except ValueError:
            continue
    return list(dict.fromkeys(absolute))


def with_frame(html: str, url: str, frame_html: str) -> str:
    """Append a frame's content to the page that shows it, marked with its address (see docs/decisions/rendering.md)."""
    tree = tree_of(frame_html[:_FRAME])
    if tree is None:
        return html
    section = etree.Element("section", {"data-zhenwei-frame": url})
    if title := title_of(tree):
        etree.SubElement(section, "h1").text = title
    body = tree.find("body")
    if body is not None:
        section.text = body.text
        section.extend(body.iterchildren())
    return f"{html}\n{etree.tostring(section, encoding='unicode', method='html')}"
