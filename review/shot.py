"""Captured pictures, made anew before a browser sees them: what is served was drawn by us from decoded pixels."""

from __future__ import annotations

import io
import math
from pathlib import Path

from PIL import Image, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
LARGEST_FILE = 30_000_000  # bytes
MOST_PIXELS = 60_000_000  # a page of 1366 x 40000 still fits
WIDTH, HEIGHT = 1400, 9000  # of what is served; a longer page is cut at the bottom


class NotAPicture(Exception):
    """Raised for a file that is no picture or too large to be decoded; the route answers 404."""


def redraw(path: Path) -> bytes:
    """Return the picture as WebP, at most WIDTH by HEIGHT pixels. Raises NotAPicture."""
    return as_webp(drawn(path))


def drawn(path: Path) -> Image.Image:
    """Return the picture's pixels, at most WIDTH by HEIGHT (checked before one is decoded). Raises NotAPicture."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NotAPicture("file too large")
        with Image.open(path, formats=FORMATS) as source:
            width, height = source.size
            if width * height > MOST_PIXELS or not width or not height:
                raise NotAPicture(f"{width} x {height} pixels")
            return _fitted(source)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture(str(error)) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        # What Pillow's readers raise for broken data.
        raise NotAPicture(str(error)) from error


def as_webp(picture: Image.Image) -> bytes:
    """Return a picture of ours as a browser gets it."""
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=3)
    return out.getvalue()


def _fitted(picture: Image.Image) -> Image.Image:
    """Return the upper part of a picture in the bounds, without transparency; cut first, as that needs least memory."""
    scale = min(1.0, WIDTH / picture.width)
    kept = picture.crop((0, 0, picture.width, min(picture.height, math.ceil(HEIGHT / scale)))).convert("RGB")
    size = (max(1, round(kept.width * scale)), min(HEIGHT, max(1, round(kept.height * scale))))
    return kept if size == kept.size else kept.resize(size, Image.Resampling.LANCZOS)
