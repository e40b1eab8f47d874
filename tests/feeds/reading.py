"""Reading a list from bytes, for tests."""

from __future__ import annotations

from pathlib import Path

from crawler.feeds.entry import About
from crawler.feeds.read import Tally, read_list


def read(data: bytes, folder: Path, name: str = "list.txt") -> tuple[list[str], list[About], Tally]:
    """Return the names in the order read, what stood beside them, and the tally."""
    path = folder / "given"
    path.write_bytes(data)
    tally, names, abouts = Tally(), list[str](), list[About]()
    for batch in read_list(path, tally, name):
        names += [found.decode("ascii") for found in batch.names]
        abouts += batch.abouts
    return names, abouts, tally


def names_of(data: bytes | str, folder: Path, name: str = "list.txt") -> list[str]:
    """Return the names in the order read."""
    return read(data.encode() if isinstance(data, str) else data, folder, name)[0]
