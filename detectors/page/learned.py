"""The references that `zhenwei organ learn` has recorded, read for a detector and put together for a file."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from detectors.page.reference import Reference
from detectors.page.sketch import VERSION
from zhenwei.errors import BadInput, WatchlistError
from zhenwei.sentences import said
from zhenwei.watchlist.pages import pages_files, read_pages, write_pages


def learned(overlay: Path | None, organs: Container[str]) -> dict[str, tuple[Reference, ...]]:
    """Return the references of every organ, built in and laid over. Raises WatchlistError naming the file at fault."""
    files = pages_files(overlay)
    for slug, file in files.items():
        if slug not in organs:
            raise WatchlistError(said("指纹文件 {file} 旁边没有机构文件 {slug}.toml", file=file, slug=slug))
    return {slug: references_in(file, slug) for slug, file in files.items()}


def all_learned(overlay: Path | None, organs: Container[str]) -> tuple[Reference, ...]:
    """Return the references of all organs in the order of their files. Raises WatchlistError."""
    return tuple(one for rows in learned(overlay, organs).values() for one in rows)


def references_in(file: Path, slug: str) -> tuple[Reference, ...]:
    """Return the references of one file. Raises WatchlistError if a row is damaged or another organ's."""
    found = []
    for number, row in enumerate(read_pages(file, VERSION), 1):
        try:
            one = Reference.from_json(row)
        except BadInput as error:
            raise WatchlistError(
                said("指纹文件 {file} 第 {number} 页：{error}", file=file, number=number, error=error)
            ) from error
        if one.organ != slug:
            raise WatchlistError(
                said("指纹文件 {file} 第 {number} 页属于另一机构 {organ!r}", file=file, number=number, organ=one.organ)
            )
        found.append(one)
    return tuple(found)


def merged(known: Sequence[Reference], new: Iterable[Reference]) -> tuple[Reference, ...]:
    """Return what is known with the new references added; the same page again takes its older self's place."""
    rows = list(known)
    for one in new:
        at = next((i for i, old in enumerate(rows) if old.same_page(one)), None)
        if at is None:
            rows.append(one)
        else:
            rows[at] = one
    return tuple(rows)


def record(folder: Path, slug: str, rows: Sequence[Reference]) -> Path:
    """Write an organ's references below a watchlist folder. Raises WatchlistError."""
    return write_pages(folder, slug, VERSION, [one.to_json() for one in rows])
