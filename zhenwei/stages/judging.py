"""Judging sites in processes of their own, that end with this one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Self

import structlog

from detectors.detector import Detector
from detectors.names import Screener
from detectors.operators.kinds import UNREAD
from detectors.page.learned import all_learned
from detectors.page.reference import Reference
from zhenwei.errors import EvidenceError
from zhenwei.evidence.capture import read_capture
from zhenwei.pool import pool
from zhenwei.sentences import said
from zhenwei.types import Assessment, Finding, Page, Side, Site, Verdict, Visit
from zhenwei.watchlist import load_watchlist

log = structlog.get_logger()
# Fewer sites than this are judged in this process, if no more are to come: starting others would take longer.
WORTH_A_POOL = 12
# Sites given to a process at a time.
AHEAD = 2


@dataclass(frozen=True)
class Job:
    """A site to be judged: its host, registration date and capture folders below the evidence folder."""

    host: str
    registered: date | None
    folders: tuple[str, ...]
    registration: Mapping[str, object] = field(default_factory=dict)
    # Visits that brought no page that can be judged.
    failed: tuple[Visit, ...] = ()


@dataclass(frozen=True)
class Bench:
    """What a judging process needs to set itself up."""

    watchlist_dir: Path | None
    evidence_dir: Path
    references: tuple[Reference, ...]

    def judge(self) -> Judge:
        watchlist = load_watchlist(self.watchlist_dir)
        known = (*all_learned(self.watchlist_dir, watchlist.organs), *self.references)
        screen = Screener(watchlist).screen
        return Judge(Detector(watchlist, known, screener=screen, with_traits=True), self.evidence_dir)


@dataclass(frozen=True)
class Judge:
    """Reads captures and asks the detectors."""

    detector: Detector
    evidence_dir: Path

    def __call__(self, job: Job) -> Assessment:
        pages = tuple(readable(self.evidence_dir, job.folders))
        try:
            site = Site(job.host, pages, job.registered, job.registration, job.failed)
            opinion = self.detector.assess(site)
        except Exception as error:
            log.exception("site cannot be judged", host=job.host)
            return unjudged(error)
        unread = [trait.value for trait in opinion.traits if trait.kind == UNREAD]
        if unread:
            log.error("traits of the site cannot be read", host=job.host, reason=unread[0])
            return replace(opinion, traits=())
        return opinion


def unjudged(error: Exception) -> Assessment:
    """Return the opinion of a site at which the detectors failed: unclear, with the failure as its reason."""
    detail = said("研判程序出错，请人工查看：{error}", error=type(error).__name__)
    return Assessment(Verdict.UNCLEAR, 0.0, 0.0, (Finding("judge", 1, Side.NOTE, 0.0, detail),))


def readable(evidence_dir: Path, folders: Sequence[str]) -> Iterator[Page]:
    """Yield the captures that can be read; a damaged one is logged and left to ``zhenwei evidence verify``."""
    for folder in folders:
        try:
            yield read_capture(evidence_dir, folder)
        except EvidenceError as error:
            log.error("capture cannot be read", folder=folder, reason=str(error))


class Judges:
    """Processes that judge sites side by side, made at the first one; 0: in this process. Use it as a context.

    A page that kills its process costs its own site an opinion and no other: what was under way is judged again, one
    site after another, until it is known which one it was.
    """

    def __init__(self, bench: Bench, workers: int) -> None:
        self._bench, self._workers = bench, workers
        self._pool: ProcessPoolExecutor | None = None
        self._under_way: dict[Future[Assessment], tuple[int, Job]] = {}
        self._suspects: deque[tuple[int, Job]] = deque()
        self._alone = False
        self._judge: Judge | None = None
        self._ready: list[tuple[int, Assessment]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    @property
    def sites(self) -> set[int]:
        """The sites that are under way."""
        return {site for site, _ in (*self._under_way.values(), *self._suspects)}

    @property
    def room(self) -> int:
        """How many more sites may be given, so that no process waits and memory stays flat."""
        if not self._workers:
            return AHEAD
        return 0 if self._suspects or self._alone else max(0, AHEAD * self._workers - len(self._under_way))

    def give(self, site: int, job: Job) -> None:
        """Have a site judged."""
        if not self._workers:
            self._judge = self._judge or self._bench.judge()
            self._ready.append((site, self._judge(job)))
            return
        if self._pool is None:
            self._pool = pool(self._workers, _settle, (self._bench,))
        try:
            self._under_way[self._pool.submit(_judge_here, job)] = site, job
        except BrokenProcessPool:  # a process died between two sites
            self._suspects.append((site, job))
            self._mend()

    def take(self, seconds: float) -> list[tuple[int, Assessment]]:
        """Return the opinions that are ready, waiting at most so long for the first."""
        found, self._ready = self._ready, []
        if not self._under_way:
            return found
        done, _ = wait(self._under_way, seconds, FIRST_COMPLETED)
        broken = False
        for future in done:
            site, job = self._under_way.pop(future)
            try:
                found.append((site, future.result()))
            except BrokenProcessPool as error:
                broken = True
                if self._alone:
                    log.error("judging a site ended its process", host=job.host)
                    found.append((site, unjudged(error)))
                else:
                    self._suspects.append((site, job))
        if broken:
            self._mend()
        self._alone = self._alone and bool(self._under_way)
        if self._suspects and not self._under_way:
            self._alone = True
            self.give(*self._suspects.popleft())
        return found

    def _mend(self) -> None:
        """Leave the broken pool behind; what was under way in it is judged again, one by one."""
        self._suspects.extend(self._under_way.values())
        self._under_way.clear()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None


_here: list[Judge] = []


def _settle(bench: Bench) -> None:
    _here[:] = [bench.judge()]


def _judge_here(job: Job) -> Assessment:
    return _here[0](job)
