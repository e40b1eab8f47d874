"""Paragraphs and tables with their lines and heights."""

from __future__ import annotations

from dataclasses import dataclass, replace

from takedown import layout
from takedown.paper.annexed import AIR, FILL_IN, PADDING, to_fill
from takedown.paper.glyphs import Faces
from takedown.paper.lines import Line, break_lines, joined
from takedown.paper.story import Cell, Grid, Item, Para, Picture


@dataclass(frozen=True, slots=True)
class MeasuredPara:
    """A paragraph, its lines, where each may be stretched, and what stands at its right end."""

    para: Para
    lines: tuple[Line, ...]
    gaps: tuple[int, ...]
    end: Line | None = None

    @classmethod
    def of(cls, para: Para, lines: tuple[Line, ...], width: float, faces: Faces) -> MeasuredPara:
        end = None
        if para.end:
            (end,) = break_lines(replace(para, runs=para.end, end=(), align="right", left=0.0, first=0.0), width, faces)
        return cls(
            para, lines, tuple(_gaps(line) for line in lines) if para.align == "justify" else (0,) * len(lines), end
        )

    @property
    def keep(self) -> bool:
        return self.para.keep

    @property
    def height(self) -> float:
        return self.para.before + self.para.pitch * len(self.lines)

    @property
    def least(self) -> float:
        """What a page must have left so that the paragraph may begin on it."""
        return self.para.before + self.para.pitch


@dataclass(frozen=True, slots=True)
class MeasuredCell:
    """Lines of a cell, the picture below them, and the height of both."""

    lines: tuple[Line, ...]
    pitch: float
    picture: Picture | None = None

    @property
    def height(self) -> float:
        return self.pitch * len(self.lines) + (self.picture.height if self.picture else 0.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[MeasuredCell, ...]
    height: float

    def cut(self, room: float) -> tuple[Row, Row]:
        """Cut a row that is taller than a page after the lines that fit."""
        first = [_cut(cell, room - 2 * AIR, True) for cell in self.cells]
        rest = [_cut(cell, room - 2 * AIR, False) for cell in self.cells]
        return Row(tuple(first), room), Row(tuple(rest), max(cell.height for cell in rest) + 2 * AIR)


def _cut(cell: MeasuredCell, room: float, first: bool) -> MeasuredCell:
    count = max(1, int(room / cell.pitch))
    if first:
        return MeasuredCell(cell.lines[:count], cell.pitch)
    return MeasuredCell(cell.lines[count:], cell.pitch, cell.picture)


@dataclass(frozen=True, slots=True)
class MeasuredGrid:
    """A table: widths of its columns and its rows."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    heads: int
    keep: bool = False

    @property
    def height(self) -> float:
        return sum(row.height for row in self.rows)

    @property
    def least(self) -> float:
        return sum(row.height for row in self.rows[: self.heads + 1])


Measured = MeasuredPara | MeasuredGrid


def measure(item: Item, width: float, faces: Faces) -> Measured:
    """Break an item into lines. Raises NoGlyph."""
    if isinstance(item, Para):
        return MeasuredPara.of(item, break_lines(item, width, faces), width, faces)
    rows = []
    for row in item.rows:
        cells = tuple(_cell(cell, width, faces) for cell, width in zip(row, item.widths, strict=True))
        least = FILL_IN if any(to_fill(cell) for cell in row) else item.least
        rows.append(Row(cells, max(least, max(cell.height for cell in cells) + 2 * AIR)))
    return MeasuredGrid(item.widths, tuple(rows), item.heads)


def row_height(row: tuple[Cell, ...], grid: Grid, faces: Faces) -> float:
    """Return the height (pt) that a row takes."""
    measured = measure(Grid(grid.widths, (row,), least=grid.least), layout.BODY_WIDTH, faces)
    return measured.height


def _cell(cell: Cell, width: float, faces: Faces) -> MeasuredCell:
    lines = break_lines(cell.para, width - 2 * PADDING, faces)
    return MeasuredCell(lines, cell.para.pitch, cell.picture)


def _gaps(line: Line) -> int:
    """Return between how many neighbours a line may be stretched: not within Latin words and numbers."""
    return sum(not joined(a.character, b.character) for a, b in zip(line.inked, line.inked[1:], strict=False))
