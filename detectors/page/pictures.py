"""Pictures of a page: those within the markup, and their perceptual hashes.

Everything here is bounded in bytes, pixels and count: a hostile picture costs a refusal, never a night.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from lxml import etree

from detectors.page.codes import qr_texts as qr_texts
from detectors.page.decoding import decode
from detectors.page.drawings import drawing_sources, drawing_words, is_drawing
from zhenwei.types import Picture

INLINE_COUNT = 20
_LONGEST = 8_000_000
_DATA = re.compile(r"^\s*data:(image/[a-z+.-]+)?((?:;[\w=-]+)*),", re.I)
_IN_STYLE = re.compile(r"url\(\s*(['\"]?)(data:image/[^'\")]+)\1\s*\)", re.I)
_PLACES = (
    ("img", ("src", "data-src", "srcset")), ("image", ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href")),
    ("input", ("src",)), ("source", ("srcset",)), ("object", ("data",)), ("embed", ("src",)), ("video", ("poster",)),
)  # fmt: skip


def data_pictures(tree: etree._Element | None, styles: str = "") -> Iterator[Picture]:
    """Yield pictures that markup and styles carry within themselves (RFC 2397), at most 20."""
    count = 0
    for source in _sources(tree, styles):
        picture = _carried(source)
        if picture is not None:
            yield picture
            count += 1
        if count >= INLINE_COUNT:
            return


def inline_icon(tree: etree._Element | None) -> bytes:
    """Return the icon that a page carries in its head, as tools write it that save pages as one file; b"" if none."""
    for link in tree.iter("link") if tree is not None else ():
        if "icon" in str(link.get("rel") or "").lower().split() and (icon := _carried(str(link.get("href") or ""))):
            return icon.data
    return b""


def all_pictures(captured: Iterable[Picture], inline: Iterable[Picture]) -> tuple[Picture, ...]:
    """Return each picture once, by its bytes; of a drawing also the pictures inside it."""
    found: dict[bytes, Picture] = {}
    for picture in (*captured, *inline):
        found.setdefault(picture.data, picture)
        if is_drawing(picture):
            for source in list(drawing_sources(picture.data))[:INLINE_COUNT]:
                if (inner := _carried(source)) is not None:
                    found.setdefault(inner.data, inner)
    return tuple(found.values())


def drawn_words(pictures: Iterable[Picture]) -> tuple[str, ...]:
    """Return the lines that SVG pictures hold as text."""
    return tuple(line for picture in pictures if is_drawing(picture) for line in drawing_words(picture.data))


def _sources(tree: etree._Element | None, styles: str) -> Iterator[str]:
    if tree is not None:
        for tag, keys in _PLACES:
            for element in tree.iter(tag):
                yield from (str(element.get(key)) for key in keys if element.get(key))
        for element in tree.iterfind(".//*[@style]"):
            if "data:" in (style := str(element.get("style"))):
                yield from (match[2] for match in _IN_STYLE.finditer(style))
    if "data:" in styles:
        yield from (match[2] for match in _IN_STYLE.finditer(styles))


def _carried(source: str) -> Picture | None:
    match = _DATA.match(source[:200])
    if match is None or len(source) > _LONGEST:
        return None
    body = source[match.end() :]
    try:
        if "base64" in match[2].lower():
            plain = re.sub(rb"\s+", b"", unquote_to_bytes(body))
            data = base64.b64decode(plain + b"=" * (-len(plain) % 4))
        else:
            data = unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    return Picture("data:", (match[1] or "image/png").lower(), data) if data else None


def picture_hash(data: bytes) -> str:
    """Return the 64-bit perceptual hash (DCT) as 16 hex digits, or "" if it cannot be decoded or is too plain."""
    image = decode(data)
    if image is None or min(image.size) < 8:
        return ""
    low, high = image.convert("L").getextrema()
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or high - low < 24:
        return ""
    import imagehash

    return str(imagehash.phash(image))


def hash_distance(one: str, other: str) -> int:
    """Return how many of 64 bits differ; 64 if either is missing."""
    return (int(one, 16) ^ int(other, 16)).bit_count() if one and other else 64
