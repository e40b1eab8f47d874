"""Pictures of a page: decoded behind a guard, read for text and QR codes, compared by perceptual hash.

Everything here is bounded in bytes, pixels and count: a hostile picture costs a refusal, never a night.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import unquote_to_bytes

import imagehash
import zxingcpp
from lxml import html
from PIL import Image

from zhenwei.types import Picture

MOST_BYTES = 4_000_000
MOST_PIXELS = 12_000_000
# What OCR is given at most: a banner is read whole, a photograph is made smaller first.
OCR_PIXELS = 1_500_000
OCR_COUNT = 3
QR_COUNT = 12
_DATA = re.compile(r"^data:(image/[a-z+.-]+)?((?:;[\w=-]+)*),", re.I)


def data_pictures(tree: html.HtmlElement | None) -> Iterator[Picture]:
    """Yield pictures that the markup carries within itself (RFC 2397), at most 20."""
    if tree is None:
        return
    count = 0
    for element in tree.iter("img", "image", "input"):
        source = str(element.get("src") or element.get("href") or "")
        match = _DATA.match(source[:200])
        if match is None or count >= 20 or len(source) > MOST_BYTES:
            continue
        count += 1
        body = source[match.end() :]
        try:
            data = base64.b64decode(body) if "base64" in match[2].lower() else unquote_to_bytes(body)
        except (binascii.Error, ValueError):
            continue
        yield Picture("data:", match[1] or "image/png", data)


def decode(data: bytes) -> Image.Image | None:
    """Return the picture as RGB, or None if it is none, too large, or lies about itself."""
    if not data or len(data) > MOST_BYTES:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
            if image.width * image.height > MOST_PIXELS or min(image.size) < 1:
                return None
            image.load()
            flat = image.convert("RGBA")
            ground = Image.new("RGBA", flat.size, (255, 255, 255, 255))
            return Image.alpha_composite(ground, flat).convert("RGB")
    except Exception:  # noqa: BLE001 - decoders raise whatever they like on hostile bytes; the picture is then no evidence
        return None


def picture_hash(data: bytes) -> str:
    """Return the 64-bit perceptual hash (DCT) as 16 hex digits, or "" if it cannot be decoded or is too plain."""
    image = decode(data)
    if image is None or min(image.size) < 8:
        return ""
    low, high = image.convert("L").getextrema()
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or high - low < 24:
        return ""
    return str(imagehash.phash(image))


def hash_distance(one: str, other: str) -> int:
    """Return how many of 64 bits differ; 64 if either is missing."""
    return (int(one, 16) ^ int(other, 16)).bit_count() if one and other else 64


def qr_texts(pictures: Sequence[Picture]) -> Iterator[tuple[str, Picture]]:
    """Yield the content of each QR code found in the first dozen pictures."""
    for picture in pictures[:QR_COUNT]:
        image = decode(picture.data)
        if image is None or min(image.size) < 40:
            continue
        for code in zxingcpp.read_barcodes(image):
            if code.text:
                yield code.text, picture


@cache
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)


def read_pictures(pictures: Sequence[Picture]) -> tuple[str, ...]:
    """Return the lines of text in the largest pictures (three at most, each brought below 1.5 megapixels)."""
    import numpy

    images = [image for picture in pictures[:QR_COUNT] if (image := decode(picture.data)) is not None]
    wide = [i for i in images if i.width >= 80 and i.height >= 16]
    lines: list[str] = []
    for image in sorted(wide, key=lambda i: -i.width * i.height)[:OCR_COUNT]:
        found, _ = _engine()(numpy.asarray(_smaller(image))[:, :, ::-1])
        lines += [str(row[1]) for row in found or [] if float(row[2]) > 0.5]
    return tuple(lines)


def _smaller(image: Image.Image) -> Image.Image:
    pixels = image.width * image.height
    if pixels <= OCR_PIXELS:
        return image
    scale = (OCR_PIXELS / pixels) ** 0.5
    return image.resize((max(1, int(image.width * scale)), max(1, int(image.height * scale))))
