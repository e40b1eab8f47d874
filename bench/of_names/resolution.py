"""Resolution: registered look-alikes among many variants, on a real authoritative server, beside dnstwist's scanner.

Both ask the same server (knot, one thread) about the same names in the same order. Names are Zhenwei's own variants;
their suffixes are zones, of which some answer to every name, one not at all. What counts as found by dnstwist is what
its own ``is_registered`` says.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.of_names.authority import NoServer, World, serving
from bench.of_names.environment import NoPeer, interpreter
from bench.of_names.figures import Figures, Findings, left_out
from crawler.dns.look import Looker
from detectors.names.expand import expand
from zhenwei.address import registrable, suffix
from zhenwei.watchlist import load_watchlist

DRIVER = Path(__file__).parent / "drivers" / "dnstwist_scan.py"
DNSTWIST = ("dnstwist==20250130", "dnspython==2.8.0", "idna==3.11")
# dnstwist's default on two cores, and its best of those tried by hand (8, 16, 32, 64).
THREADS = (6, 16)
KEYS = (
    "resolution_names", "resolution_registered", "resolution_found", "resolution_missed", "resolution_false",
    "resolution_seconds", "resolution_names_per_s", "resolution_ratio_to_dnstwist",
    "dnstwist_resolution_names", "dnstwist_resolution_names_per_s", "dnstwist_resolution_missed",
    "dnstwist_resolution_false",
    "resolution_cpu_us_per_name", "dnstwist_resolution_cpu_us_per_name", "resolution_cpu_ratio_to_dnstwist",
)  # fmt: skip


@dataclass(frozen=True)
class Field:
    """What is asked, what is right, and the server's zones."""

    names: tuple[str, ...]
    registered: frozenset[str]
    world: World


def field_of(count: int, registered: int) -> Field:
    """Return so many variants with so many of them registered, always the same ones."""
    chance = random.Random(20261122)
    names = [variant.domain for variant in islice(expand(load_watchlist(None)), count)]
    chance.shuffle(names)
    sizes = Counter(map(suffix, names))
    common = [zone for zone, _ in sizes.most_common()]
    # About a tenth of the names in catch-all zones, a fiftieth in a zone that fails.
    wild = _about(common, sizes, len(names) / 10)
    broken = _about([zone for zone in common if zone not in wild], sizes, len(names) / 50)[:1]
    able = [name for name in names if name == registrable(name) and suffix(name) not in broken]
    chosen = frozenset(chance.sample(able, registered))
    zones: dict[str, list[str]] = {zone: [] for zone in sizes if zone not in broken}
    for zone in wild:
        zones[zone].append("* A 203.0.113.7")
    for name in sorted(chosen):
        lines, label = zones[suffix(name)], name.partition(".")[0]
        lines.append(f"{label} A 192.0.2.{chance.randrange(1, 250)}")
        if chance.random() < 0.5:
            lines.append(f"{label} MX 10 mail.{name}.")
    return Field(tuple(names), chosen, World(zones, broken))


def _about(zones: Sequence[str], sizes: Counter[str], wanted: float) -> list[str]:
    """Return zones that hold about so many names together, large ones first."""
    chosen: list[str] = []
    for zone in zones:
        if sizes[zone] <= wanted:
            chosen.append(zone)
            wanted -= sizes[zone]
        if wanted < 1 or len(chosen) == 3:
            break
    return chosen


async def ours(names: Sequence[str], server: str, port: int) -> tuple[float, float, set[str]]:
    """Return seconds, those of the processor, and the names that stand. The rate is set free: the server is ours."""
    # What the measurement itself holds (watchlist, variants) is no work of the looker's.
    gc.collect()
    gc.freeze()
    began, computed = time.perf_counter(), time.process_time()
    async with Looker([f"{server}:{port}"], rate=0) as looker:
        found = {resolution.name async for resolution in looker.look(names) if resolution.stands}
    return time.perf_counter() - began, time.process_time() - computed, found


def theirs(
    python: Path, names: Sequence[str], server: str, port: int, threads: int, seconds: float
) -> dict[str, object]:
    """Return what dnstwist's scanner says of as many names as it manages in so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "names"
        listed.write_text("\n".join(names), "utf-8")
        line = [str(python), str(DRIVER), str(listed), server, str(port), str(threads), str(seconds)]
        done = subprocess.run(line, check=True, capture_output=True, timeout=seconds + 60)
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure, with every setting in the notes. ``data`` is not needed."""
    field = field_of(5_000, 50) if quick else field_of(100_000, 1_000)
    try:
        with serving(field.world) as (server, port):
            return _beside(field, server, port, THREADS[-1:] if quick else THREADS, 1.5 if quick else 10.0)
    except NoServer as error:
        return left_out(KEYS, f"resolution: {error}")


def measure(*, quick: bool, data: Path | None) -> Figures:
    """Return the figures alone."""
    return look(quick=quick, data=data).figures


def _beside(field: Field, server: str, port: int, counts: Sequence[int], seconds: float) -> Findings:
    took, computed, found = asyncio.run(ours(field.names, server, port))
    figures: Figures = dict.fromkeys(KEYS)
    rate, own_cpu = len(field.names) / took, 1e6 * computed / len(field.names)
    figures |= {
        "resolution_names": len(field.names),
        "resolution_registered": len(field.registered),
        "resolution_found": len(found & field.registered),
        "resolution_missed": len(field.registered - found),
        "resolution_false": len(found - field.registered),
        "resolution_seconds": round(took, 2),
        "resolution_names_per_s": round(rate),
        "resolution_cpu_us_per_name": round(own_cpu, 1),
    }
    notes = [
        f"resolution: knot, 1 UDP thread; catch-all and failing zones among {len(field.world.zones)}; no rate limit"
    ]
    try:
        python = interpreter("dnstwist-resolving", DNSTWIST)
        runs = {threads: theirs(python, field.names, server, port, threads, seconds) for threads in counts}
    except (NoPeer, subprocess.SubprocessError) as error:
        return Findings(figures, [*notes, f"resolution beside dnstwist: {error}"])
    speeds = {threads: _number(run, "names") / _number(run, "seconds") for threads, run in runs.items()}
    best = max(speeds, key=lambda threads: speeds[threads])
    their_cpu = 1e6 * _number(runs[best], "cpu") / _number(runs[best], "names")
    asked = set(field.names[: int(_number(runs[best], "names"))])
    said = set(map(str, _list(runs[best], "registered")))
    figures |= {
        "resolution_ratio_to_dnstwist": round(rate / speeds[best], 1),
        "dnstwist_resolution_names": len(asked),
        "dnstwist_resolution_names_per_s": round(speeds[best]),
        "dnstwist_resolution_missed": len((field.registered & asked) - said),
        "dnstwist_resolution_false": len(said - field.registered),
        "dnstwist_resolution_cpu_us_per_name": round(their_cpu, 1),
        # On a machine that has other work to do, this one stays.
        "resolution_cpu_ratio_to_dnstwist": round(their_cpu / own_cpu, 1),
    }
    each = ", ".join(f"{threads} threads {speed:.0f}/s" for threads, speed in speeds.items())
    return Findings(
        figures, [*notes, f"resolution: {DNSTWIST[0]}, {seconds:g} s each: {each}; the faster one is compared"]
    )


def _number(run: dict[str, object], key: str) -> float:
    value = run[key]
    assert isinstance(value, int | float)
    return value


def _list(run: dict[str, object], key: str) -> list[object]:
    value = run[key]
    assert isinstance(value, list)
    return value


if __name__ == "__main__":
    result = look(quick=False, data=None)
    print("\n".join([*result.notes, *(f"{key:<36} {value}" for key, value in result.figures.items())]))
