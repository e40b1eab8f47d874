"""Lists of names: from whatever a feed sends (plain, gzip, CSV) to one ASCII name a line."""

from __future__ import annotations

import gzip
import os
import re
import tempfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from zhenwei.address import ascii_host
from zhenwei.errors import BadInput

MAX_UNPACKED = 2_000_000_000
_NAME = re.compile(r"(?=.{3,253}$)[a-z0-9_*-]+(\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]+")
_BAD_SHARE = 0.5


def names_in(data: bytes) -> list[str]:
    """Return the names of a list. Raises BadInput with one line for what is no list (binary rubbish, broken gzip)."""
    text = _text(_unpacked(data))
    names: dict[str, None] = {}
    bad = total = 0
    for line in text.splitlines():
        cell = re.split(r"[,;\t ]", line.strip().lstrip("\ufeff"), maxsplit=1)[0].strip().strip('"').rstrip(".")
        if not cell or cell.startswith(("#", "//")):
            continue
        total += 1
        if (name := _name(cell)) is not None:
            names[name] = None
        elif total > 1:  # the first line may be a head line
            bad += 1
    if bad > 5 and bad > _BAD_SHARE * total:
        raise BadInput(f"不是域名名单：{total} 行中有 {bad} 行不是域名")
    return list(names)


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            unpacked = file.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"名单的 gzip 压缩损坏：{error}") from error
    if len(unpacked) > MAX_UNPACKED:
        raise BadInput("名单解压后过大")
    return unpacked


def _text(data: bytes) -> str:
    if b"\0" in data[:65_536]:
        raise BadInput("名单含有二进制内容，不是文本")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as error:
            raise BadInput("名单既不是 UTF-8 也不是 GB18030 文本") from error


def _name(cell: str) -> str | None:
    try:
        name = ascii_host(cell.removeprefix("*."))
    except BadInput:
        return None
    return name if _NAME.fullmatch(name) else None


def write_names(path: Path, names: Iterable[str]) -> Path:
    """Write one name a line, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".names-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.writelines(f"{name}\n" for name in names)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
