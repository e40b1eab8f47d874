"""Unpacking lists as a stream: gzip, bzip2, xz, zip. Nothing is written to the disk under a name of the archive's.

Bombs are refused while they unpack: by what comes out in all, and by what comes out for what went in.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol

from zhenwei.errors import BadInput

MOST_UNPACKED = 60_000_000_000  # the largest zone there is (.com), and room to grow
# Lists pack to a fifth, hosts files to a tenth; deflate reaches 1:1032 with nothing but repetition.
FREE, RATIO = 64_000_000, 200
MOST_MEMBERS = 1000
_CHUNK = 1 << 20
GZIP, BZIP2, XZ, ZIP = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
SHEET = "xl/workbook.xml"
_FOREIGN = {
    b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!": "RAR", b"\x28\xb5\x2f\xfd": "zstd", b"\xd0\xcf\x11\xe0": "旧版 XLS",
    b"%PDF": "PDF", b"SQLite format 3": "SQLite", b"PAR1": "Parquet", b"\x1f\x9d": "compress（.Z）",
}  # fmt: skip
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, RuntimeError, NotImplementedError)


class Stream(Protocol):
    """What a list is read from: some bytes at a time, none at the end."""

    def read(self, size: int, /) -> bytes: ...


class Guarded:
    """A stream that ends with BadInput when it is broken or gives out more than a list would."""

    def __init__(self, inner: Stream, went_in: Stream | int = MOST_UNPACKED) -> None:
        self._inner, self._went_in, self._out = inner, went_in, 0

    def read(self, size: int, /) -> bytes:
        try:
            found = self._inner.read(size)
        except _BROKEN as error:
            raise BadInput(f"压缩包损坏、不完整或有口令：{_first_line(error)}") from error
        self._out += len(found)
        packed = self._went_in if isinstance(self._went_in, int) else self._went_in.tell()  # type: ignore[attr-defined]
        if self._out > MOST_UNPACKED or (self._out > FREE and self._out > RATIO * packed):
            raise BadInput(f"压缩比异常（{packed} 字节已展开成 {self._out} 字节），疑似压缩炸弹，未读完")
        return found


@contextmanager
def unpacked(path: Path) -> Iterator[Iterator[Stream]]:
    """Yield the lists inside a file: itself, what it packs, or each member of a zip. Raises BadInput, OSError."""
    with ExitStack() as stack:
        raw = stack.enter_context(path.open("rb"))
        head = raw.read(16)
        raw.seek(0)
        if kind := next((kind for magic, kind in _FOREIGN.items() if head.startswith(magic)), ""):
            raise BadInput(f"不是可读的域名清单，而是 {kind} 文件；请另存为文本、CSV、XLSX、gz 或 zip")
        if head.startswith((ZIP, EMPTY_ZIP)):
            yield _members(stack, raw)
        else:
            yield iter([_inner(stack, raw, head)])


def is_sheet(path: Path) -> bool:
    """True for an Office Open XML workbook (ECMA-376, a zip with ``xl/workbook.xml``)."""
    with path.open("rb") as file:
        if not file.read(4).startswith(ZIP):
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return SHEET in archive.namelist()
    except _BROKEN:
        return False


def _inner(stack: ExitStack, raw: IO[bytes], head: bytes) -> Stream:
    opened: Stream
    if head.startswith(GZIP):
        opened = stack.enter_context(gzip.GzipFile(fileobj=raw))
    elif head.startswith(BZIP2):
        opened = stack.enter_context(bz2.BZ2File(raw))
    elif head.startswith(XZ):
        opened = stack.enter_context(lzma.open(raw))  # noqa: SIM115
    else:
        return Guarded(raw)
    return _twice(Guarded(opened, raw))


def _members(stack: ExitStack, raw: IO[bytes]) -> Iterator[Stream]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(raw))
    except _BROKEN as error:
        raise BadInput(f"zip 压缩包损坏或不完整：{_first_line(error)}") from error
    members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
    if len(members) > MOST_MEMBERS:
        raise BadInput(f"zip 压缩包里有 {len(members)} 个文件，多于 {MOST_MEMBERS} 个")
    for member in members:
        try:
            opened = archive.open(member)
        except _BROKEN as error:
            raise BadInput(f"zip 压缩包损坏或有口令：{_first_line(error)}") from error
        with opened:
            yield _twice(Guarded(opened, member.compress_size))


def _twice(stream: Guarded) -> Stream:
    """A list that was packed, and packed again for the way, is unpacked once more."""
    first = stream.read(_CHUNK)
    again = _Ahead(first, stream)
    return Guarded(gzip.GzipFile(fileobj=again), again) if first.startswith(GZIP) else again  # type: ignore[call-overload]


class _Ahead:
    """Puts the bytes that were looked at in front of a stream again, and counts what was taken."""

    def __init__(self, first: bytes, rest: Stream) -> None:
        self._first, self._rest, self._taken = io.BytesIO(first), rest, 0

    def read(self, size: int, /) -> bytes:
        found = self._first.read(size) or self._rest.read(size)
        self._taken += len(found)
        return found

    def tell(self) -> int:
        return self._taken


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
