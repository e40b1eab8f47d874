"""Very many names in order, each once, with bounded memory: sorted runs on the disk, merged a piece at a time.

Everything goes in lists of some thousand names, because Python sorts, joins and writes lists far faster than it
handles names one by one. A file holds one name a line, in the order of its bytes; packed files end in ``.gz``.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

RUN = 500_000  # names that are sorted in memory
AT_ONCE = 600_000  # names of all runs together that are held while merging
Piece = list[bytes]


class Sorter:
    """Takes names in any order and gives them back in order, each once."""

    def __init__(self, folder: Path, run: int = RUN) -> None:
        self._folder, self._most, self._held, self._runs = folder, run, set[bytes](), list[Path]()

    def add(self, names: Iterable[bytes]) -> None:
        """Take some names."""
        self._held.update(names)
        if len(self._held) >= self._most:
            self._spill()

    def pieces(self) -> Iterator[Piece]:
        """Yield all names in order; afterwards the runs are gone."""
        if not self._runs:
            yield sorted(self._held)
            return
        self._spill()
        yield from merged(self._runs)
        for run in self._runs:
            run.unlink()

    def _spill(self) -> None:
        if self._held:
            run = self._folder / f"run-{len(self._runs)}.txt"
            with run.open("wb") as file:
                file.writelines(name + b"\n" for name in sorted(self._held))
            self._runs.append(run)
            self._held = set()


class _Reader:
    """One sorted file, some names at a time."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._size = file, size
        self.names: Piece = []
        self.done = False
        self.more()

    def more(self) -> None:
        if not self.names and not self.done:
            self.names = self._file.read(self._size).split(b"\n")
            self.names[-1] += self._file.readline().rstrip(b"\n") if self.names[-1] else b""
            if not self.names[-1]:
                self.names.pop()
            self.done = not self.names

    def up_to(self, last: bytes) -> Piece:
        """Take the names that are not behind ``last``."""
        low, high = 0, len(self.names)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self.names[middle] <= last else (low, middle)
        taken, self.names = self.names[:low], self.names[low:]
        return taken


def merged(files: Sequence[Path], at_once: int = AT_ONCE) -> Iterator[Piece]:
    """Yield the names of sorted files together, in order, each once."""
    with ExitStack() as stack:
        size = max(1 << 12, at_once * 16 // max(1, len(files)))
        readers = [_Reader(stack.enter_context(opened(file)), size) for file in files]
        while True:
            for reader in readers:
                reader.more()
            heads = [reader.names[-1] for reader in readers if reader.names]
            if not heads:
                return
            last = min(heads)
            yield sorted(set().union(*(reader.up_to(last) for reader in readers)))


def without(pieces: Iterable[Piece], known: Path | None, at_once: int = AT_ONCE) -> Iterator[Piece]:
    """Yield the names, in order, that a sorted file does not hold."""
    if known is None:
        yield from pieces
        return
    with opened(known) as file:
        reader = _Reader(file, at_once * 16)
        for piece in pieces:
            if not piece:
                continue
            old: set[bytes] = set()
            while reader.names and reader.names[0] <= piece[-1]:
                old.update(reader.up_to(piece[-1]))
                reader.more()
            yield [name for name in piece if name not in old] if old else piece


def opened(path: Path) -> IO[bytes]:
    """Open a file of names, packed or not, for reading."""
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


class Writer:
    """Writes names to a file that is in place whole, on the disk, or not at all."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.count = path, 0
        self._partial = path.with_name(path.name + ".part")
        self._raw = self._partial.open("wb")
        # Level 1 packs sorted names almost as well as level 9, several times faster; no time in the head, so that
        # the same names are the same bytes.
        self._out: IO[bytes] = (
            gzip.GzipFile("", "wb", 1, self._raw, mtime=0) if path.suffix == ".gz" else self._raw  # type: ignore[assignment]
        )

    def write(self, names: Piece) -> None:
        """Add some names."""
        if names:
            self._out.write(b"\n".join(names) + b"\n")
            self.count += len(names)

    def close(self, *, keep: bool) -> None:
        """Put the file in place, or drop it."""
        if self._out is not self._raw:
            self._out.close()
        self._raw.flush()
        if keep:
            os.fsync(self._raw.fileno())
        self._raw.close()
        if keep:
            self._partial.replace(self.path)
        else:
            self._partial.unlink(missing_ok=True)
