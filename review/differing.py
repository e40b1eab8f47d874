"""Where two pictures of pages differ: what one shows and the other does not, whatever stands higher or lower.

Both are reduced to the same width. Their rows are brought into line first (a copied page often has one banner more or
less, and then everything below stands elsewhere); only rows that belong together are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH = 480  # pixels to which a picture is reduced
ROW, COLUMN = 2, 4  # height and width of what is compared, in reduced pixels
CELL = 4  # rows of a marked cell; two columns wide, so that it is a square
MOST_ROWS = 1540  # 3080 reduced pixels: what review/shot.py serves of a page 1400 wide
COARSE = 2  # columns taken together when rows are brought into line
NEAR = 18.0  # grey levels (0 to 255) that redrawing alone may change
FAR = 40.0  # grey levels from which two places count as wholly different when rows are brought into line
GAP = 0.3  # what leaving a row out costs, in parts of a wholly different row: rows that share a third stay together
MOST_BOXES = 60
ROUNDING = 1e-6
Grid = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Box:
    """A differing area, as parts (0 to 1) of the picture's width and of its width downwards."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Differences:
    """``mine``, ``theirs``: boxes of either picture, from above.

    ``same``: part (0 to 1) of what at least one of them shows that both show alike.
    """

    mine: tuple[Box, ...]
    theirs: tuple[Box, ...]
    same: float


def differences(mine: Image.Image, theirs: Image.Image) -> Differences:
    """Compare two pictures. Bounded: no more than MOST_ROWS rows of either are looked at."""
    a, b = _grid(mine), _grid(theirs)
    apart_a, apart_b = np.full(a.shape, 255.0, np.float32), np.full(b.shape, 255.0, np.float32)
    pairs = _aligned(_coarse(a), _coarse(b))
    for i, j in pairs:
        apart_a[i] = _apart(a[i], b, j)
        apart_b[j] = _apart(b[j], a, i)
    marked_a, marked_b = _cells(apart_a) > NEAR, _cells(apart_b) > NEAR
    seen_a, seen_b = _seen(a), _seen(b)
    return Differences(
        _boxes(marked_a & seen_a), _boxes(marked_b & seen_b), _same(pairs, (marked_a, marked_b), (seen_a, seen_b))
    )


def _grid(picture: Image.Image) -> Grid:
    """Return the grey of a picture's upper part, rows x columns; the rows are a multiple of CELL."""
    step = ROW * CELL
    height = max(step, min(ROW * MOST_ROWS, round(picture.height * WIDTH / picture.width)) // step * step)
    shown = min(picture.height, max(1, round(height * picture.width / WIDTH)))
    top = picture.convert("L").crop((0, 0, picture.width, shown))
    return np.asarray(top.resize((WIDTH // COLUMN, height // ROW), Image.Resampling.BOX), np.float32)


def _coarse(grid: Grid) -> Grid:
    means: Grid = grid.reshape(len(grid), -1, COARSE).mean(axis=-1)
    return means


def _apart(row: Grid, other: Grid, at: int) -> Grid:
    """Return how far a row is from its partner; what stands half a row off is not apart."""
    near = other[max(0, at - 1) : at + 2]
    return _outside(row, near.min(axis=0), near.max(axis=0))


def _around(grid: Grid) -> tuple[Grid, Grid]:
    """Return the darkest and the lightest of each place and the ones right above and below it."""
    padded = np.pad(grid, ((1, 1), (0, 0)), mode="edge")
    three = np.stack([padded[:-2], grid, padded[2:]])
    return three.min(axis=0), three.max(axis=0)


def _outside(row: Grid, low: Grid, high: Grid) -> Grid:
    apart: Grid = np.maximum(0, np.maximum(low - row, row - high))
    return apart


def _cells(grid: Grid) -> Grid:
    means: Grid = grid.reshape(len(grid) // CELL, CELL, -1, 2).mean(axis=(1, 3))
    return means


def _aligned(a: Grid, b: Grid) -> list[tuple[int, int]]:
    """Return which rows belong together, in order (Needleman and Wunsch 1970, over the mean difference of rows)."""
    low, high = _around(b)
    cost = np.stack([np.minimum(_outside(row, low, high) / FAR, 1.0).mean(axis=1) for row in a])
    leave_a, leave_b = _gaps(a), _gaps(b)
    rows, columns = cost.shape
    best = np.zeros((rows + 1, columns + 1), np.float64)
    steps = np.concatenate(([0.0], np.cumsum(leave_b)))
    best[:, 0], best[0, :] = np.concatenate(([0.0], np.cumsum(leave_a))), steps
    for i in range(1, rows + 1):
        # Diagonal or from above at once; from the left is a running minimum once the steps to the right are taken off.
        row = np.minimum(best[i - 1, 1:] + leave_a[i - 1], best[i - 1, :-1] + cost[i - 1])
        whole = np.concatenate(([best[i, 0]], row)) - steps
        best[i] = np.minimum.accumulate(whole) + steps
    return _path(best, cost, leave_a)


def _gaps(grid: Grid) -> NDArray[np.float64]:
    """Return what leaving out each row costs: half for empty ground, so that it is what gives way."""
    empty = np.abs(grid - np.median(grid)).max(axis=1) < NEAR / 2
    return np.where(empty, GAP / 2, GAP)


def _path(best: NDArray[np.float64], cost: Grid, leave: NDArray[np.float64]) -> list[tuple[int, int]]:
    i, j = cost.shape
    pairs = []
    while i and j:
        if best[i, j] >= best[i - 1, j - 1] + cost[i - 1, j - 1] - ROUNDING:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif best[i, j] >= best[i - 1, j] + leave[i - 1] - ROUNDING:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _seen(grid: Grid) -> Mask:
    """Return the cells of a picture that hold anything, with what touches them: empty ground is not worth a mark."""
    parts = grid.reshape(len(grid) // CELL, CELL, -1, 2)
    busy = (parts.max(axis=(1, 3)) - parts.min(axis=(1, 3))) > NEAR / 2
    seen: Mask = busy | (np.abs(parts.mean(axis=(1, 3)) - np.median(grid)) > NEAR)
    return seen


def _same(pairs: list[tuple[int, int]], marked: tuple[Mask, Mask], seen: tuple[Mask, Mask]) -> float:
    """Return the part of what either picture shows that is alike in both; the empty ground of both counts nowhere.

    Two pictures that show nothing at all are alike as far as their ground is.
    """
    i, j = (np.array([pair[side] for pair in pairs], np.intp) for side in (0, 1))
    (marked_a, marked_b), (seen_a, seen_b) = ([_rows(one) for one in both] for both in (marked, seen))
    unlike = marked_a[i] | marked_b[j]
    alike = int((seen_a[i] & seen_b[j] & ~unlike).sum())
    apart = int(((seen_a[i] | seen_b[j]) & unlike).sum())
    apart += sum(int(np.delete(one, taken, axis=0).sum()) for one, taken in ((seen_a, i), (seen_b, j)))
    return alike / (alike + apart) if alike + apart else 1.0 - float(marked_a.mean())


def _rows(cells: Mask) -> Mask:
    """Return cells as the rows that were brought into line."""
    return np.repeat(cells, CELL, axis=0)


def _boxes(marked: Mask) -> tuple[Box, ...]:
    """Return the bounds of areas that hang together (gaps of one cell do not part them), the largest, from above."""
    found: list[tuple[int, int, int, int]] = []
    left = marked.copy()
    while left.any() and len(found) < 4 * MOST_BOXES:
        found.append(_area(left))
    found.sort(key=lambda one: -(one[2] - one[0]) * (one[3] - one[1]))
    unit = ROW * CELL / WIDTH
    return tuple(
        Box(x0 * unit, y0 * unit, x1 * unit, y1 * unit)
        for y0, x0, y1, x1 in sorted(found[:MOST_BOXES])
    )  # fmt: skip


def _area(left: Mask) -> tuple[int, int, int, int]:
    """Take the area of the first marked cell away; return its bounds (top, left, bottom, right)."""
    y, x = (int(part) for part in np.unravel_index(int(left.argmax()), left.shape))
    y0, x0, y1, x1 = y, x, y + 1, x + 1
    waiting = [(y, x)]
    left[y, x] = False
    while waiting:
        y, x = waiting.pop()
        y0, x0, y1, x1 = min(y0, y), min(x0, x), max(y1, y + 1), max(x1, x + 1)
        top, side = max(0, y - 2), max(0, x - 2)
        near = left[top : y + 3, side : x + 3]
        waiting += [(top + int(dy), side + int(dx)) for dy, dx in np.argwhere(near)]
        near[:] = False
    return y0, x0, y1, x1
