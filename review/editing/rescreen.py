"""What a change of the watchlist would flag: names and captures of the last 30 days, judged with both lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic

from sqlalchemy import select

from detectors.detector import Detector
from detectors.names import Screener
from detectors.page.learned import all_learned
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import BadInput, EvidenceError
from zhenwei.evidence.capture import read_capture
from zhenwei.store.database import Store
from zhenwei.store.models import NightRow, SiteRow, VisitRow, WatchedNameRow
from zhenwei.types import Assessment, Page, Site
from zhenwei.watchlist import Watchlist, load_watchlist

DAYS = 30
MOST_NAMES, MOST_SITES, MOST_VISITS = 20_000, 300, 3_000
MOST_BYTES, BLOCK = 16_000_000, 1_000_000  # of downloaded lists
MOST_ROWS = 100
PAGES_A_SITE = 4


@dataclass(frozen=True)
class Shift:
    """A name or a site that the change moves over the line. ``kind``: name or page; scores before and after."""

    kind: str
    host: str
    before: float
    after: float
    word_before: str = ""
    word_after: str = ""
    # official: an organ's own; lawful: cleared by a person; before the change or after it.
    owner: str = ""


@dataclass
class Report:
    """What was judged and what would change; ``cut``: more was there than time or bounds allowed."""

    names: int = 0
    sites: int = 0
    cut: bool = False
    gained: list[Shift] = field(default_factory=list)
    lost: list[Shift] = field(default_factory=list)

    def note(self, shift: Shift, gained: bool) -> None:
        """Keep a shift, as long as there is room for it."""
        rows = self.gained if gained else self.lost
        if shift.owner:
            rows.insert(sum(bool(row.owner) for row in rows), shift)
        else:
            rows.append(shift)
        if len(rows) > MOST_ROWS:
            del rows[MOST_ROWS:]
            self.cut = True

    @property
    def wronged(self) -> list[Shift]:
        """The official and cleared sites that would newly be flagged; they come first in any list."""
        return [row for row in self.gained if row.owner]


def compare(store: Store, settings: Settings, changed: Path, seconds: float) -> Report:
    """Judge names and captures of the last 30 days with the present watchlist and with the changed one."""
    end, report = monotonic() + seconds, Report()
    old, new = load_watchlist(settings.watchlist_dir), load_watchlist(changed)
    screeners = Screener(old), Screener(new)
    _names(store, settings, screeners, (old, new), report, end)
    detectors = tuple(
        Detector(watchlist, all_learned(folder, watchlist.organs), screener=screener.screen)
        for watchlist, folder, screener in zip((old, new), (settings.watchlist_dir, changed), screeners, strict=True)
    )
    for host, pages, row in _sites(store, settings, report):
        if monotonic() > end:
            report.cut = True
            break
        site = Site(host, pages, row.registered_on, row.registration or {})
        before, after = (detector.assess(site) for detector in detectors)
        report.sites += 1
        if before.flagged != after.flagged:
            shift = Shift(
                "page",
                host,
                _score(before),
                _score(after),
                before.verdict.value,
                after.verdict.value,
                _owner(host, (old, new)),
            )
            report.note(shift, after.flagged)
    return report


def _score(opinion: Assessment) -> float:
    return max(opinion.impersonation, opinion.sale)


def _owner(host: str, watchlists: tuple[Watchlist, Watchlist]) -> str:
    if any(one.genuine_organ(host) for one in watchlists):
        return "official"
    return "lawful" if any(one.is_lawful(host) for one in watchlists) else ""


def _names(
    store: Store, settings: Settings, screeners: tuple[Screener, Screener], watchlists: tuple[Watchlist, Watchlist],
    report: Report, end: float,
) -> None:  # fmt: skip
    limit, told = settings.screen_threshold, set[str]()
    for block in _blocks(store, settings):
        if monotonic() > end:
            report.cut = True
            return
        report.names += block.count(b"\n")
        first, second = ({o.domain: o.score for o in one.scan(block, limit)} for one in screeners)
        # A name stands in several lists.
        for domain in sorted((first.keys() ^ second.keys()) - told):
            told.add(domain)
            old, new = _scores(screeners, domain)
            report.note(Shift("name", domain, old, new, owner=_owner(domain, watchlists)), domain in second)


def _scores(screeners: tuple[Screener, Screener], domain: str) -> tuple[float, float]:
    try:
        return screeners[0].screen(domain).score, screeners[1].screen(domain).score
    except BadInput:
        return 0.0, 0.0


def _blocks(store: Store, settings: Settings) -> Iterator[bytes]:
    """Yield names, one a line: sites and watched names that are new, then the lists that were downloaded."""
    since = now() - timedelta(days=DAYS)
    with store.reading() as session:
        sites = session.execute(select(SiteRow.host, SiteRow.first_seen).order_by(SiteRow.id.desc()).limit(MOST_NAMES))
        names = {host for host, seen in sites if seen >= since}
        watched = session.execute(
            select(WatchedNameRow.domain, WatchedNameRow.added_at).order_by(WatchedNameRow.id.desc()).limit(MOST_NAMES)
        )
        names |= {domain for domain, seen in watched if seen >= since}
    if names:
        yield "".join(f"{name}\n" for name in sorted(names)).encode()
    left = MOST_BYTES
    lists = [(file.stat().st_mtime, file) for file in (settings.data_dir / "feeds").glob("*/*.txt")]
    for moment, file in sorted(lists, reverse=True):
        if moment < since.timestamp():
            return
        with file.open("rb") as lines:
            while left > 0 and (block := lines.read(BLOCK)):
                left -= len(block)
                yield block + lines.readline()


def _sites(store: Store, settings: Settings, report: Report) -> Iterator[tuple[str, tuple[Page, ...], SiteRow]]:
    """Yield sites with captures of the last 30 days, the newest first."""
    since = now() - timedelta(days=DAYS)
    with store.reading() as session:
        nights = list(session.scalars(select(NightRow.id).where(NightRow.started_at >= since)))
        visits = session.execute(
            select(VisitRow.site_id, VisitRow.night_id, VisitRow.folder)
            .where(VisitRow.night_id.in_(nights), VisitRow.folder != "", VisitRow.purpose != "official")
            .order_by(VisitRow.id.desc())
            .limit(MOST_VISITS)
        ).all()
        newest: dict[int, int] = {}
        folders: dict[int, list[str]] = {}
        for site, night, folder in visits:
            if newest.setdefault(site, night) == night and len(folders.setdefault(site, [])) < PAGES_A_SITE:
                folders[site].append(folder)
        report.cut = report.cut or len(folders) > MOST_SITES or len(visits) == MOST_VISITS
        chosen = list(folders)[:MOST_SITES]
        rows = {row.id: row for row in session.scalars(select(SiteRow).where(SiteRow.id.in_(chosen)))}
    for site in chosen:
        if pages := tuple(_pages(settings.evidence_dir, folders[site])):
            yield rows[site].host, pages, rows[site]


def _pages(root: Path, folders: list[str]) -> Iterator[Page]:
    for folder in folders:
        try:
            yield read_capture(root, folder)
        except EvidenceError:
            continue  # damaged or pruned: ``zhenwei evidence verify`` tells of it
