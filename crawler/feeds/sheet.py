"""Workbooks (XLSX) of an office: every sheet, row by row, the column found by its header or by what it holds."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from crawler.feeds.entry import Batch
from crawler.feeds.table import LOOKED_AT, Columns, add_row, find_columns
from zhenwei.errors import BadInput

LARGEST = 500_000_000  # bytes of all parts, unpacked
RATIO = 300  # XML packs far better than a list, but not without end
MOST_COLUMNS = 64
_SOME = 5000
_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError,
    EOFError, zlib.error, ParseError, NotImplementedError, RuntimeError,
)  # fmt: skip


def read_sheets(path: Path) -> Iterator[Batch]:
    """Read a workbook. Raises BadInput if it is broken, too large once unpacked, or holds no column of names."""
    try:
        _measure(path)
        # As an open file: of a path, openpyxl asks for the ending .xlsx.
        with path.open("rb") as file, closing(openpyxl.load_workbook(file, read_only=True, data_only=True)) as book:
            found = False
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
                rows = ([_text(c) for c in row] for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
                for batch in _read(row for row in rows if any(row)):
                    found = True
                    yield batch
            if not found:
                yield Batch()
    except _BROKEN as error:
        raise BadInput("XLSX 表格损坏、有口令或不可读") from error


def _measure(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > LARGEST or (size > 10_000_000 and size > RATIO * path.stat().st_size):
        raise BadInput(f"XLSX 解压后有 {size} 字节，疑似压缩炸弹")


def _read(rows: Iterator[list[str]]) -> Iterator[Batch]:
    first = list(islice(rows, LOOKED_AT))
    if not first:
        return
    try:
        columns = find_columns([_line(row) for row in first])
    except BadInput:
        if len(first) == 1:
            return  # a title alone
        batch = Batch()
        batch.bad = len(first)
        yield batch
        return
    batch = Batch()
    for number, row in enumerate(chain(first, rows), 1):
        if _line(row) != columns.head:
            add_row(batch, row, Columns("\t", columns.cells, columns.note))
        if number % _SOME == 0:
            yield batch
            batch = Batch()
    yield batch


def _line(row: list[str]) -> bytes:
    return "\t".join(row).encode("utf-8", "replace")


def _text(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())
