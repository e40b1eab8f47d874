"""Likeness of screenshots: the top of a page hashed as a whole and in blocks, compared with a little play up and down.

The whole survives another window width, blocks survive a changed banner or a bar put above. Plain blocks (margins,
blank pages) say nothing and count for nothing; a page with too few others is like nothing. Measured in
docs/decisions/pictures.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detectors.page.decoding import decode

Array = Any  # numpy.ndarray of float32

# The part that is compared: as wide as the page, and once and a quarter as high.
COLUMNS, ROWS, CELL = 4, 5, 32
_ASPECT = ROWS / COLUMNS
# Brightness (of 255) by which a block must vary to say something.
_PLAIN = 7.0
# Bits of 63 by which two blocks may differ and still show the same thing.
_NEAR = 14
# Blocks that a page must have to be compared at all.
FEWEST = 6
# Copies with another banner, name, text or colour reach 0.56 and more, other pages 0.25 at most; of whole pages those
# at another width differ in 2 to 8 bits, others in 14 and more.
BLOCKS_NEAR = 0.5
WHOLE_NEAR = 6
# Moves up and down that are tried, in points of the small picture (each about 10 of a desktop's pixels).
_PLAY = tuple(range(-12, 13, 2))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near a screenshot is to a print: differing bits of the whole (of 63), share (0 to 1) of equal blocks."""

    whole: int = 64
    blocks: float = 0.0

    @property
    def is_near(self) -> bool:
        """True if a person would call the two pages alike."""
        return self.whole <= WHOLE_NEAR or self.blocks >= BLOCKS_NEAR


def screen_print(data: bytes) -> tuple[str, ...]:
    """Return hashes of 16 hex digits: of the whole, then of the blocks row by row ("" for plain ones).

    () if there is no picture, or if it is too plain to be compared.
    """
    small = _small(data)
    if small is None:
        return ()
    blocks = _blocks(small, 0)
    return (_whole(small), *blocks) if sum(map(bool, blocks)) >= FEWEST else ()


def screen_likeness(data: bytes, prints: Sequence[Sequence[str]]) -> list[Likeness]:
    """Return how near the screenshot is to each print; nowhere near where too little can be compared."""
    known = [p for p in prints if len(p) == 1 + COLUMNS * ROWS]
    small = _small(data) if known else None
    if small is None or sum(map(bool, _blocks(small, 0))) < FEWEST:
        return [Likeness() for _ in prints]
    whole, moved = _whole(small), [_blocks(small, play) for play in _PLAY]
    return [
        Likeness(_bits(whole, p[0]), max(_share(blocks, p[1:]) for blocks in moved))
        if len(p) == 1 + COLUMNS * ROWS
        else Likeness()
        for p in prints
    ]


def _bits(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _whole(small: Array) -> str:
    import cv2

    return _hash(cv2.resize(small, (CELL, CELL), interpolation=cv2.INTER_AREA), plain=0.0)


def _share(blocks: Sequence[str], known: Sequence[str]) -> float:
    """Return the share of blocks that say something on either side and are near each other."""
    told = [(a, b) for a, b in zip(blocks, known, strict=False) if a or b]
    same = sum(1 for a, b in told if a and b and _bits(a, b) <= _NEAR)
    return same / len(told) if len(told) >= FEWEST else 0.0


def _small(data: bytes) -> Array | None:
    """Return the top of a screenshot in grey, COLUMNS times ROWS cells; what is below a short page is white."""
    import numpy
    from PIL import Image

    image = decode(data)
    if image is None or image.width < 200 or image.height < 100:
        return None
    high = int(image.width * _ASPECT)
    part = image.crop((0, 0, image.width, min(high, image.height))).convert("L")
    wide, tall = COLUMNS * CELL, max(1, round(ROWS * CELL * part.height / high))
    small = numpy.full((ROWS * CELL, wide), 255, "float32")
    small[:tall] = numpy.asarray(part.resize((wide, tall), Image.Resampling.BOX), "float32")[: ROWS * CELL]
    return small


def _blocks(small: Array, play: int) -> tuple[str, ...]:
    import numpy

    moved = numpy.roll(small, play, axis=0)
    if play > 0:
        moved[:play] = 255
    elif play < 0:
        moved[play:] = 255
    corners = ((row * CELL, column * CELL) for row in range(ROWS) for column in range(COLUMNS))
    return tuple(_hash(moved[top : top + CELL, left : left + CELL]) for top, left in corners)


def _hash(cell: Array, plain: float = _PLAIN) -> str:
    """Return the signs of the 63 lowest cosine terms against their median, the mean left out (pHash)."""
    import cv2
    import numpy

    if float(cell.std()) < plain:
        return ""
    low = cv2.dct(numpy.ascontiguousarray(cell))[:8, :8].flatten()[1:]
    bits = low > numpy.median(low)
    return f"{int(''.join('1' if b else '0' for b in bits), 2):016x}"
