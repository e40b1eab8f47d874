"""Judging many sites: in this process when they are few, in several that end with this one when they are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import structlog

from detectors.detector import Detector
from detectors.names import Screener
from detectors.operators.kinds import UNREAD
from detectors.page.learned import all_learned
from detectors.page.reference import Reference
from zhenwei.errors import EvidenceError
from zhenwei.evidence.capture import read_capture
from zhenwei.pool import pool
from zhenwei.types import Assessment, Finding, Page, Side, Site, Verdict, Visit
from zhenwei.watchlist import load_watchlist

log = structlog.get_logger()
# Fewer sites than this are judged in this process: starting others would take longer.
WORTH_A_POOL = 12


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
    detail = f"研判程序出错，请人工查看：{type(error).__name__}"
    return Assessment(Verdict.UNCLEAR, 0.0, 0.0, (Finding("judge", 1, Side.NOTE, 0.0, detail),))


def readable(evidence_dir: Path, folders: Sequence[str]) -> Iterator[Page]:
    """Yield the captures that can be read; a damaged one is logged and left to ``zhenwei evidence verify``."""
    for folder in folders:
        try:
            yield read_capture(evidence_dir, folder)
        except EvidenceError as error:
            log.error("capture cannot be read", folder=folder, reason=str(error))


def judge_all(bench: Bench, jobs: Mapping[int, Job], workers: int) -> Iterator[tuple[int, Assessment]]:
    """Yield (site id, opinion) for each job as it is done."""
    if workers < 2 or len(jobs) < WORTH_A_POOL:
        judge = bench.judge()
        yield from ((site, judge(job)) for site, job in jobs.items())
        return
    with pool(workers, _settle, (bench,)) as judges:
        futures = {judges.submit(_judge_here, job): site for site, job in jobs.items()}
        yield from ((futures[future], future.result()) for future in as_completed(futures))


_here: list[Judge] = []


def _settle(bench: Bench) -> None:
    _here[:] = [bench.judge()]


def _judge_here(job: Job) -> Assessment:
    return _here[0](job)
