"""Screening on several processes, in order, with a bounded number of names under way."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from detectors.names import NameOpinion, Screener
from zhenwei.errors import BadInput
from zhenwei.watchlist import load_watchlist

CHUNK = 20_000
_screener: Screener | None = None


def screened(
    names: Iterable[str], overlay: Path | None, *, workers: int, threshold: float, everything: bool
) -> Iterator[NameOpinion | str]:
    """Yield the opinion of every name that reaches the threshold (of every name with ``everything``), in order.

    A line that is no host name is yielded as the string itself. ``workers`` 0 means one process a core.
    """
    workers = workers or os.cpu_count() or 1
    chunks = _chunks(names)
    if workers == 1:
        screener = Screener(load_watchlist(overlay))
        for chunk in chunks:
            yield from _screen(screener, chunk, threshold, everything)
        return
    # A child that is started anew shares no lock or thread of this process.
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (overlay,)) as pool:
        waiting: deque[Future[list[NameOpinion | str]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(_work, chunk, threshold, everything))
            if len(waiting) > workers * 2:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(names)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _start(overlay: Path | None) -> None:
    global _screener
    _screener = Screener(load_watchlist(overlay))


def _work(names: list[str], threshold: float, everything: bool) -> list[NameOpinion | str]:
    assert _screener is not None, "the pool starts every worker with _start"
    return list(_screen(_screener, names, threshold, everything))


def _screen(screener: Screener, names: list[str], threshold: float, everything: bool) -> Iterator[NameOpinion | str]:
    for name in names:
        if not everything and threshold > 0 and screener.passes(name):
            continue
        try:
            opinion = screener.screen(name)
        except BadInput:
            yield name
            continue
        if everything or opinion.score >= threshold:
            yield opinion
