"""Copies and genuine pages, a watchlist of the organs behind them, and the fingerprints that organs would record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.of_pages.judged import foreign
from bench.of_pages.labelled import COPY, LAWFUL, OFFICIAL, SPAM, Row, read
from bench.of_pages.organs import Genuine, genuine_of, write
from detectors.detector import Detector
from detectors.names import Screener
from detectors.page.reference import Reference, reference_of
from zhenwei import clock
from zhenwei.types import Assessment
from zhenwei.watchlist import Watchlist, load_watchlist


@dataclass(frozen=True, eq=False)
class Field:
    """``owner`` and ``prints`` are by the page's id; ``screener`` is made once, it takes longest."""

    rows: tuple[Row, ...]
    owner: dict[str, Genuine]
    prints: dict[str, Reference]
    watchlist: Watchlist
    screener: Screener

    def detector(self, known: Iterable[Reference]) -> Detector:
        """Return a detector that knows the organs and these fingerprints."""
        return Detector(self.watchlist, tuple(known), clock.today(), self.screener.screen)

    def abroad(self, detector: Detector, row: Row) -> Assessment:
        """Judge the page as if a stranger's host served it."""
        return detector.assess(row.site(f"https://{foreign(row)}/"))

    def at_home(self, row: Row) -> str:
        """Return the page's own address, at its organ's host."""
        return row.url or f"https://{self.owner[row.id].host}/page"

    def of_others(self, row: Row) -> list[Reference]:
        """Return the fingerprints of all pages but this one and those of the same text."""
        return [p for i, p in self.prints.items() if i != row.id and p.text != self.prints[row.id].text]


@dataclass(frozen=True)
class Abroad:
    """A page that was judged as if a stranger's host served it. ``copy``: it belongs to an organ."""

    row: Row
    said: Assessment
    copy: bool


@cache
def abroad(data: Path) -> tuple[Abroad, ...]:
    """Judge every page but offers abroad, by a detector that knows all organs and their fingerprints."""
    ours = field(data)
    everything = ours.detector(ours.prints.values())
    lawful = [row for label in (*LAWFUL, SPAM) if label != OFFICIAL for row in read(data, label)]
    told = [Abroad(row, ours.abroad(everything, row), copy=True) for row in ours.rows]
    return (*told, *(Abroad(row, ours.abroad(everything, row), copy=False) for row in lawful))


@cache
def field(data: Path) -> Field:
    """Read the copies and the official pages; write their organs into a folder for the time of reading it."""
    rows = (*read(data, COPY), *read(data, OFFICIAL))
    owner = {row.id: genuine_of(row) for row in rows}
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), owner.values())
        watchlist = load_watchlist(Path(folder))
    prints = {
        row.id: reference_of(row.site(row.url or f"https://{owner[row.id].host}/page").pages[0], owner[row.id].slug)
        for row in rows
    }
    return Field(rows, owner, prints, watchlist, Screener(watchlist))
