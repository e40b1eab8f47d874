"""Tables as text: cells between commas, semicolons, tabs or bars, quoted as RFC 4180 says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from zhenwei.errors import BadInput
from zhenwei.intake.encoding import encoding_of
from zhenwei.intake.rows import MOST_COLUMNS, Line

DELIMITERS = (",", "\t", ";", "|", "，", "；")
_SAMPLE = 65_536  # characters
LONGEST_CELL = 131_072  # characters


def read_lines(stream: BinaryIO, name: str, encoding: str = "") -> Iterator[Line]:
    """Yield the lines of a delimited text, one at a time. Raises BadInput where the quoting is broken."""
    text = io.TextIOWrapper(stream, encoding=encoding or encoding_of(stream, name), newline="")
    sample = text.read(_SAMPLE)
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter_of(sample), strict=True)
    start = 1
    try:
        for cells in reader:
            yield Line(start, tuple(cells[:MOST_COLUMNS]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            f"文件 {name} 第 {start} 行不是合法的 CSV：{error}；请在表格软件中打开，另存为 .xlsx 后再导入"
        ) from error
    except UnicodeError as error:
        raise BadInput(f"文件 {name} 第 {start} 行附近的文字编码已损坏") from error
    finally:
        text.detach()


def delimiter_of(sample: str) -> str:
    """Return the delimiter that cuts the first lines into the most cells, the same number again and again."""
    lines = [line for line in sample.replace("\r", "\n").split("\n") if line.strip()][:40]
    if len(lines) > 1 and len(sample) >= _SAMPLE:
        lines = lines[:-1]
    best, chosen = (0, 0), ","
    for delimiter in DELIMITERS:
        widths = [_width(line, delimiter) for line in lines]
        wide = [width for width in widths if width > 1]
        usual = max(set(wide), key=wide.count) if wide else 1
        weight = (wide.count(usual) if wide else 0, usual)
        if weight > best:
            best, chosen = weight, delimiter
    return chosen


def _width(line: str, delimiter: str) -> int:
    """Return the number of cells of a line; what stands between quotation marks is one cell."""
    outside = "".join(part for number, part in enumerate(line.split('"')) if number % 2 == 0)
    return outside.count(delimiter) + 1
