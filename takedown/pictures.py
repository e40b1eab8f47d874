"""Screenshots for annexes: decoded under a limit and encoded again, so no captured file goes into a letter as it is."""

from __future__ import annotations

from collections import OrderedDict
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from takedown.facts import Shot
from zhenwei.errors import EvidenceError
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.names import inside
from zhenwei.sentences import said

MOST_PIXELS = 60_000_000
WIDTH = 760  # pixels: 75 mm at about 257 dpi
TALLEST = 1.7  # height to width of a figure: two of them with their captions stand on one page
BLURRED = 96  # pixels across which a page is reduced where nothing on it may be read
QUALITY = 82
KEPT = 64


class Form(StrEnum):
    """How a picture is shown: ``TOP`` at full width and cut below, ``WHOLE`` shrunk until all of it fits, ``BLURRED``
    so that no writing on it can be read."""

    TOP = "top"
    WHOLE = "whole"
    BLURRED = "blurred"


class Pictures:
    """Pictures of captures as small JPEGs, each decoded once while it is needed again soon."""

    def __init__(self, evidence: Path | None) -> None:
        self._evidence = evidence
        self._made: OrderedDict[tuple[str, Form], bytes] = OrderedDict()

    def of(self, shot: Shot | None, form: Form = Form.TOP) -> bytes:
        """Return a picture, or nothing if there is none or it cannot be decoded. Raises EvidenceError if it changed."""
        if shot is None or self._evidence is None:
            return b""
        key = (shot.sha256, form)
        if key not in self._made:
            self._decode(shot, key)
        self._made.move_to_end(key)
        return self._made[key]

    def _decode(self, shot: Shot, key: tuple[str, Form]) -> None:
        assert self._evidence is not None
        path = inside(self._evidence, shot.folder) / shot.name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise EvidenceError(
                said("无法读取取证文件 {path}：{why}", path=path, why=error.strerror or error)
            ) from error
        if sha256(data) != shot.sha256:
            raise EvidenceError(said("取证文件 {path} 与清单不符", path=path))
        self._made[key] = thumbnail(data, key[1])
        while len(self._made) > KEPT:
            self._made.popitem(last=False)


def thumbnail(data: bytes, form: Form = Form.TOP) -> bytes:
    """Return a picture as a small JPEG, or nothing if it is no picture or too large to decode."""
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
            width, height = image.size
            if width * height > MOST_PIXELS or min(width, height) < 1:
                return b""
            small = _shaped(image.convert("RGB"), form)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    out = BytesIO()
    small.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _shaped(image: Image.Image, form: Form) -> Image.Image:
    width, height = image.size
    most = max(1, int(width * TALLEST))
    if form is Form.TOP or height <= most:
        image = image.crop((0, 0, width, min(height, most)))
        wide = _to_width(image, WIDTH) if image.width > WIDTH else image
    else:
        tall = round(WIDTH * TALLEST)
        shrunk = image.resize((max(1, round(width * tall / height)), tall), Image.Resampling.BOX, reducing_gap=1.5)
        wide = Image.new("RGB", (WIDTH, tall), "white")
        wide.paste(shrunk, ((WIDTH - shrunk.width) // 2, 0))
    return _to_width(_to_width(wide, BLURRED), WIDTH) if form is Form.BLURRED else wide


def _to_width(image: Image.Image, width: int) -> Image.Image:
    return image.resize((width, max(1, round(image.height * width / image.width))), reducing_gap=2.0)
