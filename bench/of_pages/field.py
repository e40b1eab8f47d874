"""Copies and genuine pages, a watchlist folder of the organs behind them, and their fingerprints in it.

Files are written and fingerprints recorded as `zhenwei organ learn SLUG FILE --url URL` does it, and the detector that
knows all of them is built from that folder, as a deployment's is.
"""

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
from zhenwei.cli.organ_pages import learn, page_in
from zhenwei.cli.pages import build_detector
from zhenwei.types import Assessment
from zhenwei.watchlist import Organ, Watchlist, load_watchlist


@dataclass(frozen=True, eq=False)
class Field:
    """``owner`` and ``prints`` are by the page's id; ``everything`` knows all organs and all fingerprints."""

    rows: tuple[Row, ...]
    owner: dict[str, Genuine]
    prints: dict[str, Reference]
    watchlist: Watchlist
    screener: Screener
    everything: Detector

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
    lawful = [row for label in (*LAWFUL, SPAM) if label != OFFICIAL for row in read(data, label)]
    told = [Abroad(row, ours.abroad(ours.everything, row), copy=True) for row in ours.rows]
    return (*told, *(Abroad(row, ours.abroad(ours.everything, row), copy=False) for row in lawful))


@cache
def field(data: Path) -> Field:
    """Read the copies and the official pages; write their organs into a folder for the time of reading it."""
    rows = (*read(data, COPY), *read(data, OFFICIAL))
    owner = {row.id: genuine_of(row) for row in rows}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, owner.values())
        watchlist = load_watchlist(folder)
        prints = {row.id: _recorded(folder, watchlist.organs[owner[row.id].slug], row) for row in rows}
        return Field(rows, owner, prints, watchlist, Screener(watchlist), build_detector(folder))


def _recorded(folder: Path, organ: Organ, row: Row) -> Reference:
    """Record a page's fingerprint from a file of it; return the same fingerprint."""
    file = folder / ("page.html" if row.html else "page.txt")
    file.write_text(row.html or row.text, "utf-8")
    page = page_in(file, row.url or f"https://{organ.domains[0]}/page/{row.id}")
    learn(folder, organ, [page])
    return reference_of(page, organ.slug)
