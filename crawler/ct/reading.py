"""A run of entries, several spans at once, kept in order: after a failure everything before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from crawler.ct.batch import Batch
from crawler.ct.logs import Log
from zhenwei.errors import BadInput

PARALLEL = 4
UNREADABLE = 64  # that many entries in a row, all unreadable, are a format that we do not know

Keep = Callable[[Batch, int], None]


def spans(at: int, end: int, step: int, count: int = PARALLEL) -> list[tuple[int, int]]:
    """Return up to ``count`` spans from ``at`` on, each ending at a multiple of ``step`` or at ``end``."""
    found: list[tuple[int, int]] = []
    while at < end and len(found) < count:
        stop = min(end, (at // step + 1) * step)
        found.append((at, stop))
        at = stop
    return found


async def read(log: Log, start: int, end: int, keep: Keep) -> None:
    """Read entries ``start`` to ``end``; ``keep(batch, next)`` is called for consecutive batches as they come.

    Raises what fetching raised, or BadInput, after all that was read before it has been kept.
    """
    at, first = start, True
    while at < end:
        # The first question alone: it tells how much a log gives at once.
        parts = spans(at, end, log.step, 1 if first else PARALLEL)
        answers = await asyncio.gather(*(log.span(*part) for part in parts), return_exceptions=True)
        good: list[Batch] = []
        for batch in answers:
            if isinstance(batch, BaseException):
                break
            good.append(batch)
        if good:
            whole = _joined(good)
            if whole.entries >= UNREADABLE and whole.unreadable == whole.entries:
                raise BadInput(f"从 {at} 起的 {whole.entries} 个条目全都无法解析")
            at = parts[len(good) - 1][1]
            keep(whole, at)
        if len(good) < len(answers):
            failure = answers[len(good)]
            assert isinstance(failure, BaseException)
            raise failure
        first = False


def _joined(batches: list[Batch]) -> Batch:
    names = dict.fromkeys(name for batch in batches for name in batch.names)
    return Batch(list(names), sum(b.entries for b in batches), sum(b.unreadable for b in batches))
