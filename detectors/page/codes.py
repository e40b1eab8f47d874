"""QR codes in pictures: read as they are, and once more in other lights where nothing was found.

Over the plights of bench/of_pages/drawn.py, reading only QR codes from the grey picture costs 1 to 15 ms; reading all
kinds of bar codes costs 3 to 140 ms and finds no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from detectors.page.decoding import decode, size_of
from zhenwei.types import Picture

if TYPE_CHECKING:
    from PIL import Image

QR_COUNT = 12
# All pictures of a page together, by what their headers say.
QR_PIXELS = 24_000_000
# The smallest code has 21 modules and stands in a quiet zone (ISO/IEC 18004, 6.3).
SMALLEST = 21
# Pictures above this are looked at in one light only.
_RETRY_PIXELS = 3_000_000
_LONGEST = 2_000


def qr_texts(pictures: Sequence[Picture]) -> Iterator[tuple[str, Picture]]:
    """Yield the content of each QR code found in the first dozen pictures, within the pixels that a page may cost."""
    for picture, texts in zip(pictures, _texts(tuple(pictures[:QR_COUNT])), strict=False):
        yield from ((text, picture) for text in texts)


# A site is seen as several visitors, who are mostly shown the same pictures: they are read once.
@lru_cache(maxsize=4)
def _texts(pictures: tuple[Picture, ...]) -> tuple[tuple[str, ...], ...]:
    left, found = QR_PIXELS, []
    for picture in pictures:
        wide, high = size_of(picture.data)
        fits = min(wide, high) >= SMALLEST and wide * high <= left
        left -= wide * high if fits else 0
        found.append(codes_in(picture.data) if fits else ())
    return tuple(found)


def codes_in(data: bytes) -> tuple[str, ...]:
    """Return what the codes of one picture say, each once."""
    image = decode(data)
    if image is None or min(image.size) < SMALLEST:
        return ()
    found = _read(image)
    if not found and image.width * image.height <= _RETRY_PIXELS:
        found = next((texts for other in _other_lights(image) if (texts := _read(other))), ())
    return found


def _other_lights(image: Image.Image) -> Iterator[Image.Image]:
    from PIL import ImageFilter, ImageOps

    grey = image.convert("L")
    yield ImageOps.autocontrast(grey, cutoff=1)  # pale on pale
    yield grey.filter(ImageFilter.GaussianBlur(2))  # noise, hatching
    yield grey.filter(ImageFilter.GaussianBlur(3.5))  # modules drawn as dots


def _read(image: Image.Image) -> tuple[str, ...]:
    import zxingcpp

    codes = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    texts = (code.text.replace("\x00", "").strip()[:_LONGEST] for code in codes)
    return tuple(dict.fromkeys(text for text in texts if text))
