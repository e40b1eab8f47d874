"""Times of pages, beside the bare SQL of the same pages and the processor time that the desk took."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from functools import partial

from bench.of_names.figures import Figures
from bench.of_review.asked import NAMES, OTHERS, path_of
from bench.of_review.made_up import person
from bench.of_review.serving import Analyst, Served
from bench.of_review.within import Within


def time_pages(desk: Served, cases: int, rounds: int) -> Figures:
    """Return 95th percentiles in ms by page, and how many times those of the bare statements they are.

    Each address is asked for once within this process, which notes its statements; then both times are taken, so that
    what the database holds in memory is the same for both.
    """
    figures: Figures = {}
    analyst = desk.analyst(person(0))
    with Within(desk.settings, desk.cookie(person(1))) as within:
        for name in (*NAMES, *OTHERS):
            made = random.Random(name)
            whole, bare, spent = [], [], 0.0
            _good(analyst, path_of(name, random.Random(0), cases))  # what is read once per start is read here
            for _ in range(rounds):
                path = path_of(name, made, cases)
                statements = within.statements(path)
                analyst.close()  # a desk hangs up on who says nothing for some seconds; the next request opens anew
                before = desk.cpu_seconds()
                whole.append(_clocked(partial(_good, analyst, path)))
                spent += desk.cpu_seconds() - before
                bare.append(within.bare(statements))
            figures[f"{name}_p95_ms"] = round(p95(whole), 1)
            figures[f"{name}_cpu_ms"] = round(spent * 1000 / rounds, 1)
            figures[f"{name}_bare_sql_p95_ms"] = round(p95(bare), 1)
            figures[f"{name}_ratio_to_bare_sql"] = round(p95(whole) / p95(bare), 2)
    analyst.close()
    return figures


def p95(times: Sequence[float]) -> float:
    """Return the 95th percentile (nearest rank)."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _good(analyst: Analyst, path: str) -> None:
    status, _text = analyst.get(path)
    assert status == 200, f"{path}: {status}"


def _clocked(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000
