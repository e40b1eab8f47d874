"""A captured picture, redrawn, with what differs from another one outlined."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from PIL import Image, ImageDraw

from review.differing import Box, Differences, differences
from review.shot import as_webp, drawn

REMEMBERED = 512  # pairs; a capture never changes once it is written
AT_ONCE = BoundedSemaphore(2)  # comparisons; each holds two decoded pictures
COLOUR = (214, 40, 28)
TINT = 40  # of 255
LINE = 3


@lru_cache(maxsize=REMEMBERED)
def compared(path: Path, other: Path) -> Differences:
    """Return where two captured pictures differ. Raises NotAPicture."""
    with AT_ONCE:
        return differences(drawn(path), drawn(other))


def marked(path: Path, other: Path, *, second: bool = False) -> bytes:
    """Return the picture as WebP with its differences from another one; ``second``: as the genuine one of the pair.

    Raises NotAPicture.
    """
    found = compared(other, path) if second else compared(path, other)
    return as_webp(_outlined(drawn(path), found.theirs if second else found.mine))


def _outlined(picture: Image.Image, boxes: tuple[Box, ...]) -> Image.Image:
    places = [_pixels(box, picture) for box in boxes]
    for place in places:
        area = picture.crop(place)
        picture.paste(Image.blend(area, Image.new("RGB", area.size, COLOUR), TINT / 255), place)
    pen = ImageDraw.Draw(picture)
    for x0, y0, x1, y1 in places:
        pen.rectangle((x0, y0, x1 - 1, y1 - 1), outline=COLOUR, width=LINE)
    return picture


def _pixels(box: Box, picture: Image.Image) -> tuple[int, int, int, int]:
    """Return a box in pixels; both its measures are parts of the picture's width."""
    width = picture.width
    left, top = min(width - 1, int(box.left * width)), min(picture.height - 1, int(box.top * width))
    return (
        left,
        top,
        max(left + 1, min(width, round(box.right * width))),
        max(top + 1, min(picture.height, round(box.bottom * width))),
    )
