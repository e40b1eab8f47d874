"""Pictures of codes to be scanned, by perceptual hash: mini-program codes and codes with a logo hold no plain text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image

from detectors.page.document import Document
from detectors.page.pictures import picture_hash
from zhenwei.types import Picture

_HINT = re.compile(
    r"二维码|微信|扫码|扫一扫|收款|wei_?xin|wechat|qr_?code|ewm|erwei|(?<![a-z])(?:wx|qr)(?![a-z])", re.I
)
_LEAST_SIDE = 100
_MOST = 4
# A row of a code changes between dark and light far more often than a logo's.
_CHANGES = 12


def code_pictures(document: Document) -> Iterator[tuple[str, str]]:
    """Yield ("code_picture", hash) of at most four square pictures that are called a code and look like one."""
    hinted = [one for one in document.pictures[:30] if _is_hinted(one, document)]
    for picture in hinted[:_MOST]:
        # What has a hash was decoded within all bounds: opening it once more is safe.
        digest = picture_hash(picture.data)
        if digest and _looks_like_a_code(picture.data):
            yield "code_picture", digest


def _is_hinted(picture: Picture, document: Document) -> bool:
    name = picture.url.rsplit("/", 1)[-1][:80]
    if picture.url.startswith("data:"):
        return bool(document.codes)
    if _HINT.search(name):
        return True
    tree = document.visible.tree
    if tree is None or not name:
        return False
    for element in tree.iter("img"):
        if name in str(element.get("src") or element.get("data-src") or ""):
            around = element.getparent()
            beside = "".join(map(str, around.itertext()))[:200] if around is not None else ""
            said = " ".join(str(element.get(key) or "") for key in ("alt", "title", "class", "id"))
            if _HINT.search(f"{said} {beside}"):
                return True
    return False


def _looks_like_a_code(data: bytes) -> bool:
    try:
        image = Image.open(io.BytesIO(data))
        width, height = image.size
        if min(width, height) < _LEAST_SIDE or not 0.75 <= width / height <= 1.33:
            return False
        flat = image.convert("RGBA").resize((200, 200))
    except (OSError, ValueError):
        return False  # a drawing, say, that is hashed by other means
    pixels = Image.alpha_composite(Image.new("RGBA", flat.size, "white"), flat).convert("L").tobytes()
    changes = []
    for row in (60, 80, 100, 120, 140):
        dark = [value < 128 for value in pixels[row * 200 : row * 200 + 200]]
        changes.append(sum(a != b for a, b in pairwise(dark)))
    return sorted(changes)[2] >= _CHANGES
