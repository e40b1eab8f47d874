"""Rows of tables, whatever file they came from: lines of cells become rows once their header is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from zhenwei.intake.addresses import is_address
from zhenwei.intake.columns import TELLING, Columns

# Lines in which a header is looked for: titles, dates and notes of the office stand above it.
DEEPEST_HEADER = 30
MOST_COLUMNS = 200
LIST_HEADING = "网址"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of cells. ``number`` from 1, as the program shows it in which people open the file."""

    number: int
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line under a header: (heading, value) in order; two columns may have one heading. ``fault`` says what is wrong
    with the line as such."""

    line: int
    cells: tuple[tuple[str, object], ...]
    sheet: str = ""
    fault: str = ""


def headed(lines: Iterable[Line], columns: Columns, sheet: str = "") -> Iterator[Row] | None:
    """Return the rows under the header that is found, or None if there is none that tells anything.

    The header is the line of the first ones with the most known headings. A file with one column of addresses and no
    header is a list of addresses.
    """
    source = iter(lines)
    first: list[Line] = []
    for line in source:
        if not is_empty(line.cells):
            first.append(line)
        if len(first) >= DEEPEST_HEADER:
            break
    place = _header(first, columns)
    if place is not None:
        header = tuple(text_of(cell) for cell in first[place].cells)
        return _rows(chain(first[place + 1 :], source), header, sheet)
    if first and all(_is_list_line(line) for line in first):
        return _rows(chain(first, source), (LIST_HEADING,), sheet)
    return None


def _header(first: list[Line], columns: Columns) -> int | None:
    best, place = 0, None
    for number, line in enumerate(first):
        cells = [text_of(cell) for cell in line.cells if text_of(cell)]
        meanings = [columns.meaning(cell) for cell in cells]
        known = sum(1 for meaning in meanings if meaning)
        # 填表说明 above a page of instructions is a heading of nothing.
        telling = [meaning for meaning in meanings if meaning in TELLING]
        if known > best and telling and (known > 1 or telling != ["note"]) and not _is_data(line):
            best, place = known, number
    # A title in one cell may speak of addresses; it is a header only where the table has one column.
    if place is not None and best == 1 and _filled(first[place]) == 1:
        below = first[place + 1 :]
        if any(_filled(line) > 1 for line in below):
            return None
    return place


def _is_data(line: Line) -> bool:
    """True for a line with a cell that is an address: no heading is one."""
    return any(is_address(text_of(cell)) for cell in line.cells)


def _is_list_line(line: Line) -> bool:
    cells = [text_of(cell) for cell in line.cells if text_of(cell)]
    return len(cells) == 1 and is_address(cells[0])


def _filled(line: Line) -> int:
    return sum(1 for cell in line.cells if text_of(cell))


def _rows(lines: Iterable[Line], header: tuple[str, ...], sheet: str) -> Iterator[Row]:
    for line in lines:
        if is_empty(line.cells) or tuple(text_of(cell) for cell in line.cells[: len(header)]) == header:
            continue  # offices repeat the header on every printed page
        fault = ""
        if any(text_of(cell) for cell in line.cells[len(header) :]):
            fault = "的格数多于表头的列数"
        pairs = tuple((name, cell) for name, cell in zip(header, line.cells, strict=False) if name)
        yield Row(line.number, pairs, sheet, fault)


def is_empty(cells: Iterable[object]) -> bool:
    """True if no cell holds anything that can be seen."""
    return not any(text_of(cell) for cell in cells)


def text_of(value: object) -> str:
    """Return a cell as text on one line. Whole numbers lose the ``.0`` that spreadsheets give them.

    What no database column takes (NUL, half of a surrogate pair) and control characters become spaces.
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, list | tuple):
        return " ".join(text_of(part) for part in value[:MOST_COLUMNS])
    try:
        text = str(value)
    except ValueError:  # an integer with more digits than Python prints
        return ""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())
