"""How fast `zhenwei assess` is as a whole command on one core, beside a bare parse of the same pages.

    taskset -c 0 zhenwei assess FILE > out.jsonl        (built-in watchlist, no other setting, one process)

The clock runs from the start of the process to its end. The bare pass reads the same file and lets selectolax
(the fastest parser for Python) parse each page and hand out its text, nothing else; it has a process of its own, too.
Processor time stands beside the clock: on a machine that is shared only that can be compared.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.of_names.command import command, environment
from bench.of_names.environment import NoPeer, interpreter
from bench.of_names.figures import Findings
from bench.of_pages.made_up import write
from bench.of_pages.peers import PACKAGES

KEYS = (
    "pages_per_s",
    "pages_per_cpu_s",
    "bare_selectolax_pages_per_s",
    "bare_selectolax_pages_per_cpu_s",
    "ratio_to_bare_selectolax",
    "ratio_to_bare_selectolax_cpu",
    "start_seconds",
    "page_kb",
    "pages_speed",
)
# Seconds that the measured run should take; so many pages are made.
_QUICK, _FULL = 8, 30
_TASTE, _MOST = 60, 12_000
_BARE = """
import json, sys
from selectolax.lexbor import LexborHTMLParser
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        len(LexborHTMLParser(json.loads(line)["html"]).text())
"""


@dataclass(frozen=True)
class Took:
    """Seconds of a process by the clock and of processor time."""

    clock: float
    processor: float


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure; needs no labelled pages."""
    found = Findings(dict.fromkeys(KEYS))
    line = [*command(), "assess"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "pages.jsonl"
        write(file, 1)
        start = _run([*line, str(file)], folder).clock
        write(file, _TASTE)
        rate = _TASTE / max(_run([*line, str(file)], folder).clock - start, 0.05)
        count = min(_MOST, max(_TASTE, int(rate * (_QUICK if quick else _FULL))))
        write(file, count)
        found.figures |= {"pages_speed": count, "page_kb": round(file.stat().st_size / count / 1000, 1)}
        found.figures["start_seconds"] = round(start, 2)
        ours = _run([*line, str(file)], folder)
        found.figures |= {
            "pages_per_s": round(count / ours.clock, 1),
            "pages_per_cpu_s": round(count / ours.processor, 1),
        }
        try:
            bare = _run([str(interpreter("pages", PACKAGES)), "-c", _BARE, str(file)], folder)
        except NoPeer as reason:
            found.notes.append(f"selectolax is left out: {reason}")
            return found
    found.figures |= {
        "bare_selectolax_pages_per_s": round(count / bare.clock, 1),
        "bare_selectolax_pages_per_cpu_s": round(count / bare.processor, 1),
        "ratio_to_bare_selectolax": round(bare.clock / ours.clock, 4),
        "ratio_to_bare_selectolax_cpu": round(bare.processor / ours.processor, 4),
    }
    return found


def _run(line: list[str], folder: str) -> Took:
    """Run a command on one core. Raises CalledProcessError."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with (Path(folder) / "out").open("wb") as out:
        subprocess.run(_pinned(line), cwd=folder, env=environment(None), stdout=out, check=True)
    clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _pinned(line: list[str]) -> list[str]:
    """Bind a command to one core, where the system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        return line
    core = min(os.sched_getaffinity(0))
    bind = f"import os, sys; os.sched_setaffinity(0, {{{core}}}); os.execvp(sys.argv[1], sys.argv[1:])"
    return [sys.executable, "-c", bind, *line]
