"""Bytes of a stranger's picture to pixels, behind a guard: few formats, bounded size, one frame, never an exception.

The formats are those that browsers show. Pillow knows forty more, one of which (EPS) would start a program on the bytes
of a stranger: they are never opened. SVG is markup, see detectors/page/drawings.py.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "ICO")
# Pictures are fetched up to a tenth of this; our own screenshots of long pages reach it.
MOST_BYTES = 16_000_000
MOST_PIXELS = 12_000_000
# A side beyond what any screen shows is a trap or a ruler, not a picture.
MOST_SIDE = 30_000
# Encoders write ten scans; four megabytes could hold eighty thousand.
MOST_SCANS = 100
_PNG = b"\x89PNG\r\n\x1a\n"


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height as the header says, (0, 0) if the picture will not be decoded at all."""
    image = _open(data)
    return (0, 0) if image is None else (image.width, image.height)


def decode(data: bytes) -> Image.Image | None:
    """Return the first frame as RGB, turned as its EXIF says, or None if it is none, too large, or lies about itself.

    What is transparent shows white, behind light words black: they were made for a dark page.
    """
    from PIL import Image, ImageOps

    image = _open(data)
    if image is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image.load()
            turned = _eight_bits(ImageOps.exif_transpose(image))
            if not turned.has_transparency_data:
                return turned.convert("RGB")
            flat = turned.convert("RGBA")
            ground = 0 if _is_light(flat) else 255
            below = Image.new("RGBA", flat.size, (ground, ground, ground, 255))
            return Image.alpha_composite(below, flat).convert("RGB")
    except Exception:  # noqa: BLE001 - decoders raise whatever they like on hostile bytes; the picture is then no evidence
        return None


def _open(data: bytes) -> Image.Image | None:
    from PIL import Image

    if not data or len(data) > MOST_BYTES or _is_endless(data):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception:  # noqa: BLE001 - as above
        return None
    sizes = [image.size, *(_inner_sizes(data) if image.format == "ICO" else ())]
    return image if all(_is_bearable(*size) for size in sizes) else None


def _is_bearable(wide: int, high: int) -> bool:
    return min(wide, high) >= 1 and max(wide, high) <= MOST_SIDE and wide * high <= MOST_PIXELS


def _inner_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the sizes of the pictures inside an icon as their own headers say, where the icon's may say less.

    PNG, 11.2.2 (IHDR); BITMAPINFOHEADER, whose height counts picture and mask.
    """
    for entry in range(min(64, int.from_bytes(data[4:6], "little"))):
        row = data[6 + 16 * entry : 22 + 16 * entry]
        at = int.from_bytes(row[12:16], "little")
        if data[at : at + 8] == _PNG:
            yield int.from_bytes(data[at + 16 : at + 20], "big"), int.from_bytes(data[at + 20 : at + 24], "big")
        else:
            wide = abs(int.from_bytes(data[at + 4 : at + 8], "little", signed=True))
            yield wide, (abs(int.from_bytes(data[at + 8 : at + 12], "little", signed=True)) + 1) // 2


def _is_endless(data: bytes) -> bool:
    """True for a progressive JPEG of very many scans, each of which is a pass over all pixels (T.81, B.2.3: SOS)."""
    return data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MOST_SCANS


def _is_light(image: Image.Image) -> bool:
    """True if a tenth or more is transparent and what is not is nearly white throughout."""
    solid = image.getchannel("A").point(lambda value: 255 if value > 127 else 0)
    shown = solid.histogram()[255]
    if not shown or shown > 0.9 * image.width * image.height:
        return False
    grey = image.convert("L").histogram(solid)
    return sum(grey[200:]) >= 0.95 * shown


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring 16 and 32 bits a channel to eight; Pillow would cut off what is above 255 instead."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        import numpy
        from PIL import Image

        values = numpy.asarray(image).astype("float32")
        most = 65535.0 if float(values.max(initial=0)) > 255 else 255.0
        return Image.fromarray((values.clip(0, most) * (255.0 / most)).astype("uint8"))
    return image
