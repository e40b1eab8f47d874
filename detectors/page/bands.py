"""Where a picture holds ink: rows and columns that are not plain, cut into bands small enough to be read one by one.

A reader of text pays for pixels, blank or not: an advertisement in a long empty page costs 2.3 s whole and 0.3 s cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Array = Any  # numpy.ndarray of uint8; numpy's own generics say nothing here
Box = tuple[int, int, int, int]

# Most pixels of one band: the memory of the reader grows with it (bench/README.md).
BAND_PIXELS = 500_000
# Rows nearer than this belong together; half of it is left around the ink.
_GAP = 24
# Brightness between the lightest and the darkest point of a row that makes it more than paper (of 255).
_CONTRAST = 20
_LOWEST = 8


def bands(grey: Array) -> Iterator[Box]:
    """Yield (top, bottom, left, right) of each band with ink, from the top. ``grey``: rows and columns of 0-255."""
    import numpy

    spread = grey.max(axis=1).astype("int16") - grey.min(axis=1)
    for top, bottom in _runs(spread > _CONTRAST, _GAP):
        if bottom - top < _LOWEST:
            continue
        top, bottom = max(0, top - _GAP // 2), min(grey.shape[0], bottom + _GAP // 2)
        part = grey[top:bottom]
        inked = numpy.flatnonzero(part.max(axis=0).astype("int16") - part.min(axis=0) > _CONTRAST)
        if not len(inked):
            continue
        left, right = max(0, int(inked[0]) - _GAP // 2), min(grey.shape[1], int(inked[-1]) + _GAP // 2)
        for upper, lower in _cut(part[:, left:right]):
            yield top + upper, top + lower, left, right


def _runs(marks: Array, gap: int) -> list[tuple[int, int]]:
    """Return the stretches of marked rows as (first, one past the last), joined over gaps."""
    import numpy

    found: list[tuple[int, int]] = []
    rows = numpy.flatnonzero(marks)
    if not len(rows):
        return found
    for piece in numpy.split(rows, numpy.flatnonzero(numpy.diff(rows) > gap) + 1):
        found.append((int(piece[0]), int(piece[-1]) + 1))
    return found


def _cut(part: Array) -> Iterator[tuple[int, int]]:
    """Cut a band that is too large where points change least along a row: between lines, not through them."""
    import numpy

    high, wide = part.shape
    most = max(120, BAND_PIXELS // max(1, wide))
    change = numpy.abs(numpy.diff(part.astype("int16"), axis=1)).mean(axis=1) if wide > 1 else numpy.zeros(high)
    upper = 0
    while high - upper > most:
        start = upper + most * 2 // 3
        lower = start + int(numpy.argmin(change[start : upper + most]))
        yield upper, lower
        upper = lower
    yield upper, high
