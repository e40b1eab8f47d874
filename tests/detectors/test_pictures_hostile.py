"""Pictures of strangers: every format is handled or refused, nothing raises, nothing large is ever unpacked."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from bench.of_pages.drawn import code, jpeg, png
from detectors.detector import Detector
from detectors.page.codes import codes_in
from detectors.page.decoding import MOST_BYTES, decode, size_of
from detectors.page.drawings import drawing_words, is_drawing
from detectors.page.ocr import Budget, read_text_in
from detectors.page.pictures import all_pictures, picture_hash
from detectors.page.screens import screen_print
from zhenwei.types import Page, Picture, Site

TEXT = "https://u.wechat.com/EDemo1900"
WHOLE = Budget(4, 2_500_000, 600)


def saved(image: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int, rows: int = 200) -> bytes:
    """A PNG of side times side black points in one bit each, most of it missing."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    body = zlib.compress((b"\0" * (side // 8 + 2)) * rows)
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def flicker(frames: int) -> bytes:
    """An animated GIF of one point and many frames."""
    frame = b"\x21\xf9\x04\x00\x01\x00\x00\x00" + b"\x2c\0\0\0\0\x01\0\x01\0\0" + b"\x02\x02\x44\x01\x00"
    return b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0" + frame * frames + b"\x3b"


def icon_with(inner: bytes) -> bytes:
    """An icon file that says 16 times 16 and holds something else."""
    return struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(inner), 22) + inner


def scans(count: int) -> bytes:
    """A progressive JPEG whose last scan stands there again and again."""
    whole = saved(code(TEXT), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * count + b"\xff\xd9"


GREY = code(TEXT).convert("L")
SIXTEEN = Image.frombytes("I;16", GREY.size, b"".join(struct.pack("<H", v * 257) for v in GREY.tobytes()))
READ = {
    "PNG": png(code(TEXT)),
    "PNG with one bit": saved(code(TEXT).convert("1"), "PNG"),
    "PNG with 16 bits": saved(SIXTEEN, "PNG"),
    "PNG with a palette": saved(code(TEXT).convert("P"), "PNG"),
    "JPEG": jpeg(code(TEXT), 80),
    "JPEG in CMYK": saved(code(TEXT).convert("CMYK"), "JPEG"),
    "progressive JPEG": saved(code(TEXT), "JPEG", progressive=True),
    "GIF": saved(code(TEXT), "GIF"),
    "GIF with frames": saved(code(TEXT), "GIF", save_all=True, append_images=[code("x"), code("y")]),
    "WebP": saved(code(TEXT), "WEBP", lossless=True),
    "AVIF": saved(code(TEXT), "AVIF"),
    "BMP": saved(code(TEXT), "BMP"),
}
REFUSED = {
    "nothing": b"",
    "rubbish": b"x" * 500,
    "head without a body": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
    "truncated JPEG": jpeg(code(TEXT), 80)[:900],
    "truncated PNG": png(code(TEXT))[:120],
    "900 million points": bomb(30_000),
    "a ruler": bomb(40_000, 1),
    "an icon that holds a large picture": icon_with(bomb(9_000)),
    "an icon that holds a large bitmap": icon_with(struct.pack("<IiiHHIIiiII", 40, 9000, 18000, 1, 32, *[0] * 6)),
    "a JPEG of a thousand scans": scans(1_000),
    "more bytes than a page shows": b"\x89PNG\r\n\x1a\n" + b"\0" * MOST_BYTES,
    "EPS, which would start a program": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n%%EndComments\nshowpage\n",
    "TIFF, which no browser shows": saved(code(TEXT), "TIFF"),
    "a web page": b"<html><body>404</body></html>",
}  # fmt: skip


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_formats_of_browsers_are_read(data: bytes) -> None:
    assert codes_in(data) == (TEXT,)


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_a_picture_is_refused(data: bytes) -> None:
    assert decode(data) is None
    assert codes_in(data) == ()
    assert picture_hash(data) == ""
    assert screen_print(data) == ()
    assert read_text_in((Picture("x", "image/png", data),), WHOLE) == ()


@pytest.mark.parametrize("data", [flicker(10_000), png(Image.new("RGB", (1, 1))), png(Image.new("RGB", (9_000, 2)))])
def test_odd_pictures_are_looked_at_and_say_nothing(data: bytes) -> None:
    image = decode(data)
    assert image is not None
    assert size_of(data) == image.size
    assert codes_in(data) == ()
    assert picture_hash(data) == ""
    assert read_text_in((Picture("x", "image/gif", data),), WHOLE) == ()


def test_a_picture_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[274] = 6
    image = decode(saved(Image.new("RGB", (60, 40)), "JPEG", exif=exif))
    assert image is not None
    assert image.size == (40, 60)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><text>焊工证<tspan>免考</tspan></text>'
    '<image xlink:href="data:image/png;base64,{}"/></svg>'
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "hahahahaha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    + "]><svg xmlns='http://www.w3.org/2000/svg'><text>&i;</text></svg>"
)


def test_drawings_are_read_as_markup() -> None:
    import base64

    inner = png(code(TEXT))
    drawing = Picture("a.svg", "image/svg+xml", SVG.format(base64.b64encode(inner).decode()).encode())
    assert is_drawing(drawing)
    assert drawing_words(drawing.data) == ("焊工证免考",)
    assert [p.data for p in all_pictures((drawing,), ())] == [drawing.data, inner]
    assert decode(drawing.data) is None


@pytest.mark.parametrize(
    "data",
    [LAUGHS.encode(), b"<svg", b"<svg>" + b"<g>" * 50_000, b"<?xml version='1.0'?><svg/>", b"<svg>" + b"x" * 1_500_000],
)
def test_hostile_drawings_are_harmless(data: bytes) -> None:
    assert sum(map(len, drawing_words(data))) < 1_000_000


def test_a_page_full_of_hostile_pictures_is_judged(detector: Detector, page_of: Callable[..., Page]) -> None:
    pictures = tuple(Picture(f"/{n}", "image/png", data) for n, data in enumerate((*REFUSED.values(), LAUGHS.encode())))
    page = page_of("<p>电工证免考</p>", pictures=pictures, favicon=REFUSED["900 million points"], screenshot=b"x")
    assert any(f.rule == "P101" for f in detector.assess(Site("www.shop.example.com", (page,))).findings)


def test_many_pictures_cost_no_more_than_a_dozen() -> None:
    from detectors.page.codes import QR_COUNT, qr_texts

    pictures = tuple(Picture(f"/{n}", "image/png", png(code(f"http://example.com/{n}"))) for n in range(QR_COUNT + 5))
    assert len(list(qr_texts(pictures))) == QR_COUNT
