"""Text in pictures, offline: pictures are cut into bands with ink, lines are found in each, the largest lines are read.

What it may cost is given beforehand (Budget) and counted in pixels and characters, not in seconds: the same picture
gives the same words on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from detectors.page.bands import Array, bands
from detectors.page.decoding import decode, size_of
from zhenwei.types import Picture

# Pictures below this hold no line of text that a visitor reads.
_NARROW, _LOW = 64, 14
# Wider pictures are made smaller first: no page shows them wider.
_WIDEST = 2_000
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Budget:
    """What the pictures of a page may cost: pictures looked at, pixels searched, characters read (about 5 ms each)."""

    pictures: int
    pixels: int
    characters: int

    @property
    def empty(self) -> bool:
        """True if nothing may be read."""
        return self.pictures == 0


@dataclass(slots=True)
class _Line:
    crop: Array
    place: tuple[int, int, int]

    @property
    def characters(self) -> float:
        """About how many characters it holds: hanzi are as wide as they are high."""
        high, wide = self.crop.shape[:2]
        return max(1.0, float(wide) / max(1, int(high)))


def read_text_in(pictures: Sequence[Picture], budget: Budget) -> tuple[str, ...]:
    """Return the lines of text in the largest pictures, in reading order, as far as the budget goes."""
    return () if budget.empty else _text_in(tuple(pictures), budget)


# A site is seen as several visitors, who are mostly shown the same pictures: they are read once.
@lru_cache(maxsize=4)
def _text_in(pictures: tuple[Picture, ...], budget: Budget) -> tuple[str, ...]:
    chosen: list[tuple[int, int, Picture]] = []
    for picture in pictures:
        wide, high = size_of(picture.data)
        if wide >= _NARROW and high >= _LOW:
            chosen.append((-wide * high, len(chosen), picture))
    if not chosen:
        return ()
    _engine()  # a reader that cannot start is an error; one that stumbles over a picture is not
    lines: list[_Line] = []
    left = budget.pixels
    for _, number, picture in sorted(chosen, key=lambda row: row[:2])[: budget.pictures]:
        if left <= 0:
            break
        with suppress(Exception):  # the package raises whatever it likes on a stranger's pixels
            left -= _find(picture.data, number, left, lines)
    kept = sorted(_affordable(lines, budget.characters), key=lambda line: line.place)
    with suppress(Exception):  # as above
        return tuple(_read([line.crop for line in kept]))
    return ()


def _find(data: bytes, number: int, pixels: int, lines: list[_Line]) -> int:
    """Add the lines of one picture; return how many pixels were searched."""
    import numpy

    image = decode(data)
    if image is None:
        return 0
    if image.width > _WIDEST:
        image = image.resize((_WIDEST, max(1, image.height * _WIDEST // image.width)))
    colours = numpy.asarray(image)[:, :, ::-1]
    spent = 0
    for band, (top, bottom, left, right) in enumerate(bands(numpy.asarray(image.convert("L")))):
        if spent >= pixels:
            break
        spent += (bottom - top) * (right - left)
        found = _lines_in(numpy.ascontiguousarray(colours[top:bottom, left:right]))
        lines += [_Line(crop, (number, band, order)) for order, crop in enumerate(found)]
    return spent


def _affordable(lines: Iterable[_Line], characters: int) -> Iterator[_Line]:
    """Yield the lines in the largest type first, until the budget is used up."""
    left = float(characters)
    for line in sorted(lines, key=lambda line: (-line.crop.shape[0], line.place)):
        if line.characters <= left:
            left -= line.characters
            yield line


@cache
def _engine() -> Any:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    params = {
        "Global.log_level": "critical",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        # Models by path: one that is missing is an error here, where the package would fetch it from the network.
        "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
        "Cls.model_path": str(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
        "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
        # A side of 736 pixels, the package's own choice, blows small banners up: four times the cost, and large letters
        # are then no longer found at all. Six lines at once cost twice the memory and save no time on one core.
        "Det.limit_side_len": 160,
        "Rec.rec_batch_num": 1,
    }
    return rapidocr.RapidOCR(params=params)


def _lines_in(band: Array) -> list[Array]:
    """Return the parts of a band that hold one line each, in reading order."""
    from rapidocr.main import RapidOCRError

    try:
        return list(_engine().detect_and_crop(band, {})[0])
    except RapidOCRError:  # how the package says that there is no text
        return []


def _read(crops: list[Array]) -> Iterator[str]:
    if not crops:
        return
    engine = _engine()
    turned, _ = engine.cls_and_rotate(crops)
    said = engine.recognize_txt(turned)
    for text, score in zip(said.txts, said.scores, strict=True):
        if text.strip() and float(score) > _SURE:
            yield text.strip()
