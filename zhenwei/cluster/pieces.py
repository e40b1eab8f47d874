"""Cutting lists of names into pieces of work: byte ranges of plain files, whole files where they are packed."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from zhenwei.errors import BadInput

PIECE_BYTES = 8_000_000
# With every name in the answer, a piece is kept small: its answer is many times as large.
PIECE_BYTES_WITH_SCORES = 400_000
GZIP = b"\x1f\x8b"
_ORIGIN = re.compile(rb"^[ \t]*\$ORIGIN[ \t]+(\S+)", re.M | re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines that begin in bytes ``start`` to ``end`` of a file, or ``data``, which somebody has read already.

    ``size`` is the whole file's, so that a machine with another file under this path is noticed.
    """

    file: str
    start: int
    end: int
    size: int
    packed: bool = False
    data: bytes | None = None


class Differs(Exception):
    """The file on this machine is not the one that was cut into pieces."""


def files_in(paths: Sequence[str]) -> list[str]:
    """Return files as they are, and for a folder the files below it by name, hidden ones left out. Raises BadInput."""
    found: list[str] = []
    for given in paths:
        path = Path(given)
        if given == "-" or not path.is_dir():
            found.append(given)
            continue
        below = [p for p in path.rglob("*") if not any(part.startswith(".") for part in p.relative_to(path).parts)]
        files = sorted(str(p) for p in below if p.is_file())
        if not files:
            raise BadInput(f"文件夹 {given} 中没有文件")
        found += files
    return found


def cut(files: Sequence[str], size: int, *, whole_if_packed: bool = True) -> Iterator[Piece]:
    """Yield the pieces of all files in order. Raises BadInput naming a file that cannot be read.

    Without ``whole_if_packed`` a packed file is unpacked here and handed on in blocks of lines.
    """
    for file in files:
        try:
            whole = Path(file).stat().st_size
            with Path(file).open("rb") as opened:
                packed = opened.read(2) == GZIP
        except OSError as error:
            raise BadInput(f"无法读取域名清单 {file}：{error.strerror or error}") from error
        if packed and not whole_if_packed:
            yield from _unpacked(file, whole, size)
        elif packed:
            yield Piece(file, 0, whole, whole, packed=True)
        else:
            yield from (Piece(file, start, min(start + size, whole), whole) for start in range(0, whole, size))


def _unpacked(file: str, whole: int, size: int) -> Iterator[Piece]:
    start = 0
    try:
        with gzip.open(file) as lines:
            while block := lines.read(size):
                block += lines.readline()
                yield Piece(file, start, start + len(block), whole, data=block)
                start += len(block)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"无法读取域名清单 {file}：{error}") from error


def lines_of(piece: Piece) -> Iterator[bytes]:
    """Yield the lines of a piece. Raises OSError, EOFError, zlib.error, Differs.

    A line belongs to the piece in which it begins: a range passes by the line that runs into it, and reads its last
    line to the end.
    """
    if piece.data is not None:
        yield from BytesIO(piece.data)
        return
    with Path(piece.file).open("rb") as opened:
        if Path(piece.file).stat().st_size != piece.size:
            raise Differs(f"{piece.size} 字节的文件在此为 {Path(piece.file).stat().st_size} 字节")
        if piece.packed:
            with gzip.GzipFile(fileobj=opened) as lines:
                yield from lines
            return
        if piece.start:
            opened.seek(piece.start - 1)
            opened.readline()
        length = piece.end - opened.tell()
        if length <= 0:
            return
        block = opened.read(length)
        if not block.endswith(b"\n"):
            block += opened.readline()
    yield from BytesIO(block)


def origin_at_head(file: str) -> str:
    """Return the ``$ORIGIN`` (RFC 1035, section 5.1) with which a plain file most likely begins; empty if none."""
    with Path(file).open("rb") as opened:
        return origin_in(opened.read(65_536), last=False)


def origin_in(block: bytes, *, last: bool = True) -> str:
    """Return the last (or first) ``$ORIGIN`` of some lines, without dots around it; empty if there is none."""
    found = _ORIGIN.findall(block) if b"$" in block else []
    return bytes(found[-1 if last else 0]).decode("utf-8", "replace").strip(".") if found else ""
