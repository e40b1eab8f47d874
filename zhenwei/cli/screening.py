"""Screening files of names: whole blocks at once, on several processes, in order, with bounded memory."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, TypeVar

from detectors.names import NameOpinion, Screener
from detectors.names.blocks import Piece, pieces
from detectors.names.lists import Tally, count_lines
from zhenwei.errors import BadInput
from zhenwei.pool import pool
from zhenwei.watchlist import Watchlist

T = TypeVar("T")
CHUNK = 20_000
_COLLECT_AFTER = 200_000
_screener: Screener | None = None


@dataclass
class Found:
    """What one piece of input gave: opinions that reach the threshold, names read, lines that held none."""

    opinions: list[NameOpinion]
    tally: Tally = field(default_factory=Tally)
    size: int = 0


def scanned(files: Sequence[str], watchlist: Watchlist, *, workers: int, threshold: float) -> Iterator[Found]:
    """Yield what each piece of the files gives, in the order of the files. ``workers`` 0: one process a core.

    Small input is screened in this process. Raises BadInput naming a file that cannot be read or is no list.
    """
    return _spread(scan_piece, ((piece, threshold) for piece in pieces(files)), watchlist, workers)


def judged(names: Iterable[str], watchlist: Watchlist, *, workers: int) -> Iterator[list[NameOpinion | str]]:
    """Yield the opinions of all names, in order, a list a chunk. What is no host name is yielded as it stands."""
    return _spread(judge_names, ((chunk,) for chunk in chunks(names)), watchlist, workers)


def opinions_of(found: Iterable[Found], tally: Tally) -> Iterator[NameOpinion]:
    """Yield the opinions of what pieces gave; what was read is added to the tally."""
    for one in found:
        tally.names += one.tally.names
        tally.rubbish += one.tally.rubbish
        yield from one.opinions


def names_of(judged: Iterable[NameOpinion | str], tally: Tally) -> Iterator[NameOpinion]:
    """Yield the opinions of a list of names; what is no host name is counted."""
    for one in judged:
        if isinstance(one, str):
            tally.rubbish += 1
        else:
            yield one


def _spread(work: Callable[..., T], jobs: Iterable[tuple[Any, ...]], watchlist: Watchlist, workers: int) -> Iterator[T]:
    """Run ``work`` on each job, here if there is but one, else on a pool; results in order, few at a time."""
    build(watchlist)
    rest = iter(jobs)
    first = list(islice(rest, 2))
    workers = workers or os.cpu_count() or 1
    if workers == 1 or len(first) < 2:
        for job in chain(first, rest):
            yield work(*job)
        return
    with pool(workers, build, (watchlist,), fork=True) as executor:
        waiting: deque[Future[T]] = deque()
        for job in chain(first, rest):
            waiting.append(executor.submit(work, *job))
            if len(waiting) > workers * 2:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def build(watchlist: Watchlist) -> None:
    """Build this process's screener, unless it has one for this very watchlist."""
    global _screener
    if _screener is None or _screener.watchlist is not watchlist:
        _screener = Screener(watchlist)
        # The vocabulary stays for ever: the collector need not walk it again for every batch of names.
        gc.freeze()
        gc.set_threshold(_COLLECT_AFTER)


def _own() -> Screener:
    assert _screener is not None, "every process begins with build"
    return _screener


def scan_piece(piece: Piece, threshold: float) -> Found:
    """Screen one piece in a process that has called ``build``."""
    block = piece.read()
    return Found(_without_repeats(list(_own().scan(block, threshold))), count_lines(block), len(block))


def _without_repeats(opinions: list[NameOpinion]) -> list[NameOpinion]:
    """A zone names a domain once for each of its servers."""
    return [o for at, o in enumerate(opinions) if at == 0 or o.domain != opinions[at - 1].domain]


def chunks(names: Iterable[str]) -> Iterator[list[str]]:
    """Yield the names in lists of CHUNK."""
    iterator = iter(names)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def judge_names(names: list[str]) -> list[NameOpinion | str]:
    """Judge names in a process that has called ``build``."""
    found: list[NameOpinion | str] = []
    for name in names:
        try:
            found.append(_own().screen(name))
        except BadInput:
            found.append(name)
    return found
