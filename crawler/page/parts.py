"""What one answer's markup names, read in one pass: title, pictures, favicon, frames, refreshes, scripts that act.

Addresses only; fetching them is crawler/look.py's.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from lxml import etree

from crawler.page.address import join, same_page, web
from crawler.page.script import may_act
from crawler.page.tree import plain_tree_of, title_of, tree_of
from zhenwei.types import Picture

MAX_PICTURES = 8
MAX_PICTURE_BYTES = 1_000_000
# Frames of one page, and how deep a frame may stand within frames.
MAX_FRAMES = 6
MAX_FRAME_DEPTH = 3
_MOST_OF_A_KIND = 2_000
_MOST_SCRIPT = 60_000
_SHOWN = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"
_WORTH = ("qr", "wx", "weixin", "wechat", "logo", "banner", "code", "zheng", "erweima", "kefu", "contact")
_WORTHY = re.compile("|".join(_WORTH))


@dataclass(frozen=True, slots=True)
class Parts:
    """Absolute addresses in the order of their worth."""

    pictures: tuple[str, ...] = ()
    favicon: str = ""
    frames: tuple[str, ...] = ()
    title: str = ""
    # Pictures that stand in the markup itself (data: URLs, RFC 2397): a favourite place for a seller's QR code.
    inline: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the visit asks of a page's markup. ``shown``: characters that it shows before its scripts run, counted
    only where something acts (else 0); ``srcdocs``: markup of frames that stands in the page itself."""

    url: str
    base: str
    parts: Parts = Parts()
    refreshes: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    srcdocs: tuple[str, ...] = ()
    shown: int = 0

    @property
    def weight(self) -> int:
        """Bytes held beside a few addresses, roughly."""
        pictures = sum(len(picture.data) for picture in self.parts.inline)
        return pictures + sum(map(len, (*self.scripts, *self.srcdocs, *self.refreshes)))


class _Seen:
    """What one pass over the elements has met."""

    def __init__(self, tree: etree._Element) -> None:
        self.titles: list[etree._Element] = []
        self.icons: list[str] = []
        self.images: list[etree._Element] = []
        self.frames: list[etree._Element] = []
        self.refreshes: list[str] = []
        self.scripts: list[str] = []
        self.base = self.onload = ""
        meet = {
            "img": self.images.append, "title": self.titles.append, "script": self._script, "meta": self._meta,
            "link": self._link, "frame": self.frames.append, "iframe": self._iframe, "base": self._base,
            "body": self._body,
        }  # fmt: skip
        for element in tree.iter(*meet):
            meet[element.tag](element)
        if self.onload and may_act(self.onload):
            self.scripts.append(self.onload)

    def _script(self, element: etree._Element) -> None:
        if element.get("src") is None and element.text and may_act(element.text):
            self.scripts.append(element.text)

    def _meta(self, element: etree._Element) -> None:
        refreshes = str(element.get("http-equiv") or "").strip().lower() == "refresh"
        if refreshes and next(element.iterancestors("noscript"), None) is None:
            self.refreshes.append(str(element.get("content") or ""))

    def _link(self, element: etree._Element) -> None:
        if "icon" in str(element.get("rel") or "").lower().split():
            self.icons.append(str(element.get("href") or ""))

    def _iframe(self, element: etree._Element) -> None:
        if not _is_hidden(element):
            self.frames.append(element)

    def _base(self, element: etree._Element) -> None:
        self.base = self.base or str(element.get("href") or "")

    def _body(self, element: etree._Element) -> None:
        self.onload = self.onload or str(element.get("onload") or "")


def sheet_of(url: str, html: str) -> Sheet:
    """Parse the markup of one answer, once."""
    tree = plain_tree_of(html)
    if tree is None:
        return Sheet(url, url, Parts(favicon=join(url, "/favicon.ico")))
    seen = _Seen(tree)
    base = (join(url, seen.base) or url) if seen.base else url
    frames = [web(base, str(frame.get("src") or "")) for frame in seen.frames]
    inline = [source for image in seen.images if (source := image.get("src", "")).startswith("data:image/")]
    parts = Parts(
        pictures=_pictures(base, seen.images),
        favicon=next((icon for one in seen.icons if (icon := web(base, one))), "") or join(url, "/favicon.ico"),
        frames=tuple(dict.fromkeys(f for f in frames if f and not same_page(f, url)))[:MAX_FRAMES],
        title=_title(seen.titles)[:500],
        inline=_inline(inline),
    )
    acts = seen.scripts or seen.refreshes
    return Sheet(
        url,
        base,
        parts,
        refreshes=tuple(seen.refreshes[:5]),
        scripts=_within(seen.scripts, _MOST_SCRIPT),
        srcdocs=_within((str(frame.get("srcdoc") or "") for frame in seen.frames), _MOST_SCRIPT)[:MAX_FRAMES],
        shown=_shown(tree) if acts else 0,
    )


def _shown(tree: etree._Element) -> int:
    """Count the characters of the body that are shown before scripts run."""
    found = tree.xpath(_SHOWN)
    return len(" ".join(map(str, found)).strip()) if isinstance(found, list) else 0


def parts_of(url: str, html: str) -> Parts:
    """Read the parts of a page from its markup."""
    return sheet_of(url, html).parts


def _is_hidden(frame: etree._Element) -> bool:
    """True for inner frames that no visitor sees: counters and the like."""
    style = "".join(str(frame.get("style") or "").lower().split())
    if "display:none" in style or "visibility:hidden" in style or frame.get("hidden") is not None:
        return True
    return any(str(frame.get(side) or "").strip().removesuffix("px") in ("0", "1") for side in ("width", "height"))


def _title(titles: Sequence[etree._Element]) -> str:
    said = "".join(str(part) for title in titles[:20] for part in title.itertext())
    return " ".join(said.split())


def _within(values: Iterable[str], budget: int) -> tuple[str, ...]:
    """Return the values that fit into a budget of characters, in order."""
    kept: list[str] = []
    for value in values:
        if value and len(value) <= budget:
            kept.append(value)
            budget -= len(value)
    return tuple(kept)


def _inline(sources: list[str]) -> tuple[Picture, ...]:
    found: list[Picture] = []
    for source in sources:
        head, comma, data = source.partition(",")
        if not comma or len(data) > 2 * MAX_PICTURE_BYTES or len(found) >= MAX_PICTURES:
            continue
        try:
            raw = base64.b64decode(unquote_to_bytes(data)) if head.endswith(";base64") else unquote_to_bytes(data)
        except (binascii.Error, ValueError):
            continue
        if raw and len(raw) <= MAX_PICTURE_BYTES:
            found.append(Picture(f"data:inline-{len(found) + 1}", head[5:].split(";")[0], raw))
    return tuple(found)


def _pictures(base: str, images: Sequence[etree._Element]) -> tuple[str, ...]:
    """Return the addresses of the most telling pictures. Of thousands the first ones are weighed."""
    found: list[tuple[int, str]] = []
    for image in images[:_MOST_OF_A_KIND]:
        get = image.get
        source = get("data-src") or get("data-original") or get("src") or ""
        if source and not source.startswith("data:"):
            said = f"{source} {get('alt', '')} {get('class', '')} {get('id', '')}".lower()
            found.append((-sum(word in said for word in _WORTH) if _WORTHY.search(said) else 0, source))
    chosen: dict[str, None] = {}
    for _, source in sorted(found, key=lambda pair: pair[0]):
        if address := web(base, source):
            chosen[address] = None
            if len(chosen) == MAX_PICTURES:
                break
    return tuple(chosen)


def with_frame(html: str, url: str, frame_html: str) -> str:
    """Append a frame's content to the page that shows it, marked with its address (see docs/decisions/rendering.md)."""
    tree = tree_of(frame_html)
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
