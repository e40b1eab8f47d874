"""Reports as JSON: one object a line, or one array of objects."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from zhenwei.errors import BadInput
from zhenwei.intake.encoding import encoding_of
from zhenwei.intake.rows import Row, text_of

LONGEST_LINE = 1_000_000  # characters
DEEPEST = 8  # levels of lists and objects in one cell
LARGEST_ARRAY = 50_000_000  # bytes: an array is read whole


def read_objects(stream: BinaryIO, name: str) -> Iterator[Row]:
    """Yield one row an object. Raises BadInput for a line that is none."""
    encoding = encoding_of(stream, name)
    start = stream.read(64).decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    stream.seek(0)
    if start.startswith("["):
        yield from _array(stream, name, encoding)
        return
    text = io.TextIOWrapper(stream, encoding=encoding)
    try:
        number = 0
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise BadInput(f"文件 {name} 第 {number} 行过长")
            if line.strip("\ufeff \t\r\n"):
                yield Row(number, _cells(_parsed(line, f"文件 {name} 第 {number} 行"), f"文件 {name} 第 {number} 行"))
    finally:
        text.detach()


def _array(stream: BinaryIO, name: str, encoding: str) -> Iterator[Row]:
    data = stream.read(LARGEST_ARRAY + 1)
    if len(data) > LARGEST_ARRAY:
        raise BadInput(f"文件 {name} 是过大的 JSON 数组，请改为每行一个对象（JSON Lines）")
    value = _parsed(data.decode(encoding), f"文件 {name} ")
    if not isinstance(value, list):
        raise BadInput(f"文件 {name} 不是 JSON 对象的数组")
    for number, one in enumerate(value, 1):
        yield Row(number, _cells(one, f"文件 {name} 第 {number} 项"))


def _parsed(text: str, where: str) -> object:
    try:
        value: object = json.loads(text.strip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{where}不是 JSON") from error
    return value


def _cells(value: object, where: str) -> tuple[tuple[str, object], ...]:
    if not isinstance(value, Mapping):
        raise BadInput(f"{where}不是 JSON 对象")
    return tuple((text_of(key), _flat(cell)) for key, cell in value.items())


def _flat(cell: object, depth: int = 0) -> object:
    parts = list(cell.values()) if isinstance(cell, Mapping) else cell
    if not isinstance(parts, list):
        return cell
    return " ".join(text_of(_flat(part, depth + 1)) for part in parts) if depth < DEEPEST else ""
