"""Gathering facts and laying letters out, in this process or in several; what goes between them is small.

A worker writes a letter's folder itself and hands back where it is. Letters about the same sites go to one worker one
after the other, so that their pictures are decoded once.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from takedown.build import build
from takedown.facts import SiteFacts
from takedown.gather import gather
from takedown.grouping import Plan
from takedown.manifests import digest
from takedown.names import MANIFEST
from takedown.parts import scratch, write_part
from takedown.sources import Sources
from zhenwei.config import Settings
from zhenwei.errors import ZhenweiError
from zhenwei.pool import pool
from zhenwei.store.cases import get_case
from zhenwei.store.database import Store, open_store
from zhenwei.watchlist import Watchlist

# Fewer cases or letters than this are done in this process.
WORTH_A_POOL = 4
CASES_A_TASK = 4


@dataclass(frozen=True, slots=True)
class Laid:
    """A letter on the disk: ``part`` is its folder, hidden, not flushed, not in its place yet."""

    plan: Plan
    part: Path
    title: str
    manifest_sha256: str
    pdf_problem: str


class Layer:
    """What gathering and laying out need, and the processes that do it."""

    def __init__(self, settings: Settings, watchlist: Watchlist, day: date, pdf: bool) -> None:
        self._settings, self._watchlist, self._day, self._pdf = settings, watchlist, day, pdf
        self._pool: ProcessPoolExecutor | None = None
        self._here = Bench(settings, watchlist, day, pdf, settings.letters_dir)

    @contextmanager
    def working(self, workers: int, count: int) -> Iterator[None]:
        """Have a folder for what is not in its place yet, and processes if there is enough to do."""
        with scratch(self._settings.letters_dir) as folder:
            arguments = (self._settings, self._watchlist, self._day, self._pdf, folder)
            self._here = Bench(*arguments)
            if workers < 2 or count < WORTH_A_POOL:
                yield
                return
            with pool(workers, _settle, arguments) as self._pool:
                try:
                    yield
                finally:
                    self._pool.shutdown(wait=True, cancel_futures=True)
                    self._pool = None

    def gathered(self, store: Store, cases: Sequence[int]) -> Iterator[SiteFacts | ZhenweiError]:
        """Yield the facts of each case, in order, or why there are none."""
        if self._pool is None:
            yield from self._here.gather(store, cases)
            return
        tasks = [cases[at : at + CASES_A_TASK] for at in range(0, len(cases), CASES_A_TASK)]
        for found in self._pool.map(_gather, tasks):
            yield from found

    def laid(self, plans: Sequence[Plan], by: str) -> Iterator[Laid | ZhenweiError]:
        """Yield each plan as a folder, in order, or why there is none."""
        if self._pool is None:
            for plan in plans:
                yield self._here.lay(plan, by)
            return
        tasks = [(tuple(group), by) for _, group in groupby(plans, key=lambda plan: plan.sites[0].case)]
        for found in self._pool.map(_lay, tasks):
            yield from found


class Bench:
    """One process's tools."""

    def __init__(self, settings: Settings, watchlist: Watchlist, day: date, pdf: bool, folder: Path) -> None:
        self._settings, self._watchlist, self._day, self._pdf = settings, watchlist, day, pdf
        self._folder = folder
        self._sources = Sources(settings.evidence_dir)
        self._store: Store | None = None

    def gather(self, store: Store | None, cases: Sequence[int]) -> list[SiteFacts | ZhenweiError]:
        """Return the facts of some cases; without a store the settings' own is opened."""
        if store is None:
            self._store = store = self._store or open_store(self._settings.database)
        return [self._facts(store, case) for case in cases]

    def _facts(self, store: Store, case: int) -> SiteFacts | ZhenweiError:
        try:
            with store.reading() as session:
                return gather(session, get_case(session, case), self._watchlist, self._settings.evidence_dir)
        except ZhenweiError as error:
            return error

    def lay(self, plan: Plan, by: str) -> Laid | ZhenweiError:
        """Lay out one letter and write its folder."""
        try:
            built = build(plan, self._watchlist, by, self._day, pdf=self._pdf, sources=self._sources)
            part = write_part(self._folder, built.files, flushed=False)
        except ZhenweiError as error:
            return error
        return Laid(plan, part, built.title, digest(built.files[MANIFEST]), built.pdf_problem)


_bench: list[Bench] = []


def _settle(settings: Settings, watchlist: Watchlist, day: date, pdf: bool, folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked to stop, and asks us
    _bench[:] = [Bench(settings, watchlist, day, pdf, folder)]


def _gather(cases: Sequence[int]) -> list[SiteFacts | ZhenweiError]:
    return _bench[0].gather(None, cases)


def _lay(task: tuple[tuple[Plan, ...], str]) -> list[Laid | ZhenweiError]:
    plans, by = task
    return [_bench[0].lay(plan, by) for plan in plans]
