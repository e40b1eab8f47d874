"""Screenshots for annexes: decoded under a limit and encoded again, so no captured file goes into a letter as it is."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

MOST_PIXELS = 60_000_000
WIDTH = 760  # pixels: 75 mm at about 257 dpi
TALLEST = 1.25  # height to width; what lies below is in the original


def thumbnail(data: bytes) -> bytes:
    """Return the upper part of a picture as a small JPEG, or nothing if it is no picture or too large to decode."""
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
            width, height = image.size
            if width * height > MOST_PIXELS or min(width, height) < 1:
                return b""
            upper = image.convert("RGB").crop((0, 0, width, min(height, int(width * TALLEST) or 1)))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    if upper.width > WIDTH:
        upper = upper.resize((WIDTH, max(1, round(upper.height * WIDTH / upper.width))))
    out = BytesIO()
    upper.save(out, "JPEG", quality=82)
    return out.getvalue()
