"""XLSX workbooks (ECMA-376), row by row. Nothing in them is computed, followed or run.

Formulas give the value that was saved with them; links to other workbooks and pictures are never opened. What the
file unpacks to is measured before anything is unpacked.
"""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import openpyxl
from lxml.etree import LxmlError
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from zhenwei.errors import BadInput
from zhenwei.intake.rows import MOST_COLUMNS, Line
from zhenwei.intake.unreadable import refuse_other_zip

MOST_ROWS = 1_048_576  # of a sheet, by the format
LARGEST_UNPACKED = 600_000_000  # bytes of all parts
LARGEST_STRINGS = 200_000_000  # bytes of the shared strings, which are held in memory
MOST_PARTS = 5_000
MOST_MERGED = 50_000
# What openpyxl and the libraries below it raise for a file that is none.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, InvalidFileException, LxmlError, SyntaxError, LookupError, ValueError,
    TypeError, AttributeError, AssertionError, ArithmeticError, EOFError, OSError, RuntimeError, MemoryError,
)  # fmt: skip
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


class Workbook:
    """An open workbook. ``sheets`` are the names of the visible ones, ``hidden`` of the others."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self.name = name
        self._stream = stream
        with _named(name):
            with zipfile.ZipFile(stream) as parts:
                _measured(parts, name)
            stream.seek(0)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions that nobody needs here
                self._book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            sheets = self._book.worksheets
            self.sheets = [str(sheet.title) for sheet in sheets if sheet.sheet_state == "visible"]
            self.hidden = [str(sheet.title) for sheet in sheets if sheet.sheet_state != "visible"]

    def lines(self, sheet: str) -> Iterator[Line]:
        """Yield the lines of a sheet; every cell of a merged range has the value of its first. Raises BadInput."""
        with _named(self.name):
            part: Any = self._book[sheet]
            part.reset_dimensions()  # what the file claims of its size is not believed
            spans = _merged(self._stream, str(part._worksheet_path))
            held: dict[tuple[int, int], object] = {}
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                rows = part.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
                for number, cells in enumerate(rows, 1):
                    yield Line(number, _trimmed(_filled(number, list(cells), spans, held)))

    def close(self) -> None:
        """Let go of the parts; the stream stays open."""
        self._book.close()


def _measured(parts: zipfile.ZipFile, name: str) -> None:
    held = parts.infolist()
    if len(held) > MOST_PARTS or sum(part.file_size for part in held) > LARGEST_UNPACKED:
        raise BadInput(f"文件 {name} 解压后超过 {LARGEST_UNPACKED // 1_000_000} MB，未读取；请分成几份，或另存为 CSV")
    if any(part.filename.lower().endswith("sharedstrings.xml") and part.file_size > LARGEST_STRINGS for part in held):
        raise BadInput(f"文件 {name} 的文字超过 {LARGEST_STRINGS // 1_000_000} MB，未读取；请分成几份，或另存为 CSV")
    if any(part.flag_bits & 1 for part in held):
        raise BadInput(f"文件 {name} 是加密的压缩包；请取消密码后再导入")
    refuse_other_zip(parts, name)


def _merged(stream: BinaryIO, path: str) -> dict[int, list[tuple[int, int, int, int]]]:
    """Return merged ranges by the first row that they touch: (left, top, right, bottom), from 1.

    They stand behind the rows, so the sheet's part is read through once before.
    """
    found: dict[int, list[tuple[int, int, int, int]]] = {}
    count, rest = 0, b""
    with zipfile.ZipFile(stream) as parts, parts.open(path.lstrip("/")) as part:
        while piece := part.read(1 << 20):
            rest += piece
            end = 0
            for match in _MERGED.finditer(rest):
                end = match.end()
                left, top, right, bottom = (edge or 0 for edge in range_boundaries(match[1].decode()))
                if left and top and count < MOST_MERGED and right <= MOST_COLUMNS:
                    found.setdefault(top, []).append((left, top, right, bottom))
                    count += 1
            rest = rest[max(end, len(rest) - 200) :]
    return found


def _filled(
    number: int,
    cells: list[object],
    spans: dict[int, list[tuple[int, int, int, int]]],
    held: dict[tuple[int, int], object],
) -> list[object]:
    """Return a line with the values of merged ranges that began here or above.

    ``held``: value by (column, last row) of ranges that go on below. A range over columns only is a title: it keeps to
    its first cell.
    """
    for (column, bottom), value in list(held.items()):
        if number > bottom:
            del held[column, bottom]
        elif len(cells) >= column and cells[column - 1] is None:
            cells[column - 1] = value
    for left, top, right, bottom in spans.pop(number, ()):
        if bottom > top and len(cells) >= left:
            for column in range(left, right + 1):
                held[column, bottom] = cells[left - 1]
    return cells


def _trimmed(cells: list[object]) -> tuple[object, ...]:
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Turn whatever a damaged file makes of the library into one sentence."""
    try:
        yield
    except BadInput:
        raise
    except DAMAGED as error:
        raise BadInput(
            f"文件 {name} 不是可读的 XLSX（{type(error).__name__}）；请在 Excel 或 WPS 中打开，另存为 .xlsx 后再导入"
        ) from error
