"""Files of names cut into blocks of whole lines, so that several processes can share one file."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path
from typing import IO, cast

from detectors.names.lists import Tally, read_names
from zhenwei.errors import BadInput

SIZE = 1 << 22
_LONGEST_LINE = 1 << 20
_STDIN = "-"
_SAID: dict[type[Exception], str] = {
    FileNotFoundError: "文件不存在",
    PermissionError: "没有读取权限",
    EOFError: "压缩文件不完整，请重新下载",
}
Stream = IO[bytes]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file: by its place (``start`` to ``end`` in bytes, the lines that begin there), or its bytes."""

    file: str
    start: int = 0
    end: int = 0
    data: bytes | None = None

    def read(self) -> bytes:
        """Return the lines that begin in this piece. Raises BadInput if the file cannot be read."""
        if self.data is not None:
            return self.data
        try:
            with Path(self.file).open("rb") as file:
                begin = self.start
                if begin:
                    file.seek(begin - 1)
                    begin = begin - 1 + len(file.readline(_LONGEST_LINE))
                block = file.read(max(0, self.end - begin))
                return block + file.readline(_LONGEST_LINE) if block and not block.endswith(b"\n") else block
        except OSError as error:
            raise _unreadable(self.file, error) from error


def pieces(files: Sequence[str], size: int = SIZE) -> Iterator[Piece]:
    """Yield the pieces of all files in order. ``-`` is standard input; gzip is told by its first bytes.

    Raises BadInput for a file that cannot be read, or whose first lines hold hardly any name.
    """
    for file in files:
        with opened(file) as (stream, packed):
            head = _peeked(stream, file)
            check_head(head, file)
            plain = file != _STDIN and not packed and Path(file).is_file()
            if b"$ORIGIN" in head.upper():
                yield from _absolute(stream, file, size)
            elif plain:
                total = Path(file).stat().st_size
                for start in range(0, total, size):
                    yield Piece(file, start, min(total, start + size))
            else:
                yield from (Piece(file, data=block) for block in _readable(whole_lines(stream, size), file))


@contextlib.contextmanager
def opened(file: str) -> Iterator[tuple[Stream, bool]]:
    """Open a file or standard input, unpacked if it is gzip, and say whether it was. Raises BadInput."""
    with contextlib.ExitStack() as stack:
        try:
            raw = FileIO(0, closefd=False) if file == _STDIN else stack.enter_context(FileIO(file))
            plain = stack.enter_context(BufferedReader(raw, 1 << 16))
            packed = plain.peek(2)[:2] == b"\x1f\x8b"
        except OSError as error:
            raise _unreadable(file, error) from error
        stream = stack.enter_context(gzip.GzipFile(fileobj=plain)) if packed else plain
        yield cast("Stream", stream), packed


def lines_of(file: str) -> Iterator[bytes]:
    """Yield the lines of a file, of standard input or of what is packed in one. Raises BadInput."""
    with opened(file) as (stream, _):
        try:
            yield from stream
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(file, error) from error


def check_head(head: bytes, file: str) -> None:
    """Raise BadInput if the first lines of a file hold hardly any name: that is some other kind of file."""
    for _ in read_names(head.split(b"\n")[:-1], Tally(), file):
        pass


def _peeked(stream: Stream, file: str) -> bytes:
    try:
        return cast("BufferedReader", stream).peek(1 << 16)
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(file, error) from error


def whole_lines(stream: Stream, size: int) -> Iterator[bytes]:
    """Yield whole lines, about ``size`` bytes at a time. Raises what reading the stream raises."""
    while block := stream.read(size):
        yield block if block.endswith(b"\n") else block + stream.readline(_LONGEST_LINE)


def _readable(blocks: Iterator[bytes], file: str) -> Iterator[bytes]:
    try:
        yield from blocks
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(file, error) from error


def _absolute(stream: Stream, file: str, size: int) -> Iterator[Piece]:
    """Yield the names of a zone that are written relative to an origin, made whole."""
    held: list[str] = []
    length = 0
    try:
        for name in read_names(stream, Tally(), file):
            held.append(name)
            length += len(name) + 1
            if length >= size:
                yield Piece(file, data="\n".join([*held, ""]).encode())
                held, length = [], 0
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(file, error) from error
    if held:
        yield Piece(file, data="\n".join([*held, ""]).encode())


def _unreadable(file: str, error: Exception) -> BadInput:
    what = next((said for kind, said in _SAID.items() if isinstance(error, kind)), str(error))
    return BadInput(f"无法读取域名清单 {file}：{what}")
