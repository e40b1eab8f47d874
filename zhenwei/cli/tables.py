"""Tables as offices send them: CSV (UTF-8 or GB 18030), XLSX, JSON Lines; told apart by content."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from zhenwei.errors import BadInput

LARGEST = 50_000_000  # bytes, also of an XLSX once unpacked (times ten)
ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Row:
    """``line``: of the file, from 1 (the header has one too); ``cells`` by column name."""

    line: int
    cells: Mapping[str, object]


def read_rows(data: bytes, name: str) -> list[Row]:
    """Return the rows of a table with a header, empty ones left out. Raises BadInput if it is none of the three."""
    if len(data) > LARGEST:
        raise BadInput(f"文件 {name} 超过 {LARGEST} 字节，请分成几份导入")
    if data.startswith(ZIP):
        rows = _xlsx(data, name)
    else:
        text = _decoded(data, name)
        rows = _jsonl(text, name) if text.lstrip().startswith("{") else _csv(text, name)
    return [row for row in rows if any(str(value).strip() for value in row.cells.values() if value is not None)]


def _decoded(data: bytes, name: str) -> str:
    if b"\x00" in data:
        raise BadInput(f"文件 {name} 既不是文本也不是 XLSX")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(f"文件 {name} 既不是 UTF-8 也不是 GB 18030 文本")


def _csv(text: str, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [column.strip() for column in next(reader, [])]
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(header) and any(cells[len(header) :]):
                raise BadInput(f"文件 {name} 第 {start} 行的格数多于表头的列数")
            yield Row(start, dict(zip(header, cells, strict=False)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(f"文件 {name} 第 {reader.line_num} 行不是合法的 CSV：{error}") from error


def _jsonl(text: str, name: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise BadInput(f"文件 {name} 第 {number} 行不是 JSON") from error
        if not isinstance(row, dict):
            raise BadInput(f"文件 {name} 第 {number} 行不是 JSON 对象")
        yield Row(number, row)


def _xlsx(data: bytes, name: str) -> Iterator[Row]:
    """Read the first sheet. What it unpacks to is measured first: a small file can hold an endless sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > 10 * LARGEST:
                raise BadInput(f"文件 {name} 解压后超过 {10 * LARGEST} 字节")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        header = [str(cell or "").strip() for cell in next(rows, ())]
        for number, cells in enumerate(rows, 2):
            yield Row(number, {key: cell for key, cell in zip(header, cells, strict=False) if key})
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise BadInput(f"文件 {name} 不是可读的 XLSX") from error
